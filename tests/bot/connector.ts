import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Activity } from './client.ts';

/** A request of the bot to the channel. */
export interface Delivery {
  method: string;
  /** Below the service URL. */
  path: string;
  authorization: string | undefined;
  activity: Activity;
  /** What the request met. */
  met: Reception;
}

/** How the channel takes a request: with a status, by cutting the connection, or never. */
export type Reception = number | { status: number; headers: Record<string, string> } | 'cut' | 'silence';

export interface Connector {
  /** What an activity names as its `serviceUrl`. */
  url: string;
  /** In the order in which they came; those that failed, too. */
  deliveries: Delivery[];
  /** What the next requests meet, one by one; all others are accepted. */
  receive(...receptions: Reception[]): void;
  /** What every request meets until the next call of `receive` or `receiveAll`. */
  receiveAll(reception: Reception | null): void;
  /** The messages that arrived, without typing indicators. */
  messages(): Activity[];
  stop(): Promise<void>;
}

/** A stand-in for the channel's connector (Bot Connector REST API v3): real HTTP, and as unkind as it is told to be. */
export async function startConnector(): Promise<Connector> {
  const deliveries: Delivery[] = [];
  let planned: Reception[] = [];
  let always: Reception | null = null;

  const server = createServer(async (request, response) => {
    const activity = request.method === 'DELETE' ? { type: '' } : ((await json(request)) as Activity);
    const met = planned.shift() ?? always ?? 200;
    const { method = '', url: path = '', headers } = request;
    deliveries.push({ method, path, authorization: headers.authorization, activity, met });
    meet(met, request, response, `activity-${deliveries.length}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/channel/`,
    deliveries,
    receive(...receptions) {
      planned = receptions;
      always = null;
    },
    receiveAll(reception) {
      planned = [];
      always = reception;
    },
    messages: () =>
      deliveries
        .filter(({ met, activity }) => met === 200 && activity.type === 'message')
        .map((each) => each.activity),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function meet(met: Reception, request: IncomingMessage, response: ServerResponse, id: string): void {
  if (met === 'silence') return;
  if (met === 'cut') {
    request.socket.destroy();
    return;
  }
  const { status, headers } = typeof met === 'number' ? { status: met, headers: {} } : met;
  const body = status < 300 ? { id } : { error: { code: 'Test', message: 'secret of the channel' } };
  response.writeHead(status, { ...headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
