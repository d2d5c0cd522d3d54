/** One value of DER. `tag` is its whole identifier octet: class, constructed or not, and number. */
export interface DerValue {
  tag: number;
  content: Buffer;
}

/** Identifier octets of the universal values that a certificate is made of (X.680 section 8.6). */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
};

/**
 * The values that stand one after another in `bytes`. Only this level is read, so that no depth of nesting costs
 * anything. Numbers above 30 and indefinite lengths, which no certificate has, are refused (X.690 section 8.1).
 * @throws RangeError where a value is not whole.
 */
export function readValues(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const tag = bytes.readUInt8(offset);
    const first = bytes.readUInt8(offset + 1);
    const lengthOctets = first < 0x80 ? 0 : first - 0x80;
    // Of no octets, as an indefinite length would have it, Node reads no number.
    const length = first < 0x80 ? first : bytes.readUIntBE(offset + 2, lengthOctets);
    const start = offset + 2 + lengthOctets;
    offset = start + length;
    if (offset > bytes.length || (tag & 0x1f) === 0x1f) throw new RangeError('not a whole value of DER');
    values.push({ tag, content: bytes.subarray(start, offset) });
  }
  return values;
}

/** @throws TypeError where the value is missing or of another kind. */
export function contentOf(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new TypeError(`expected a value with the tag ${tag}`);
  return value.content;
}

/** The values inside a SEQUENCE. */
export function readSequence(value: DerValue | undefined): DerValue[] {
  return readValues(contentOf(value, tags.sequence));
}

/**
 * An object identifier with dots, `2.5.4.3`. One that is malformed or holds a number beyond 2^53 is given in
 * hexadecimal instead: it is none that a table here could name (X.690 section 8.19).
 */
export function readOid(value: DerValue | undefined): string {
  const content = contentOf(value, tags.oid);
  const numbers: number[] = [];
  let number = 0;
  for (const octet of content) {
    const isPadding = number === 0 && octet === 0x80;
    if (isPadding || number >= 2 ** 46) return content.toString('hex');
    number = number * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first, ...others] = numbers;
  if (first === undefined || number !== 0) return content.toString('hex');
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
