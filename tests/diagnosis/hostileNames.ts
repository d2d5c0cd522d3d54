/** In every hostile name, so that it can be found again. */
export const marker = 'zq17x';

const inside = [
  ...'"\'`´‘’‚‛“”„‟«»‹›「」『』〝〞＂＇;|&(){}[]<>@#%^=+,!?\\/ \n\r\t\0',
  '$(',
  '${',
  '$env:',
  '&&',
  '\r\n',
  '"; Remove-Mailbox -Identity *; "',
  '`n',
  '\u2028',
];
const around = [
  '',
  ...inside,
  ...'\u200e\u200f\u202e\u2066\u200b\ufeff\u0430\u0456\u212a\ud800',
  '💥',
  'msstd:',
  'none',
  '-WhatIf',
  '*.',
  '.contoso.com',
  'mail.contoso.com',
  '$null',
  '{{x}}',
  '%COMSPEC%',
  '<b>',
  'http://pki.contoso.com/issuing.crt',
  '@contoso.com',
];

/** Every twentieth has 10,000 characters. Always the same names. */
export function hostileNames(count: number): string[] {
  const random = generator(2710606);
  const pick = (parts: string[]) => parts[Math.floor(random() * parts.length)] ?? '';
  return Array.from({ length: count }, (_, index) => {
    const hostile = [pick(around), marker, pick(inside), pick(around), marker, pick(around)].join('');
    return index % 20 === 0 ? hostile.repeat(Math.ceil(10_000 / hostile.length)) : hostile;
  });
}

/** mulberry32, a generator of 32 bits. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
