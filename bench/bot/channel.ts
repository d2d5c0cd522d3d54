import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true });
const tenantId = randomUUID();

/** What Teams is to the bots: takes their answers by HTTP, and delivers what people say. */
export interface Channel extends Disposable {
  /** How many requests of bots it has taken. */
  requests(): number;
  /** How many of them were for putting a card in the place of another. */
  updates(): number;
  /** A new person in a new conversation. */
  person(bot: { url: string }): Person;
}

export interface Person {
  id: string;
  conversation: string;
  /** Resolves when the turn has ended, with the last activity that the bot has sent in it, as JSON. */
  say(text: string): Promise<string>;
}

export async function openChannel(): Promise<Channel> {
  const answers = new Map<string, string>();
  let requests = 0;
  let updates = 0;
  const server = createServer(async (incoming, response) => {
    requests++;
    if (incoming.method === 'PUT') updates++;
    const [, conversation = ''] = /\/conversations\/([^/]+)/.exec(incoming.url ?? '') ?? [];
    answers.set(conversation, await textOf(incoming));
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ id: randomUUID() }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  return {
    requests: () => requests,
    updates: () => updates,
    person({ url }) {
      const id = `29:${randomUUID()}`;
      const conversation = randomUUID();
      const envelope = {
        type: 'message',
        channelId: 'msteams',
        serviceUrl,
        locale: 'en-GB',
        conversation: { id: conversation, conversationType: 'personal', tenantId },
        from: { id },
        recipient: { id: '28:bot' },
      };
      return {
        id,
        conversation,
        async say(text) {
          const status = await post(`${url}/api/messages`, { ...envelope, id: randomUUID(), text });
          const answer = answers.get(conversation);
          answers.delete(conversation);
          if (status !== 200 || answer === undefined)
            throw new Error(`"${text}" was answered with ${status}.`);
          return answer;
        },
      };
    },
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function post(url: string, activity: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // The bot may close an idle connection just when it is to be used again.
      const wasIdle = sent.reusedSocket && error.code === 'ECONNRESET';
      if (wasIdle) resolve(post(url, activity));
      else reject(error);
    });
    sent.end(JSON.stringify(activity));
  });
}
