import { readString } from './derString.ts';
import { contentOf, type DerValue, readOid, readSequence, readValues, tags } from './derValue.ts';

export interface NameAttribute {
  /** An object identifier: `2.5.4.3`. */
  type: string;
  text: string;
}

export const commonName = '2.5.4.3';
export const emailAddress = '1.2.840.113549.1.9.1';
const attributeNames: Record<string, string> = {
  [commonName]: 'CN',
  [emailAddress]: 'E',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/**
 * The attributes of a distinguished name in the order of the certificate (RFC 5280 section 4.1.2.4). It is a sequence
 * of sets; a set of several attributes is a multi-valued RDN and is read like the rest.
 * @throws Error where it is malformed.
 */
export function readName(name: DerValue | undefined): NameAttribute[] {
  return readSequence(name)
    .flatMap((set) => readValues(contentOf(set, tags.set)))
    .map((attribute) => {
      const [type, value] = readSequence(attribute);
      if (value === undefined) throw new TypeError('an attribute without a value');
      return { type: readOid(type), text: readString(value) };
    });
}

/** Most specific first, as Windows shows it. */
export function asOneLine(attributes: NameAttribute[]): string {
  return attributes
    .map(({ type, text }) => `${attributeNames[type] ?? type}=${text}`)
    .reverse()
    .join(', ');
}
