import type { Statement } from './statement.ts';

const versions: Record<string, string> = {
  '8': '2007',
  '14': '2010',
  '15.0': '2013',
  '15.1': '2016',
  '15.2': '2019',
};

/** From this build of 15.2 on, it is the Subscription Edition (Exchange Server build numbers and release dates). */
const firstSubscriptionBuild = 2562;

/**
 * The version in `Version 15.1 (Build 2507.6)`, as AdminDisplayVersion shows it. The `0.20 (15.0.0.0)` of
 * ExchangeVersion is that of the object in Active Directory, whatever the server, and says nothing.
 */
export function exchangeVersionIn(text: string, line: number): Statement[] {
  const [, major = '', minor = '', build] =
    /\bVersion (\d{1,2})\.(\d) \(Build (\d+)\.\d+\)/i.exec(text) ?? [];
  const value = versions[major] ?? versions[`${major}.${minor}`];
  if (value === undefined) return [];
  const isSubscription = value === '2019' && Number(build) >= firstSubscriptionBuild;
  return [{ field: 'exchangeVersion', value: isSubscription ? 'se' : value, line, certainty: 'certain' }];
}
