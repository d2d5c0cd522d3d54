import type { ExchangeVersion } from '../types.ts';

/**
 * Reads Autodiscover's ServerVersion, 32 bits in hexadecimal digits: 6 bits of the major version from bit 22 on, 6 of
 * the minor one from bit 16 on, 15 of the build (POX reference, ServerVersion). Null where it is no Exchange that one
 * can have oneself and that has providers to set.
 */
export function readServerVersion(text: string): ExchangeVersion | null {
  if (!/^[\da-f]{8}$/i.test(text)) return null;
  const bits = Number.parseInt(text, 16);
  const major = (bits >>> 22) & 0x3f;
  const minor = (bits >>> 16) & 0x3f;
  const build = bits & 0x7fff;
  if (major === 14) return '2010';
  if (major !== 15) return null;
  if (minor === 2) return build < firstBuildOfSubscriptionEdition ? '2019' : 'se';
  return minor === 0 ? '2013' : minor === 1 ? '2016' : null;
}

/** The Subscription Edition goes on with the numbers of 2019. */
const firstBuildOfSubscriptionEdition = 2562;
