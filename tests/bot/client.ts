import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

export const botId = '28:bot';
const conversationUpdate = 'conversationUpdate';

/** What a channel sends, or the bot answers; only what the tests look at is typed. */
export interface Activity {
  type: string;
  [field: string]: unknown;
}

export interface Action {
  type: string;
  title: string;
  verb?: string;
  data: Record<string, unknown>;
  associatedInputs?: string;
  fallback?: Action;
}

export interface Card {
  type: 'AdaptiveCard';
  actions?: Action[];
  [field: string]: unknown;
}

/** Everything that one turn brought back. */
export interface Answer {
  /** Of the HTTP answer; of the invoke's own answer where there is one. */
  status: number;
  /** Without the typing indicator and what only emulators show. */
  messages: Activity[];
  /** Those that take the place of a pressed one first, then those of the messages. */
  cards: Card[];
  /** The card that takes the place of the one whose button was pressed. */
  inPlace: Card | null;
  /** The body of the invoke's own answer. */
  invoked: unknown;
  /** All there is to read, a line for each piece; the titles of buttons, too. */
  text: string;
}

export type Inputs = Record<string, string>;

export const message = (text: unknown, more: object = {}) => ({ type: 'message', text, ...more });
export const cardSubmit = (value: unknown) => ({ type: 'message', value });
export const invoke = (name: string, value: unknown) => ({ type: 'invoke', name, value });
export const cardAction = (data: unknown, verb = 'answer') =>
  invoke('adaptiveCard/action', { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' });
export const membersAdded = (...ids: string[]) => ({
  type: conversationUpdate,
  membersAdded: ids.map((id) => ({ id })),
});

/** One person in one conversation with the real HTTP server, over a channel that waits for the replies. */
export class Person {
  readonly id: string;
  readonly conversation: string;
  readonly #url: string;
  /** The newest card: what a person looks at. */
  card: Card | null = null;

  constructor(url: string, { id = `29:${randomUUID()}`, conversation = randomUUID() as string } = {}) {
    this.#url = url;
    this.id = id;
    this.conversation = conversation;
  }

  say(text: string): Promise<Answer> {
    return this.send(message(text));
  }

  /** Presses a button of the newest card, or of another one that is still in the chat. */
  press(title: string, inputs: Inputs = {}, card = this.card): Promise<Answer> {
    const action = actionOf(card, title);
    return this.send(cardAction(withInputs(action, card, inputs), action.verb));
  }

  /** The same in a client that does not know Action.Execute. */
  submit(title: string, inputs: Inputs = {}, card = this.card): Promise<Answer> {
    const { fallback } = actionOf(card, title);
    assert.equal(fallback?.type, 'Action.Submit', `"${title}" works in old clients, too`);
    return this.send(cardSubmit(withInputs(fallback, card, inputs)));
  }

  async send(activity: Activity): Promise<Answer> {
    const response = await post(this.#url, {
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: 'https://channel.test/',
      locale: 'en-GB',
      conversation: { id: this.conversation },
      from: { id: this.id },
      recipient: { id: botId },
      deliveryMode: 'expectReplies',
      ...activity,
    });
    const body = await response.text();
    const { activities = [] } = body === '' ? {} : (JSON.parse(body) as { activities?: Activity[] });
    const answer = answerOf(response.status, activities);
    this.card = answer.cards.at(-1) ?? this.card;
    return answer;
  }
}

export function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Everything a person can read on a card, whether it is unfolded or not. */
export function textOf(part: unknown): string {
  return texts(part).join('\n');
}

function answerOf(httpStatus: number, activities: Activity[]): Answer {
  const invoked = activities.find(({ type }) => type === 'invokeResponse')?.value as InvokeAnswer | undefined;
  const messages = activities.filter(({ type }) => type === 'message');
  const { type, value } = invoked?.body ?? {};
  const inPlace = type === 'application/vnd.microsoft.card.adaptive' ? (value as Card) : null;
  const attached = messages.flatMap(
    ({ attachments = [] }) => attachments as { contentType: string; content: Card }[],
  );
  const cards = [...(inPlace ? [inPlace] : []), ...attached.map(({ content }) => content)];
  const spoken = messages.map(({ text }) => text).filter((text) => typeof text === 'string');
  return {
    status: invoked?.status ?? httpStatus,
    messages,
    cards,
    inPlace,
    invoked: invoked?.body,
    text: [...spoken, ...cards.map(textOf)].join('\n'),
  };
}

interface InvokeAnswer {
  status: number;
  body?: { statusCode: number; type: string; value: unknown };
}

export function actionOf(card: Card | null, title: string): Action {
  const actions = actionsOf(card);
  const action = actions.find((candidate) => candidate.title === title);
  assert.ok(action, `no "${title}" among ${actions.map((each) => `"${each.title}"`).join(', ')}`);
  return action;
}

/** Those at the end of a card and those inside it that send something. */
function actionsOf(part: unknown): Action[] {
  return partsOf(part).filter((each): each is Action & Part => each.type === 'Action.Execute');
}

/** What a client sends: the data, and the inputs of the whole card, chosen or as they were. */
export function withInputs({ data, associatedInputs }: Action, card: Card | null, inputs: Inputs) {
  if (associatedInputs === 'none') return data;
  const choices = partsOf(card).filter(({ type }) => type === 'Input.ChoiceSet');
  const unchanged = Object.fromEntries(choices.map(({ id, value }) => [id, value]));
  return { ...unchanged, ...data, ...inputs };
}

type Part = Record<string, unknown>;

function partsOf(part: unknown): Part[] {
  if (typeof part !== 'object' || part === null) return [];
  const inner = Object.entries(part).flatMap(([key, value]) => (key === 'fallback' ? [] : partsOf(value)));
  return 'type' in part ? [part, ...inner] : inner;
}

function texts(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(texts);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'fallback' || key === 'data') return [];
    return typeof value === 'string' && ['text', 'title', 'label'].includes(key) ? [value] : texts(value);
  });
}
