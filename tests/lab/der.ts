import forge from 'node-forge';

const { asn1 } = forge;
const { Class, Type } = asn1;

export type Asn1 = forge.asn1.Asn1;

export function toDer(node: Asn1): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}

/** Takes DER apart far enough to put it into a larger structure unchanged. */
export function fromDer(der: Buffer): Asn1 {
  return asn1.fromDer(der.toString('latin1'));
}

export function sequence(...children: Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, children);
}

/** A SET OF: DER sorts the members by their encoding (X.690, 11.6). */
export function setOf(...members: Asn1[]): Asn1 {
  const sorted = members.toSorted((a, b) => Buffer.compare(toDer(a), toDer(b)));
  return asn1.create(Class.UNIVERSAL, Type.SET, true, sorted);
}

/** `[tag]` around other values, or with the bytes themselves (implicit tagging). */
export function context(tag: number, content: Asn1[] | Buffer): Asn1 {
  const constructed = Array.isArray(content);
  return asn1.create(
    Class.CONTEXT_SPECIFIC,
    tag,
    constructed,
    constructed ? content : content.toString('latin1'),
  );
}

export function oid(dotted: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());
}

/** The bytes of two's complement in hexadecimal: `7f` is 127, `80` is -128, `0080` is 128. */
export function integer(hex: string): Asn1 {
  return primitive(Type.INTEGER, Buffer.from(hex, 'hex'));
}

/** Absent for false: DER leaves defaults out. */
export function trueOnly(value: boolean): Asn1[] {
  return value ? [primitive(Type.BOOLEAN, Buffer.of(0xff))] : [];
}

export function nothing(): Asn1 {
  return primitive(Type.NULL, Buffer.alloc(0));
}

export function octetString(bytes: Buffer): Asn1 {
  return primitive(Type.OCTETSTRING, bytes);
}

export function bitString(bytes: Buffer, unusedBits = 0): Asn1 {
  return primitive(Type.BITSTRING, Buffer.concat([Buffer.of(unusedBits), bytes]));
}

/** UTCTime for the years 1950 to 2049, GeneralizedTime for all others (RFC 5280, 4.1.2.5). */
export function time(date: Date): Asn1 {
  const year = date.getUTCFullYear();
  if (year >= 1950 && year < 2050) {
    return asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, asn1.dateToUtcTime(date));
  }
  return asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(date));
}

/** Any universal type with exactly these bytes, well-formed or not. */
export function primitive(tag: number, bytes: Buffer): Asn1 {
  // Told the type, forge rewrites some contents: a BMPString gets two bytes for each character, an INTEGER loses a
  // leading zero. Given as the class, the same identifier octet leaves the bytes alone.
  return asn1.create(tag, Type.NONE, false, bytes.toString('latin1'));
}
