import type { Evidence, Result } from '../types.ts';
import { assemble } from './assemble.ts';
import { readPastedText } from './pastedText.ts';
import { readers } from './readers.ts';

/** Characters. */
export const longestEvidence = 200_000;

/**
 * Reads whatever a help desk has: reports, PowerShell output, dialogs, certificates, sentences; several in one text,
 * too. Linear in the length of the text. Text in which nothing is recognised gives evidence without formats.
 */
export function readEvidence(text: string): Result<Evidence, 'too-long'> {
  if (text.length > longestEvidence) return { ok: false, reason: 'too-long' };
  const pasted = readPastedText(text);
  return { ok: true, value: assemble(readers.flatMap((read) => read(pasted))) };
}
