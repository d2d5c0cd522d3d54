import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type Activity,
  actionOf,
  botId,
  type Card,
  cardAction,
  type Inputs,
  message,
  textOf,
  withInputs,
} from './client.ts';
import type { Connector } from './connector.ts';

/** A message of the bot as it stands in the chat now. */
export interface Shown {
  id: string;
  conversation: string;
  card: Card | null;
  text: string;
  activity: Activity;
}

export interface Invoked {
  status: number;
  /** The card that the client puts in the place of the one whose button was pressed. */
  card: Card | null;
  /** What the client says beside the button. */
  said: string | null;
}

export type Kind = 'personal' | 'groupChat' | 'channel';

/** One conversation of Teams over the connector: what the bot sends and updates is what people see. */
export class TeamsChat {
  readonly id = randomUUID();
  readonly #bot: string;
  readonly #connector: Connector;
  readonly #kind: Kind;

  constructor(bot: string, connector: Connector, kind: Kind) {
    this.#bot = bot;
    this.#connector = connector;
    this.#kind = kind;
  }

  member(name: string): Member {
    return new Member(this, name);
  }

  /** In the order in which they were sent, each as it was last updated. */
  shown(): Shown[] {
    const shown: Shown[] = [];
    for (const [index, { method, path, activity, met }] of this.#connector.deliveries.entries()) {
      if (met !== 200 || activity.type !== 'message' || !path.includes(encodeURIComponent(this.id))) continue;
      const updated =
        method === 'PUT' ? shown.find(({ id }) => path.endsWith(`/activities/${id}`)) : undefined;
      if (method === 'PUT') assert.ok(updated, `an update of a message that is there: ${path}`);
      const [attachment] = (activity.attachments ?? []) as { content: Card }[];
      const now = {
        card: attachment?.content ?? null,
        text: `${activity.text ?? ''}\n${textOf(attachment?.content)}`,
        activity,
      };
      if (updated) Object.assign(updated, now);
      else shown.push({ id: `activity-${index + 1}`, conversation: this.id, ...now });
    }
    return shown;
  }

  last(): Shown {
    const last = this.shown().at(-1);
    assert.ok(last, 'the bot has said something');
    return last;
  }

  async send(activity: object): Promise<Response> {
    return fetch(`${this.#bot}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl: this.#connector.url,
        locale: 'en-GB',
        conversation: { id: this.id, conversationType: this.#kind, isGroup: this.#kind !== 'personal' },
        recipient: { id: botId },
        ...activity,
      }),
    });
  }

  /** Whether people must mention the bot. */
  get isGroup(): boolean {
    return this.#kind !== 'personal';
  }
}

export class Member {
  readonly from: { id: string; aadObjectId: string; name: string };
  readonly #chat: TeamsChat;

  constructor(chat: TeamsChat, name: string) {
    this.from = { id: `29:${randomUUID()}`, aadObjectId: randomUUID(), name };
    this.#chat = chat;
  }

  async say(text: string, more: object = {}): Promise<void> {
    const mention = '<at>Outlook check</at>';
    const entities = [{ type: 'mention', text: mention, mentioned: { id: botId } }];
    const spoken = this.#chat.isGroup ? message(`${mention}&nbsp;${text}`, { entities }) : message(text);
    const response = await this.send({ ...spoken, ...more });
    assert.equal(response.status, 200);
  }

  send(activity: object): Promise<Response> {
    return this.#chat.send({ from: this.from, ...activity });
  }

  /** What the client does: it puts the card that comes back in the place of the old one, for everybody. */
  async press(
    title: string,
    inputs: Inputs = {},
    on = this.#chat.last(),
    more: object = {},
  ): Promise<Invoked> {
    const action = actionOf(on.card, title);
    const { id: replyToId } = on;
    const activity = { ...cardAction(withInputs(action, on.card, inputs), action.verb), replyToId, ...more };
    const response = await this.send(activity);
    const text = await response.text();
    const { type, value } = text === '' ? {} : JSON.parse(text);
    const isCard = type === 'application/vnd.microsoft.card.adaptive';
    return { status: response.status, card: isCard ? value : null, said: isCard ? null : (value ?? null) };
  }
}
