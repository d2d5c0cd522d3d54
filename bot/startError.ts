import { ConfigurationError } from './configuration.ts';
import { MetricsError } from './metrics.ts';
import { StateError } from './state/stateError.ts';

const sentences: Record<string, string> = {
  EADDRINUSE: 'Set PORT to a free one.',
  EACCES: 'Set PORT to one above 1023.',
  EADDRNOTAVAIL: 'Set HOST to an address of this machine.',
  ENOTFOUND: 'Set HOST to an address of this machine.',
};

/** What the operator must do where the bot could not start; null where it is a bug and nobody can. */
export function startAdvice(error: unknown): string | null {
  const isTold = [ConfigurationError, StateError, MetricsError].some((kind) => error instanceof kind);
  if (isTold && error instanceof Error) return error.message;
  if (!(error instanceof Error && 'code' in error)) return null;
  const advice = sentences[String(error.code)];
  return advice === undefined ? null : `${error.message}. ${advice}`;
}
