import { choicesOf, type Question, textsFor } from '../cards/index.ts';
import { formatServerName, parsePrincipalName, parseServerName } from '../diagnosis/index.ts';
import { findPrincipal, findServer, isMeantAsServer, readChoice } from './utterance.ts';

export type Answer = { ok: true; text: string | null } | { ok: false; problem: string };

/**
 * Reads the answer to a question; `choice` is set where a button was pressed. The text of a good answer is one that
 * the parsers of diagnosis/ read again; null means "I don't know" for the principal name and `$null` for the provider.
 */
export function readAnswer(
  question: Question,
  typed: string,
  choice: string | null,
  locale?: string,
): Answer {
  const pressed = choicesOf[question].find((offered) => offered === choice);
  const chosen = pressed ?? readChoice(question, typed, locale);
  if (chosen === 'unknown' && question !== 'principal') {
    return { ok: false, problem: textsFor(locale)(`problems.${question}.unknown`) };
  }
  if (chosen === 'unknown' || chosen === 'empty') return { ok: true, text: null };
  if (chosen === 'notTicked') return { ok: true, text: 'none' };
  if (question === 'server') return readServer(typed, locale);
  const value = typed.replace(label, '').trim();
  if (question === 'provider' && value === '' && label.test(typed)) return { ok: true, text: null };
  return readPrincipal(value, locale);
}

/** `Get-OutlookProvider` prints `CertPrincipalName : msstd:…`, and nothing behind the colon for `$null`. */
const label = /^\s*certprincipalname\s*:/i;

function readServer(typed: string, locale?: string): Answer {
  const whole = parseServerName(typed);
  if (whole.ok && isMeantAsServer(typed)) return { ok: true, text: formatServerName(whole.value) };
  const reason = whole.ok ? 'not-a-server-name' : whole.reason;
  const inside = reason === 'principal-name' ? null : findServer(typed);
  if (inside !== null) return { ok: true, text: inside };
  return { ok: false, problem: textsFor(locale)(`problems.server.${reason}`) };
}

function readPrincipal(value: string, locale?: string): Answer {
  const whole = parsePrincipalName(value);
  // The parser reads nothing as "none", but a picture or a lone dot is no answer.
  if (whole.ok && (whole.value.form !== 'none' || /none/i.test(value))) return { ok: true, text: value };
  const reason = whole.ok ? 'not-a-principal-name' : whole.reason;
  const isList = reason === 'several-names' && !/\s/.test(value);
  const inside = isList ? null : findPrincipal(value);
  if (inside !== null) return { ok: true, text: inside };
  return { ok: false, problem: textsFor(locale)(`problems.principal.${reason}`) };
}
