import type { EvidenceReader } from './statement.ts';

/** Every format, the surest first: where two say the same thing with the same certainty, the first is believed. */
export const readers: readonly EvidenceReader[] = [];
