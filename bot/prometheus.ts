import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Diagnosis } from '../diagnosis/index.ts';
import { placeOf } from './errorPlace.ts';
import { type Load, type Metrics, MetricsError } from './metrics.ts';

/** Seconds: Teams waits 5 for a button and 15 for a message. */
const turnBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const handshakeBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Metrics in the text format of Prometheus, at `/metrics` of a server of their own. Throws `MetricsError`. */
export async function servePrometheus(
  { host, port }: { host: string; port: number },
  log: Logger,
): Promise<Metrics> {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const turns = new Counter({
    name: 'bot_turns_total',
    help: 'Turns by what came in and how they ended.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'bot_turn_duration_seconds',
    help: 'From the beginning of a turn to its end, with all waiting.',
    labelNames: ['kind'],
    buckets: turnBuckets,
    registers,
  });
  const checks = new Counter({
    name: 'bot_checks_total',
    help: 'Checks by verdict and the finding that decided.',
    labelNames: ['verdict', 'headline'],
    registers,
  });
  const lost = new Counter({
    name: 'bot_checks_without_result_total',
    help: 'Checks that had no turn because too many ran, or that failed or were stopped.',
    labelNames: ['reason'],
    registers,
  });
  const handshakeSeconds = new Histogram({
    name: 'bot_handshake_duration_seconds',
    help: 'From dialling an address to the end of its TLS handshake, for those that came to it.',
    buckets: handshakeBuckets,
    registers,
  });
  const refusals = new Counter({
    name: 'bot_refusals_total',
    help: 'Requests without a good token or of a tenant that is not allowed, and turns above a limit.',
    labelNames: ['reason'],
    registers,
  });
  const stateErrors = new Counter({
    name: 'bot_state_errors_total',
    help: 'Failures of the store.',
    registers,
  });
  const limiterErrors = new Counter({
    name: 'bot_limiter_errors_total',
    help: 'Turns that were not counted because the limiter failed.',
    registers,
  });
  let load: () => Load = () => idle;
  for (const [name, help, key] of gauges)
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(load()[key]);
      },
    });

  /** Several checks may share a handshake. */
  const seen = new WeakSet<object>();
  const countHandshakes = ({ endpoints }: Diagnosis) => {
    for (const endpoint of endpoints) {
      const { resolved, secured } = endpoint.timings;
      if (secured === undefined || seen.has(endpoint)) continue;
      seen.add(endpoint);
      handshakeSeconds.observe((secured - (resolved ?? 0)) / 1000);
    }
  };
  let hasFailed = false;
  const record = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!hasFailed) log.error(placeOf(error), 'the metrics cannot be counted');
      hasFailed = true;
    }
  };

  const server = createMetricsServer(registry, log);
  server.listen(port, host);
  await once(server, 'listening').catch(({ message }: Error) => {
    throw new MetricsError(`${message}. Set METRICS_PORT and METRICS_HOST to what is free on this machine.`);
  });
  const { address, port: bound } = server.address() as AddressInfo;
  const url = `http://${isIPv6(address) ? `[${address}]` : address}:${bound}/metrics`;
  log.info({ url }, 'metrics');
  return {
    url,
    turn: (kind, outcome, milliseconds) =>
      record(() => {
        turns.inc({ kind, outcome });
        turnSeconds.observe({ kind }, milliseconds / 1000);
      }),
    check: (ended) =>
      record(() => {
        if (typeof ended === 'string') return lost.inc({ reason: ended });
        checks.inc({ verdict: ended.verdict, headline: ended.headline });
        countHandshakes(ended);
      }),
    refusal: (reason) => record(() => refusals.inc({ reason })),
    stateError: () => record(() => stateErrors.inc()),
    limiterError: () => record(() => limiterErrors.inc()),
    watch(asked) {
      load = asked;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const idle: Load = { turnsRunning: 0, turnsWaiting: 0, handshakesOpen: 0, handshakesWaiting: 0 };

const gauges: [name: string, help: string, key: keyof Load][] = [
  ['bot_turns_running', 'Turns of people that run now.', 'turnsRunning'],
  [
    'bot_turns_waiting',
    'Turns that wait for another one of the same person and conversation.',
    'turnsWaiting',
  ],
  ['bot_handshakes_open', 'TLS handshakes that run now, at most 512.', 'handshakesOpen'],
  ['bot_handshakes_waiting', 'TLS handshakes that wait because too many run.', 'handshakesWaiting'],
];

function createMetricsServer(registry: Registry, log: Logger): Server {
  return createServer({ requestTimeout: 5000, headersTimeout: 5000 }, async (request, response) => {
    const isAskedFor = request.method === 'GET' && request.url === '/metrics';
    // Not by writeHead, which restify has changed for all servers of the process.
    response.statusCode = isAskedFor ? 200 : 404;
    if (!isAskedFor) return response.end();
    try {
      const text = await registry.metrics();
      response.setHeader('Content-Type', registry.contentType);
      response.end(text);
    } catch (error) {
      log.error(placeOf(error), 'the metrics cannot be read');
      response.statusCode = 500;
      response.end();
    }
  });
}
