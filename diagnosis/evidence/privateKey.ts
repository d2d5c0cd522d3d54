import { decodeFile } from './fileText.ts';

/**
 * Whether there is a private key in PEM (RFC 7468 section 10), so that its owner can be warned. Readers never tell
 * anything of it.
 * @param given a text, or the bytes of a file; one that is no text may still hold a key in PEM
 */
export function holdsPrivateKey(given: string | Uint8Array): boolean {
  const text =
    typeof given === 'string' ? given : (decodeFile(given) ?? Buffer.from(given).toString('latin1'));
  return /[-\u2013\u2014] ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY ?[-\u2013\u2014]/.test(text);
}
