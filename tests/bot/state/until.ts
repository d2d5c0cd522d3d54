import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until the answer is yes; fails where it never is. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await isTrue())) {
    assert.ok(performance.now() - begun < 20_000, `never: ${what}`);
    await delay(5);
  }
}

/** For what rejects until it works. */
export function works(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
