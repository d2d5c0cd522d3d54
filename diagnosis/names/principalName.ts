import type { PrincipalName, Result } from '../types.ts';
import { asciiLowerCase, isStrictDnsName, toALabels, withoutPasteRemains } from './dnsName.ts';

export type PrincipalNameProblem = 'too-long' | 'several-names' | 'missing-name' | 'not-a-principal-name';

const longest = 512;

/**
 * Reads a principal name as Outlook shows it or as people paste it. The bare form is `msstd:mail.contoso.com`
 * (Principal Names, Windows RPC documentation); prefix case, blanks, quotes, a URL around the name, a port and a
 * missing prefix are accepted and normalised. `given` keeps the text, so that the finding `principal-normalised`
 * can say that Outlook and Active Directory need the bare form.
 * Empty text and `none` mean that no principal name is compared.
 */
export function parsePrincipalName(text: string): Result<PrincipalName, PrincipalNameProblem> {
  if (text.length > longest) return { ok: false, reason: 'too-long' };
  const given = text.trim();
  // Before anything is taken off: its names stand in angle brackets.
  if (/^\W*fullsic\s*[:\uff1a]/i.test(given)) return { ok: true, value: { given, form: 'fullsic' } };
  const pasted = withoutPasteRemains(text);
  const rest = withoutPrefix(pasted);
  const isPrefixed = rest !== pasted;
  const name = bareName(rest);
  if (pasted === '' || (name === 'none' && (isPrefixed || /^none$/i.test(pasted))))
    return { ok: true, value: { given, form: 'none' } };

  if (name === '') return { ok: false, reason: 'missing-name' };
  if (/[;,]/.test(name)) return { ok: false, reason: 'several-names' };
  if (!isPrefixed && !isPlausible(name)) return { ok: false, reason: 'not-a-principal-name' };
  return { ok: true, value: { given, form: 'msstd', name } };
}

/** The form Outlook and Active Directory need. */
export function bareForm(name: string): string {
  return `msstd:${name}`;
}

/** It may stand there several times, where it was pasted into a field that had it already. */
function withoutPrefix(text: string): string {
  const [, rest] = /^msstd\s*[:\uff1a](.*)$/i.exec(text) ?? [];
  return rest === undefined ? text : withoutPrefix(withoutPasteRemains(rest));
}

function bareName(text: string): string {
  const host = text
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d*$/, '');
  const aLabels = toALabels(host);
  return aLabels !== null && isStrictDnsName(aLabels) ? aLabels : asciiLowerCase(text);
}

/** Without the prefix, only a host name, a wildcard or an e-mail address may be meant as a principal name. */
function isPlausible(name: string): boolean {
  return (isStrictDnsName(name) && name.includes('.')) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name);
}
