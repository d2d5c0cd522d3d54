export const mutantsEach = 2200;
export const usualSeed = 20260;

/**
 * Mutants of a certificate, by one seed always the same: octets changed, inserted, removed, doubled, the rest cut off, tags
 * and lengths attacked, and contents changed with all lengths made right again. One to three blows each.
 */
export function* mutantsOf(der: Buffer, seed = usualSeed): Generator<Buffer> {
  const random = randomNumbers(seed);
  for (let made = 0; made < mutantsEach; made++) {
    let mutant = der;
    for (let blows = 1 + random(3); blows > 0; blows--) mutant = struck(mutant, random);
    yield mutant;
  }
}

/** A whole number from 0 to below `limit`. */
type Random = (limit: number) => number;

const telling = [0x00, 0x01, 0x02, 0x03, 0x06, 0x0c, 0x17, 0x18, 0x1c, 0x1e, 0x1f, 0x30, 0x31, 0x3f, 0x7f];
const tellingTags = [...telling, 0x80, 0x81, 0x82, 0x84, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa3, 0xff];
const lyingLengths = [
  '80',
  '84ffffffff',
  '847fffffff',
  '8800000000000000ff',
  '860000000000ff',
  'ff',
  '8100',
  '82',
];

function struck(der: Buffer, random: Random): Buffer {
  const heads = headsOf(der);
  const head = heads[random(heads.length)];
  if (head === undefined || random(3) === 0) return struckAnywhere(der, random);
  switch (random(4)) {
    case 0:
      return spliced(der, head, 1, Buffer.of(pick(tellingTags, random)));
    case 1:
      return spliced(der, head + 1, 1, Buffer.of(((der[head + 1] ?? 0) + random(5) - 2) & 0xff));
    case 2:
      return spliced(der, head + 1, 1, Buffer.from(pick(lyingLengths, random), 'hex'));
    default:
      return withContent(der, head, (content) => struckAnywhere(content, random));
  }
}

function struckAnywhere(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length + 1);
  const length = random(20);
  switch (random(6)) {
    case 0:
      return spliced(bytes, at, 1, Buffer.of(pick(telling, random)));
    case 1:
      return spliced(bytes, at, 1, Buffer.of((bytes[at] ?? 0) ^ (1 << random(8))));
    case 2:
      return spliced(bytes, at, random(length + 1), Buffer.from(Array.from({ length }, () => random(256))));
    case 3:
      return spliced(bytes, at, length, Buffer.alloc(0));
    case 4:
      return spliced(bytes, at, 0, bytes.subarray(at, at + length));
    default:
      return bytes.subarray(0, at);
  }
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[random(values.length)] as T;
}

function spliced(bytes: Buffer, at: number, removed: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}

interface Value {
  head: number;
  start: number;
  end: number;
  /** Where the values inside begin, if there are any. */
  inner: number | null;
}

/** The values in a stretch of DER, as far as they are whole; those within OCTET STRINGs and BIT STRINGs count too. */
function valuesIn(der: Buffer, from: number, to: number): Value[] {
  const values: Value[] = [];
  for (let head = from; head + 2 <= to; ) {
    const tag = der.readUInt8(head);
    const first = der.readUInt8(head + 1);
    const octets = first > 0x80 ? first - 0x80 : 0;
    const start = head + 2 + octets;
    if (octets > 4 || start > to) break;
    const end = start + (octets === 0 ? first : der.readUIntBE(head + 2, octets));
    if (end > to) break;
    const holdsValues = (tag & 0x20) !== 0 || tag === 0x04 || tag === 0x03;
    values.push({ head, start, end, inner: holdsValues ? start + (tag === 0x03 ? 1 : 0) : null });
    head = end;
  }
  return values;
}

/** Where the tags stand; the lengths follow them. */
function headsOf(der: Buffer, from = 0, to = der.length): number[] {
  return valuesIn(der, from, to).flatMap(({ head, inner, end }) => [
    head,
    ...(inner === null ? [] : headsOf(der, inner, end)),
  ]);
}

/** Changes what the value at `wanted` holds, and the lengths of all that it stands in. */
function withContent(
  der: Buffer,
  wanted: number,
  change: (content: Buffer) => Buffer,
  from = 0,
  to = der.length,
): Buffer {
  const around = valuesIn(der, from, to).find(({ head, end }) => head <= wanted && wanted < end);
  if (around === undefined) return der.subarray(from, to);
  const { head, start, end, inner } = around;
  const content =
    head === wanted || inner === null
      ? change(der.subarray(start, end))
      : Buffer.concat([der.subarray(start, inner), withContent(der, wanted, change, inner, end)]);
  const length = Buffer.alloc(5, 0x84);
  length.writeUInt32BE(content.length, 1);
  const value = [der.subarray(head, head + 1), content.length < 0x80 ? length.subarray(4) : length, content];
  return Buffer.concat([der.subarray(from, head), ...value, der.subarray(end, to)]);
}

/** Mulberry32. */
function randomNumbers(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
