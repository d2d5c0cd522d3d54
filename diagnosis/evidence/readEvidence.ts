import type { Evidence, Result } from '../types.ts';
import { assemble } from './assemble.ts';
import { decodeFile } from './fileText.ts';
import { readPastedText } from './pastedText.ts';
import { readers } from './readers.ts';

/** Characters; what people paste. */
const longestText = 200 * 1024;
/** Bytes; a file may be UTF-16, or have longer lines than a chat. */
const largestFile = 1024 * 1024;

/**
 * Reads whatever a help desk has: reports, PowerShell output, dialogs, certificates, sentences; several in one text,
 * too. Linear in the length of the text. Text in which nothing is recognised gives evidence without formats.
 * @param given a text, or the bytes of a file: text in any usual encoding, or a certificate
 */
export function readEvidence(given: string | Uint8Array): Result<Evidence, 'too-long' | 'unreadable'> {
  if (typeof given === 'string') return given.length > longestText ? tooLong : read(given);
  if (given.length > largestFile) return tooLong;
  const text = decodeFile(given);
  return text === null ? { ok: false, reason: 'unreadable' } : read(text);
}

const tooLong = { ok: false, reason: 'too-long' } as const;

function read(text: string): { ok: true; value: Evidence } {
  const pasted = readPastedText(text);
  return { ok: true, value: assemble(readers.flatMap((reader) => reader(pasted))) };
}
