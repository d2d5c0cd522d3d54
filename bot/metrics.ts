import type { Diagnosis } from '../diagnosis/index.ts';
import type { Outcome } from './turn.ts';

/** Why somebody was not let in: the token, its keys, the tenant; or a limit of the person's or the tenant's. */
export type Refusal = 'token' | 'keys' | 'tenant' | 'personLimit' | 'tenantLimit';

/** What waits and runs at this moment. */
export interface Load {
  turnsRunning: number;
  turnsWaiting: number;
  handshakesOpen: number;
  handshakesWaiting: number;
}

/** What is counted. Nothing here throws, and nothing is told of people, servers or texts. */
export interface Metrics {
  /** @param kind one of a few words */
  turn(kind: string, outcome: Outcome, milliseconds: number): void;
  check(ended: Diagnosis | 'busy' | 'failed'): void;
  refusal(reason: Refusal): void;
  stateError(): void;
  limiterError(): void;
  /** Where the load is to be asked for. */
  watch(load: () => Load): void;
  /** Where they can be had; null where nobody asked for them. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** Counts nothing. */
export const noMetrics: Metrics = {
  turn() {},
  check() {},
  refusal() {},
  stateError() {},
  limiterError() {},
  watch() {},
  url: null,
  async close() {},
};

/** The metrics cannot be served; the message says what an operator must do. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
}
