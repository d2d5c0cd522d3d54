import { randomUUID } from 'node:crypto';
import type { StatePropertyAccessor, Storage, StoreItem, TurnContext } from 'botbuilder-core';
import { type Evidence, formatServerName, parseServerName } from '../diagnosis/index.ts';

/** So many pastes of a person in a conversation stay; an older one gives way. */
const slots = 5;
const mostNames = 10;

/**
 * Keeps what was read of pastes for the buttons of the cards, each as an item of its own, so that everybody in the
 * conversation who presses one sees the same. The keys are made as those of the SDK, by which a person is forgotten.
 */
export class KeptEvidence {
  readonly #storage: Storage;
  readonly #used: StatePropertyAccessor<number>;

  /** @param used How many pastes a person has made in a conversation. */
  constructor(storage: Storage, used: StatePropertyAccessor<number>) {
    this.#storage = storage;
    this.#used = used;
  }

  /** Gives the name under which it can be had again, in the same conversation only. */
  async keep(context: TurnContext, evidence: Evidence): Promise<string> {
    const used = (await this.#used.get(context, 0)) ?? 0;
    await this.#used.set(context, used + 1);
    const id = randomUUID();
    const owner = Buffer.from(context.activity.from.id).toString('base64url');
    const name = `${used % slots}/${id}/${owner}`;
    const item: Item = { id, evidence: essence(evidence), eTag: '*' };
    await this.#storage.write({ [keyOf(context, name)]: item });
    return name;
  }

  /** What concerns this server, if it is about several; null where it is not there any more. */
  async recall(context: TurnContext, name: string | undefined, server = ''): Promise<Evidence | null> {
    if (name === undefined || !form.test(name)) return null;
    const key = keyOf(context, name);
    const { [key]: item } = (await this.#storage.read([key])) as Record<string, Item | undefined>;
    if (item === undefined || item.id !== name.split('/')[1]) return null;
    const wanted = parseServerName(server);
    const known = wanted.ok ? formatServerName(wanted.value) : '';
    const isWanted = ({ servers }: Evidence) => servers.some((one) => formatServerName(one) === known);
    return item.evidence.parts.find(isWanted) ?? item.evidence;
  }
}

interface Item extends StoreItem {
  id: string;
  evidence: Evidence;
}

/** Slot, id, and whose it is. It has been in a client's hands. */
const form = /^[0-4]\/[\da-f-]{36}\/[\w-]{1,400}$/;

function keyOf({ activity: { channelId, conversation } }: TurnContext, name: string): string {
  const [slot = '', , owner = ''] = name.split('/');
  const userId = Buffer.from(owner, 'base64url').toString();
  return `${channelId}/conversations/${conversation.id}/evidence/${slot}/users/${userId}/`;
}

/** Without what is only shown. What certificates tell stands in the other fields. */
function essence(evidence: Evidence): Evidence {
  return {
    ...evidence,
    servers: evidence.servers.slice(0, mostNames),
    commonNames: evidence.commonNames.slice(0, mostNames),
    dnsNames: evidence.dnsNames.slice(0, mostNames),
    certificates: [],
    steps: [],
    sources: [],
    conflicts: [],
    parts: evidence.parts.map(essence),
  };
}
