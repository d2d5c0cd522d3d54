import { type Asn1, oid, primitive, sequence, setOf } from './der.ts';

/** A plain string is a common name in UTF8String; several attributes in an array share one RDN. */
export type NameAttribute = string | TypedAttribute | TypedAttribute[];

export interface TypedAttribute {
  /** Default `cn`. */
  type?: AttributeType;
  /** A Buffer is written as it is, so the bytes may be wrong for the string type. */
  value: string | Buffer;
  /** Default `ia5` for `emailAddress` and `dc`, `printable` for `c`, else `utf8`. A number is any universal tag. */
  as?: StringType | number;
}

export type AttributeType = keyof typeof attributeTypes;
export type StringType = keyof typeof stringTypes;

export function distinguishedName(attributes: NameAttribute[]): Asn1 {
  return sequence(...attributes.map(relativeName));
}

const attributeTypes = {
  cn: { oid: '2.5.4.3', as: 'utf8' },
  c: { oid: '2.5.4.6', as: 'printable' },
  o: { oid: '2.5.4.10', as: 'utf8' },
  ou: { oid: '2.5.4.11', as: 'utf8' },
  dc: { oid: '0.9.2342.19200300.100.1.25', as: 'ia5' },
  emailAddress: { oid: '1.2.840.113549.1.9.1', as: 'ia5' },
} as const;

const stringTypes = {
  utf8: { tag: 12, encode: (text: string) => Buffer.from(text, 'utf8') },
  printable: { tag: 19, encode: latin1 },
  t61: { tag: 20, encode: latin1 },
  ia5: { tag: 22, encode: latin1 },
  visible: { tag: 26, encode: latin1 },
  universal: { tag: 28, encode: utf32BigEndian },
  bmp: { tag: 30, encode: (text: string) => Buffer.from(text, 'utf16le').swap16() },
} as const;

function relativeName(attribute: NameAttribute): Asn1 {
  if (typeof attribute === 'string') return setOf(attributeValue({ value: attribute }));
  if (Array.isArray(attribute)) return setOf(...attribute.map(attributeValue));
  return setOf(attributeValue(attribute));
}

function attributeValue({ type = 'cn', value, as }: TypedAttribute): Asn1 {
  const attribute = attributeTypes[type];
  return sequence(oid(attribute.oid), stringValue(as ?? attribute.as, value));
}

function stringValue(as: StringType | number, value: string | Buffer): Asn1 {
  if (typeof as === 'number') return primitive(as, Buffer.from(value));
  const { tag, encode } = stringTypes[as];
  return primitive(tag, typeof value === 'string' ? encode(value) : value);
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function utf32BigEndian(text: string): Buffer {
  const characters = Array.from(text);
  const bytes = Buffer.alloc(characters.length * 4);
  characters.forEach((character, index) => {
    bytes.writeUInt32BE(character.codePointAt(0) ?? 0, index * 4);
  });
  return bytes;
}
