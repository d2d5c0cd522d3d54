import type { ExchangeVersion } from '../types.ts';
import type { Statement } from './statement.ts';

/** From this build of 15.2 on, it is the Subscription Edition (Exchange Server build numbers and release dates). */
const firstSubscriptionBuild = 2562;

/** Null where it is no Exchange that one can have oneself and that has providers to set. */
export function exchangeVersionOf(major: number, minor: number, build: number): ExchangeVersion | null {
  if (major === 14) return '2010';
  if (major !== 15) return null;
  if (minor === 2) return build < firstSubscriptionBuild ? '2019' : 'se';
  return minor === 0 ? '2013' : minor === 1 ? '2016' : null;
}

/**
 * Autodiscover's ServerVersion, 32 bits in hexadecimal digits: 6 bits of the major version from bit 22 on, 6 of the
 * minor one from bit 16 on, 15 of the build (POX reference, ServerVersion).
 */
export function readServerVersion(text: string): ExchangeVersion | null {
  if (!/^[\da-f]{8}$/i.test(text)) return null;
  const bits = Number.parseInt(text, 16);
  return exchangeVersionOf((bits >>> 22) & 0x3f, (bits >>> 16) & 0x3f, bits & 0x7fff);
}

/**
 * The version in `Version 15.1 (Build 2507.6)`, as AdminDisplayVersion shows it. The `0.20 (15.0.0.0)` of
 * ExchangeVersion is that of the object in Active Directory, whatever the server, and says nothing.
 */
export function exchangeVersionIn(text: string, line: number): Statement[] {
  const [, major, minor, build] = /\bVersion (\d{1,2})\.(\d) \(Build (\d+)\.\d+\)/i.exec(text) ?? [];
  const value = exchangeVersionOf(Number(major), Number(minor), Number(build));
  return value === null ? [] : [{ field: 'exchangeVersion', value, line, certainty: 'certain' }];
}
