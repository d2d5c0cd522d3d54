import type { CheckCaller, CheckRequest, Diagnosis } from '../diagnosis/index.ts';
import type { KeptEvidence } from './keptEvidence.ts';
import type { PreferencesProperty } from './preferences.ts';
import type { Later } from './showWhenReady.ts';

/** What the conversation needs of the world. */
export interface ConversationOptions {
  check(request: CheckRequest, how?: HowToCheck): Promise<Diagnosis>;
  later: Later;
  helpdeskContact: string | null;
  preferences: PreferencesProperty;
  evidence: KeptEvidence;
}

/** Milliseconds; what was seen not longer ago need not be looked at again. */
type HowToCheck = Pick<CheckCaller, 'maxAgeMs'>;

/** For a result that somebody has before him. */
export const asSeen: HowToCheck = { maxAgeMs: 10 * 60 * 1000 };
