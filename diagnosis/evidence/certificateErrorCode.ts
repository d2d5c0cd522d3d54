import type { CertificateProblem } from './statement.ts';

/** KB923575. A channel error says nothing of the certificate. */
const flags: [bit: number, problem: CertificateProblem | null][] = [
  [0x1, 'revocation-unchecked'],
  [0x2, 'unusable'],
  [0x4, 'revoked'],
  [0x8, 'untrusted-issuer'],
  [0x10, 'host-name-mismatch'],
  [0x20, 'date-invalid'],
  [0x40, 'unusable'],
  [0x80000000, null],
];

const named =
  /(?:error[ -]?code|fehler[ -]?code|code (?:d'|de l'|de )?erreur|fout ?code|c[óo]digo (?:de|do) err(?:or|o)|codice (?:di |d')?errore|virhekoodi|felkod|fe[ij]lkode|kod błędu|kód chyby|hibakód|hata kodu|код ошибки|エラー ?コード|错误代码|錯誤碼|오류 코드) ?[:=#：]? ?(0[x×])?([\da-f]{1,8})(?![\da-z])/giu;

/** Codes of the warning's bit mask in a text that is one line, with what they say. Other codes are not of it. */
export function errorCodes(text: string): { start: number; end: number; problems: CertificateProblem[] }[] {
  return Array.from(text.matchAll(named), ({ 0: whole, 1: prefix, 2: digits = '', index }) => ({
    start: index,
    end: index + whole.length,
    problems: problemsOf(digits, prefix !== undefined),
  })).flatMap(({ start, end, problems }) => (problems === null ? [] : [{ start, end, problems }]));
}

/**
 * Outlook prints hexadecimal digits without a prefix. People who looked the mask up write its sum as a decimal number,
 * which shows where the hexadecimal reading would have the rare flags "invalid" or "revoked" and the decimal one not.
 */
function problemsOf(digits: string, isPrefixed: boolean): CertificateProblem[] | null {
  const hexadecimal = Number.parseInt(digits, 16);
  const decimal = Number.parseInt(digits, 10);
  const isDecimal = !isPrefixed && /^\d+$/.test(digits) && isKnown(decimal) && !hasRareFlag(decimal);
  if (isDecimal && (!isKnown(hexadecimal) || hasRareFlag(hexadecimal))) return flagsOf(decimal);
  return isKnown(hexadecimal) ? flagsOf(hexadecimal) : null;
}

function isKnown(code: number): boolean {
  const known = flags.reduce((sum, [bit]) => sum + bit, 0);
  return (code & ~known) >>> 0 === 0;
}

function hasRareFlag(code: number): boolean {
  return (code & 0x6) !== 0;
}

function flagsOf(code: number): CertificateProblem[] {
  const set = flags.filter(([bit]) => (code & bit) >>> 0 !== 0).map(([, problem]) => problem);
  return [...new Set(set)].filter((problem) => problem !== null);
}
