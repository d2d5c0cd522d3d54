import type { UnreadProblem } from '../cards/index.ts';
import { type Evidence, holdsPrivateKey, readEvidence } from '../diagnosis/index.ts';

/** What a person pasted, and whether a private key was with it. */
export interface Paste {
  evidence: Evidence;
  holdsPrivateKey: boolean;
}

/**
 * Reads a text that is more than an answer or a sentence with names in it: a report, output, a dialog, a certificate,
 * names of several servers, contradictions, or a sentence that tells of the certificate or of Active Directory, too.
 * Null for every other text; the problem where it should not be read.
 */
export function readPaste(text: string): Paste | { problem: UnreadProblem } | null {
  const read = readEvidence(text);
  if (!read.ok) return { problem: read.reason };
  const { value: evidence } = read;
  const isPrivate = holdsPrivateKey(text);
  if (isMore(evidence)) return { evidence, holdsPrivateKey: isPrivate };
  return isPrivate ? { problem: 'privateKey' } : null;
}

/** The same of a file, which is never anything else: what is not recognised is a problem. */
export function readFile(bytes: Uint8Array): Paste | { problem: UnreadProblem } {
  const read = readEvidence(bytes);
  if (!read.ok) return { problem: read.reason };
  const { value: evidence } = read;
  const isPrivate = holdsPrivateKey(bytes);
  if (evidence.formats.length > 0) return { evidence, holdsPrivateKey: isPrivate };
  return { problem: isPrivate ? 'privateKey' : 'nothing' };
}

/** Whether a text is too much for the answer to a question. */
export function isLong(text: string): boolean {
  return text.length > longestAnswer || text.trim().includes('\n');
}

/** The longest host name has 253 characters, and a URL may hold it. */
const longestAnswer = 300;

function isMore({ formats, parts, commonNames, providers, conflicts }: Evidence): boolean {
  const isRecord = formats.some((format) => format !== 'sentence' && format !== 'url');
  const isContradictory = conflicts.length > 0;
  return (
    isRecord ||
    isContradictory ||
    parts.length > 0 ||
    commonNames.length > 0 ||
    Object.keys(providers).length > 0
  );
}
