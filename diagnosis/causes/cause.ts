import type { Facts } from '../facts.ts';
import type { Finding, FindingCode, Fix } from '../types.ts';

/** One thing that can be the case: when it is, how bad it is, and what to do about it. Pure. */
export interface Cause {
  code: FindingCode;
  /** The finding without its code, or null where this is not the case. */
  detect(facts: Facts): Omit<Finding, 'code'> | null;
  /** Ways out, recommended first; asked for only where the cause was detected. */
  fixes?(facts: Facts): Fix[];
}
