/** Medians in milliseconds of runs that take turns, in another order each time, after a tenth of the rounds to warm up. */
export async function medians<Name extends string>(
  runs: Record<Name, () => Promise<unknown>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(runs) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -rounds / 10; round < rounds; round++) {
    for (const name of shuffled(names)) {
      const started = performance.now();
      await runs[name]();
      if (round >= 0) times.get(name)?.push(performance.now() - started);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that so much of all does not exceed; 0.99 is the 99th percentile. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
}

export function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, rank: Math.random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ value }) => value);
}

export interface Target {
  atMost?: number;
  atLeast?: number;
}

/** One line: what, its figures, the ratio, and the target where there is one. */
export function report(what: string, figures: string, ratio: number, target?: Target): void {
  const line = `  ${what.padEnd(44)} ${figures.padEnd(38)} ${ratio.toFixed(2).padStart(6)}`;
  console.log(target === undefined ? line : `${line}  ${judged(ratio, target)}`);
}

function judged(ratio: number, { atMost, atLeast }: Target): string {
  if (atMost !== undefined) return `target <= ${atMost.toFixed(2)}  ${ratio <= atMost ? 'met' : 'MISSED'}`;
  if (atLeast !== undefined) return `target >= ${atLeast.toFixed(2)}  ${ratio >= atLeast ? 'met' : 'MISSED'}`;
  return '';
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`;
export const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
