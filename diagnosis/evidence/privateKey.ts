import { decodeFile } from './fileText.ts';

/**
 * Whether there is a private key in PEM (RFC 7468 section 10), so that its owner can be warned. Readers never tell
 * anything of it.
 * @param given a text, or the bytes of a file, in which a key may also stand in another encoding than the rest
 */
export function holdsPrivateKey(given: string | Uint8Array): boolean {
  if (typeof given === 'string') return privateKey.test(given);
  return [decodeFile(given) ?? '', Buffer.from(given).toString('latin1')].some((text) =>
    privateKey.test(text),
  );
}

const privateKey = /[-\u2013\u2014] ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY ?[-\u2013\u2014]/;
