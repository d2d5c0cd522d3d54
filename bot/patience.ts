import { createRequire } from 'node:module';
import type { PipelinePolicy, PipelineResponse, RetryStrategy } from '@azure/core-rest-pipeline';
import type { ConnectorClient } from 'botframework-connector';

type Pipeline = typeof import('@azure/core-rest-pipeline');
// As the SDK has loaded it: an import would load it a second time, as modules, at each start.
const { retryPolicy }: Pipeline = createRequire(import.meta.url)('@azure/core-rest-pipeline');

/** Milliseconds that one turn waits for the channel altogether; the platform gives up on a turn after 15 s. */
const patience = 3000;
/** Milliseconds for one request; a channel that takes longer says nothing any more. */
const slowestAnswer = 5000;
const mostRetries = 3;

/**
 * Makes the connector client of a turn repeat only what the channel has certainly not taken: requests that it answers
 * with 429, after the time it asks for, as long as the turn has patience. The SDK's own policy would also repeat what
 * failed with 408, 5xx or a broken connection, which may have arrived, and would wait for any `Retry-After`.
 */
export function repeatOnlyThrottled(connector: ConnectorClient): void {
  const { pipeline } = clientOf(connector);
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  let left = patience;
  const whenThrottled: RetryStrategy = {
    name: 'whenThrottled',
    retry({ retryCount, response }) {
      if (response?.status !== 429) return { skipStrategy: true };
      const wait = retryAfter(response.headers.get('Retry-After')) ?? 500 * 2 ** retryCount;
      if (wait > left) return { skipStrategy: true };
      left -= wait;
      return { retryAfterInMs: wait };
    },
  };
  const { sendRequest } = retryPolicy([whenThrottled], { maxRetries: mostRetries });
  pipeline.addPolicy(
    {
      name: 'repeatOnlyThrottled',
      sendRequest(request, next): Promise<PipelineResponse> {
        request.timeout = slowestAnswer;
        return sendRequest(request, next);
      },
    },
    { phase: 'Retry' },
  );
}

/** Milliseconds; the header holds seconds or a date (RFC 9110, 10.2.3). Undefined where it says neither. */
export function retryAfter(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

interface Client {
  pipeline: {
    removePolicy(policy: { name: string }): unknown;
    addPolicy(policy: PipelinePolicy, options: { phase: 'Retry' }): void;
  };
}

/** The SDK has no setting for its retries: `noRetryPolicy` is declared and not read. */
function clientOf(connector: ConnectorClient): Client {
  return Reflect.get(connector, 'client');
}
