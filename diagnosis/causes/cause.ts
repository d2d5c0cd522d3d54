import type { Facts } from '../facts.ts';
import type { Finding, FindingCode, FindingData, Fix } from '../types.ts';

/** One thing that can be the case: when it is, how bad it is, and what to do about it. Pure. */
export interface Cause {
  code: FindingCode;
  severity: Finding['severity'];
  /** What `detect` may call it instead. */
  otherSeverity?: Finding['severity'];
  /**
   * Whom it keeps from connecting, whatever the names say: everybody, where it is an error, or whoever does not know
   * the issuer. Absent: some, or nobody.
   */
  stops?: 'everybody' | 'strangers';
  /** Who acts on it as a rule; the ways out say it for the case at hand. */
  who: Fix['who'] | 'nobody';
  /** What to tell of it, or null where this is not the case. */
  detect(facts: Facts): Detected | null;
  /** Ways out, recommended first; asked for only where the cause was detected. */
  fixes?(facts: Facts): Fix[];
}

export interface Detected {
  data: FindingData;
  /** Absent: the cause's own. */
  severity?: Finding['severity'];
}
