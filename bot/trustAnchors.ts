import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { parseTrustAnchors } from '../diagnosis/index.ts';
import type { Environment } from './environment.ts';

/** The trust anchors besides Node's own, in PEM: those of `CHECK_CA_FILES`, and with `CHECK_SYSTEM_ROOTS` the system's. */
export function readTrustAnchors(environment: Environment): readonly string[] {
  const files = (environment.text('CHECK_CA_FILES') ?? '').split(',').map((file) => file.trim());
  const system = environment.choice('CHECK_SYSTEM_ROOTS', ['true', 'false'], 'false') === 'true';
  return [
    ...files.filter((file) => file !== '').flatMap((file) => readAnchorsIn(file, environment)),
    ...(system ? getCACertificates('system') : []),
  ];
}

const problems = { 'no-certificate': 'holds none', unreadable: 'holds one that is damaged' };

function readAnchorsIn(file: string, environment: Environment): string[] {
  const refuse = (problem: string) => {
    environment.refuse('CHECK_CA_FILES', `files with certificates in PEM, and this one ${problem}`, file);
    return [];
  };
  try {
    const anchors = parseTrustAnchors(readFileSync(file, 'latin1'));
    return anchors.ok ? anchors.value : refuse(problems[anchors.reason]);
  } catch (error) {
    return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
