import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { explain } from '../cards/explanation.ts';
import { plainText, reportText } from '../cards/plainText.ts';
import { type Translate, textsFor } from '../cards/texts.ts';
import {
  type Check,
  type CheckOptions,
  type CheckRequest,
  check,
  checkEvidence,
  type Diagnosis,
  holdsPrivateKey,
  readEvidence,
  TooBusyError,
  type Verdict,
} from '../diagnosis/index.ts';
import { type CommandLine, readArguments, UsageError } from './commandLineArguments.ts';
import { ConfigurationError, readCheckSettings } from './configuration.ts';
import { progressLine } from './progressLine.ts';

const exitCodes: Record<Verdict, number> = { pass: 0, warn: 1, fail: 2, unreachable: 3 };
const wrongUsage = 64;
/** EX_DATAERR and EX_NOINPUT of sysexits.h. */
const notUnderstood = 65;
const noInput = 66;
/** EX_SOFTWARE of sysexits.h. Node's own code for a bug is 1, which means a warning here. */
const bug = 70;

/** Checks the server that the arguments name and prints the diagnosis, or what is wrong with them. Returns the exit code. */
async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const t = textsFor(undefined);
  try {
    const asked = readArguments(args, t);
    if (asked === 'help') {
      process.stdout.write(`${usage(t)}\n\n${t('commandLine.details')}\n`);
      return 0;
    }
    const { checkTimeoutMs: timeoutMs, ...allowed } = readCheckSettings(env);
    const check = (request: CheckRequest) => checkVisibly(request, { ...allowed, timeoutMs }, t);
    if ('report' in asked) return await checkReport(asked, check, t);
    const diagnosis = await check(asked.request);
    process.stdout.write(asked.json ? json(diagnosis) : plainText(explain(diagnosis, t), t));
    return exitCodes[diagnosis.verdict];
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n${usage(t)}\n`);
    else if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof TooBusyError) {
      process.stderr.write(`${t('chat.busyTitle')}. ${t('chat.busy')}\n`);
      return exitCodes.unreachable;
    } else throw error;
    return wrongUsage;
  }
}

/** Prints what was read, and the worst of what it comes to. */
async function checkReport(
  { report, offline, json: asJson }: Extract<CommandLine, { report: string }>,
  check: Check,
  t: Translate,
): Promise<number> {
  const bytes = await readReport(report);
  if (bytes === null) {
    process.stderr.write(`${t('commandLine.noFile', { file: report })}\n`);
    return noInput;
  }
  const read = readEvidence(bytes);
  if (!read.ok) {
    process.stderr.write(`${t(`evidence.${read.reason}`)}\n`);
    return notUnderstood;
  }
  const { value: evidence } = read;
  const diagnoses = await checkEvidence(evidence, offline ? null : check, new Date());
  const [diagnosis = null] = diagnoses;
  const isUnderstood = evidence.formats.length > 0;
  if (holdsPrivateKey(bytes)) process.stderr.write(`${t('evidence.privateKey')}\n`);
  if (asJson) process.stdout.write(json({ evidence, diagnosis, ...(diagnoses.length > 1 && { diagnoses }) }));
  else if (isUnderstood) process.stdout.write(reportText(evidence, diagnoses, t));
  if (!isUnderstood) process.stderr.write(`${t('evidence.nothing')}\n`);
  return isUnderstood ? exitCodes[diagnosis?.verdict ?? 'unreachable'] : notUnderstood;
}

/** Null where it cannot be read. */
async function readReport(path: string): Promise<Uint8Array | null> {
  try {
    return path === '-' ? await buffer(process.stdin) : await readFile(path);
  } catch {
    return null;
  }
}

/** Says on a terminal what a slow check waits for; not in a pipe or a file, where nobody waits. */
async function checkVisibly(request: CheckRequest, options: CheckOptions, t: Translate): Promise<Diagnosis> {
  if (!process.stderr.isTTY) return check(request, options);
  const line = progressLine(process.stderr, t);
  try {
    return await check(request, { ...options, onProgress: line.show });
  } finally {
    line.erase();
  }
}

function usage(t: Translate): string {
  return [t('commandLine.usage'), t('commandLine.usageExample')].join('\n');
}

/** One document. Of the characters that steer a terminal, JSON itself escapes only those below U+0020. */
function json(document: object): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

// Whoever reads only the beginning (`| head`) has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(bug);
});
process.exitCode = await main(process.argv.slice(2), process.env);
