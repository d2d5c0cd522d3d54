import { type Asn1, fromDer, sequence, toDer } from './der.ts';

/** The parts of what a certificate's issuer signs (RFC 5280 section 4.1), ready for `alteredCertificate`. */
export interface Parts {
  version: Asn1[];
  serialNumber: Asn1;
  signature: Asn1;
  issuer: Asn1;
  validity: Asn1;
  subject: Asn1;
  publicKey: Asn1;
  /** What may follow: unique identifiers, extensions. */
  optional: Asn1[];
}

/** The same certificate with other parts. Its signature is not renewed. */
export function alteredCertificate(der: Buffer, alter: (parts: Parts) => Partial<Parts>): Buffer {
  const [toBeSigned, ...signature] = inside(fromDer(der));
  const [version, serialNumber, algorithm, issuer, validity, subject, publicKey, ...optional] =
    inside(toBeSigned).map(known);
  const parts = {
    version: [known(version)],
    serialNumber: known(serialNumber),
    signature: known(algorithm),
    issuer: known(issuer),
    validity: known(validity),
    subject: known(subject),
    publicKey: known(publicKey),
    optional,
  };
  const altered = { ...parts, ...alter(parts) };
  return toDer(sequence(sequence(...Object.values(altered).flat()), ...signature));
}

function inside(value: Asn1 | undefined): Asn1[] {
  if (!Array.isArray(value?.value)) throw new Error('This holds no values.');
  return value.value;
}

function known(value: Asn1 | undefined): Asn1 {
  if (value === undefined) throw new Error('This certificate lacks a part.');
  return value;
}
