import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Activity = Record<string, unknown>;

/** Stands between the Playground and the bot, which hears of one person only, and lets another one speak, too. */
export class Relay {
  readonly #bot: string;
  readonly #server: Server;
  #last: Activity = {};

  private constructor(bot: string) {
    this.#bot = bot;
    this.#server = createServer(async (request, response) => {
      if (request.method !== 'POST') return response.end();
      const body = await text(request);
      const activity: Activity = JSON.parse(body);
      if (activity.type === 'message') this.#last = activity;
      const answer = await this.#send(body);
      // Another header of the bot's would say how long its own connection lives.
      response.statusCode = answer.status;
      response.setHeader('content-type', 'application/json');
      response.end(await answer.text());
    });
  }

  static async start(bot: string): Promise<Relay> {
    const relay = new Relay(bot);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What Ben does in the conversation in which the person at the browser spoke last. */
  async ben(activity: object): Promise<Response> {
    const from = { id: '29:ben', aadObjectId: randomUUID(), name: 'Ben Example' };
    const { serviceUrl, conversation, recipient, channelId, channelData, entities } = this.#last;
    return this.#send(
      JSON.stringify({
        ...{ serviceUrl, conversation, recipient, channelId, channelData, entities },
        id: randomUUID(),
        locale: 'en-GB',
        from,
        ...activity,
      }),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #send(body: string): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${this.#bot}/api/messages`, { method: 'POST', headers, body });
  }
}
