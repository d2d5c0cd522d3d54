import type { Logger } from 'pino';
import { type Check, TooBusyError } from '../diagnosis/index.ts';
import type { Metrics } from './metrics.ts';
import { currentTurn } from './turn.ts';

/** The same check, which leaves a line without names in the log and is counted. */
export function countedCheck(check: Check, metrics: Metrics, log: Logger): Check {
  return async (request, caller) => {
    const { reference } = currentTurn() ?? {};
    try {
      const diagnosis = await check(request, caller);
      const { verdict, headline, durationMs: ms } = diagnosis;
      metrics.check(diagnosis);
      log.info({ reference, verdict, headline, ms }, 'check');
      return diagnosis;
    } catch (error) {
      const reason = error instanceof TooBusyError ? 'busy' : 'failed';
      metrics.check(reason);
      log.info({ reference, reason }, 'check without a result');
      throw error;
    }
  };
}
