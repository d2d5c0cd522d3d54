import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { authorities } from '../../lab/authorities.ts';
import { createCertificate } from '../../lab/certificateFactory.ts';
import { newKey } from '../../lab/keys.ts';
import { type LabServer, tlsServer } from '../../lab/servers.ts';
import { Person } from '../client.ts';

/** Two questions and a check: one conversation of one person, each with names of its own. */
export interface Conversation {
  readonly id: string;
  readonly conversation: string;
  readonly says: readonly string[];
  /** What the answer to each must tell, which only one who remembers the ones before can know. */
  readonly hears: readonly (readonly string[])[];
  /** How many were answered. */
  answered: number;
  /** The last message had no answer, or an excuse: it may have arrived or not. */
  isUnsure: boolean;
}

/** Servers to ask about, and what lets a bot in another process ask them. */
export async function startServers() {
  const { root, intermediate } = authorities();
  const leaf = createCertificate({
    subject: ['mail.contoso.test'],
    dnsNames: ['mail.contoso.test'],
    key: newKey('p256'),
    issuer: intermediate,
  });
  const servers = await Promise.all(
    Array.from({ length: 5 }, () => tlsServer({ chain: [leaf, intermediate, root] })),
  );
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const env = { CHECK_PORTS: '*', CHECK_ALLOW_NETWORKS: '127.0.0.0/8' };
  return { servers, env, [Symbol.asyncDispose]: stop };
}

export function newConversations(count: number, servers: readonly LabServer[]): Conversation[] {
  return Array.from({ length: count }, (_, i) => {
    const { port = 0 } = servers[i % servers.length] ?? {};
    const name = `name${i}.contoso.test`;
    return {
      id: `29:person-${randomUUID()}`,
      conversation: randomUUID(),
      says: ['check', `127.0.0.1:${port}`, `msstd:${name}`],
      hears: [[asksServer], [asksPrincipal, `127.0.0.1:${port}`], [name, String(port), checkAgain]],
      answered: 0,
      isUnsure: false,
    };
  });
}

/**
 * Leads all conversations to their ends, many at once, the next one always picked at random.
 * @param urlNow Where the next message goes.
 * @param onAnswer Called with each answer that was right.
 * @returns How often a message had no answer and turned out to have arrived, or not to have.
 */
export async function leadAll(
  conversations: readonly Conversation[],
  urlNow: () => Promise<string> | string,
  onAnswer: () => void,
): Promise<{ arrived: number; lost: number }> {
  const waiting = [...conversations];
  let isOver = false;
  const seen = { arrived: 0, lost: 0 };
  const lead = async () => {
    while (!isOver) {
      const [conversation] = waiting.splice(Math.floor(Math.random() * waiting.length), 1);
      if (conversation === undefined) return;
      await step(conversation);
      if (conversation.answered < conversation.says.length) waiting.push(conversation);
    }
  };
  const step = async (conversation: Conversation) => {
    const text = conversation.isUnsure ? 'help' : (conversation.says[conversation.answered] ?? '');
    const heard = await say(conversation, await urlNow(), text);
    if (heard === null) {
      conversation.isUnsure ||= text !== 'help';
      await delay(20);
      return;
    }
    if (!conversation.isUnsure) {
      for (const piece of conversation.hears[conversation.answered] ?? ['one answer more'])
        assert.ok(heard.includes(piece), `no ${piece} in: ${heard}`);
      conversation.answered++;
      onAnswer();
      return;
    }
    const before = conversation.answered;
    conversation.answered = answeredBefore(heard, before);
    assert.ok([before, before + 1].includes(conversation.answered), `lost: ${before}\n${heard}`);
    conversation.isUnsure = false;
    seen[conversation.answered > before ? 'arrived' : 'lost']++;
  };
  const leads = Array.from({ length: 16 }, lead);
  await Promise.all(leads).finally(() => {
    isOver = true;
  });
  return seen;
}

const asksServer = 'Which server does Outlook connect to?';
const asksPrincipal = 'Which principal name does Outlook show?';
const checkAgain = 'Check again';
const excuse = 'That did not work';

/** Null where there is no answer, or an excuse. */
export async function say(
  { id, conversation }: Conversation,
  url: string,
  text: string,
): Promise<string | null> {
  try {
    const answer = await new Person(url, { id, conversation }).say(text);
    return answer.status === 200 && !answer.text.includes(excuse) ? answer.text : null;
  } catch (error) {
    // The connection was cut, or there was nobody to connect to.
    if (error instanceof TypeError && error.message === 'fetch failed') return null;
    if (error instanceof TypeError && error.message === 'terminated') return null;
    throw error;
  }
}

/** Help repeats the question that waits. Where none does, the conversation is at its beginning or its end. */
function answeredBefore(help: string, before: number): number {
  if (help.includes(asksServer)) return 1;
  if (help.includes(asksPrincipal)) return 2;
  return before === 2 ? 3 : 0;
}
