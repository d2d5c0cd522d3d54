/**
 * Whether a text holds a private key in PEM (RFC 7468 section 10), so that its owner can be warned. Readers never
 * tell anything of it.
 */
export function holdsPrivateKey(text: string): boolean {
  return /[-\u2013\u2014] ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY ?[-\u2013\u2014]/.test(text);
}
