import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../diagnosis/certificate/certificate.ts';
import { type CertificateOptions, createCertificate } from '../tests/lab/certificateFactory.ts';
import { mutantsOf } from '../tests/lab/mutants.ts';
import { type Seed, seedCertificates } from '../tests/lab/seedCertificates.ts';

const rounds = 500;
const mostMilliseconds = 50;

/**
 * How long certificates take to be read, the mutants of tests/diagnosis/certificateMutants.test.ts among them. The unit
 * is what `new X509Certificate(der)` takes in the median for the seeds, as far as OpenSSL reads them.
 */
export async function main(): Promise<void> {
  const seeds = seedCertificates();
  const readByNode = seeds.filter(([, der]) => isReadByNode(der));
  const node = readByNode.flatMap(([, der]) => timesOf(() => new X509Certificate(der)));
  const unit = quantile(node, 0.5);
  console.log(
    `Node ${process.version}; the unit is new X509Certificate(der), ${(1000 * unit).toFixed(1)} us\n`,
  );
  const ours: Figures[] = [
    ['readCertificate: the same', readByNode.flatMap(([, der]) => timesOf(() => readCertificate(der)))],
    ...seeds.map(([what, der]): Figures => {
      const mutants = [...mutantsOf(der)];
      return [
        `  ${mutants.length} mutants of ${what}`,
        mutants.map((mutant) => timeOf(() => readCertificate(mutant))),
      ];
    }),
    ...largeCertificates().map(([what, der]): Figures => {
      const times = timesOf(() => readCertificate(der), 50);
      return [`  ${Math.round(der.length / 1024)} KB: ${what}`, times];
    }),
  ];

  console.log(`${''.padEnd(50)} median      p99    worst`);
  for (const [what, times] of [['new X509Certificate: the seeds', node] as Figures, ...ours]) {
    const ratios = [0.5, 0.99, 1].map((part) => (quantile(times, part) / unit).toFixed(2).padStart(8));
    console.log(`${what.padEnd(50)}${ratios.join(' ')}`);
  }
  const all = ours.flatMap(([, times]) => times);
  const worst = quantile(all, 1);
  const verdict = worst <= mostMilliseconds ? 'met' : 'MISSED';
  console.log(
    `\nthe slowest of ${all.length}: ${worst.toFixed(2)} ms  target <= ${mostMilliseconds} ms  ${verdict}`,
  );
}

/** Milliseconds. */
type Figures = [what: string, times: number[]];

/** About as large as is read at all. */
function largeCertificates(): Seed[] {
  const make = (options: Partial<CertificateOptions>) =>
    createCertificate({ subject: ['a'], key: 'p256', ...options }).der;
  return [
    ['a common name in UTF-8', make({ subject: ['x'.repeat(125_000)] })],
    ['a common name in UCS-4', make({ subject: [{ value: 'x'.repeat(31_000), as: 'universal' }] })],
    ['many attributes', make({ subject: Array(11_000).fill({ type: 'ou', value: '' }) })],
    ['many DNS names', make({ dnsNames: Array(60_000).fill('ab') })],
    ['many empty DNS names', make({ dnsNames: Array(100_000).fill('') })],
  ];
}

function isReadByNode(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.length > 0;
  } catch {
    return false;
  }
}

/** After half as many rounds to warm up. */
function timesOf(run: () => unknown, count = rounds): number[] {
  for (let round = 0; round < count / 2; round++) run();
  return Array.from({ length: count }, () => timeOf(run));
}

/** The best of three: what else runs on the machine would make the worst case. */
function timeOf(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

await main();
