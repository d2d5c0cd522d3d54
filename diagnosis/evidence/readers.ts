import { readCertificateFile } from './certificateFile.ts';
import { readSentences } from './sentence.ts';
import type { EvidenceReader } from './statement.ts';
import { readUrls } from './url.ts';

/** Every format, the surest first: where two say the same thing with the same certainty, the first is believed. */
export const readers: readonly EvidenceReader[] = [readCertificateFile, readUrls, readSentences];
