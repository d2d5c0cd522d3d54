/** What a check waits for: the addresses of the name, the last connection, the last certificate. */
export type Stage = 'resolving' | 'connecting' | 'reading';

/** How long a person waits without wondering, in milliseconds. */
const patienceMs = 1000;

/**
 * Tells `onProgress` where a check stands that takes longer than a second: once it does, and then at each change.
 * `end` frees the timer.
 */
export function followProgress(onProgress: (stage: Stage) => void) {
  let stage: Stage | undefined;
  let patient = true;
  const timer = setTimeout(() => {
    patient = false;
    if (stage !== undefined) onProgress(stage);
  }, patienceMs);
  return {
    reach(next: Stage) {
      if (next === stage) return;
      stage = next;
      if (!patient) onProgress(stage);
    },
    end: () => clearTimeout(timer),
  };
}

/** Makes one stage of many connections: `reading` as soon as those that go on are all connected. */
export function followConnections<T>(connections: readonly T[], onStage?: (stage: Stage) => void) {
  const connecting = new Set(connections);
  const unfinished = new Set(connections);
  const tell = () => {
    if (connecting.size === 0 && unfinished.size > 0) onStage?.('reading');
  };
  onStage?.('connecting');
  return {
    connected(connection: T) {
      connecting.delete(connection);
      tell();
    },
    ended(connection: T) {
      connecting.delete(connection);
      unfinished.delete(connection);
      tell();
    },
  };
}
