import pLimit from 'p-limit';

/** Of the whole process: each has a socket, or two with a silent server, which keeps them until the deadline. */
const most = 512;
const open = pLimit(most);
/** Of what is left, for each check: in an idle process all that it can need, sixteen addresses with and without SNI. */
const shareOfOne = 1 / 16;
const leastForOne = 2;
let taken = 0;
/** At one place, however many names lead there: nobody can turn this process against a server. */
const mostAtOnePlace = 8;
const places = new Map<string, { queue: Queue; users: number }>();

export interface Turn<T> {
  /** The address and the port. */
  place: string;
  begin(): Promise<T>;
}

/** Too many checks are running; try again in a few seconds. */
export class TooBusyError extends Error {
  override readonly name = 'TooBusyError';
  constructor() {
    super('Too many handshakes are open.');
  }
}

/**
 * Runs the handshakes of one check in this order, as many at once as its share allows. The fuller the process, the
 * smaller the share: it takes some sixty names with sixteen addresses that never answer to keep others waiting.
 * Gives null for a handshake whose turn has not come at the deadline; it leaves the queue and is never begun. Null, too,
 * for one that waited longer than it ran when the deadline ended it: what it saw is not the server's doing.
 */
export async function inTurn<T>(
  handshakes: readonly Turn<T>[],
  deadline: AbortSignal,
): Promise<(T | null)[]> {
  const share = Math.max(leastForOne, Math.floor((most - taken) * shareOfOne));
  const own: Queue = share < handshakes.length ? pLimit(share) : (run) => run();
  const taking = Math.min(share, handshakes.length);
  taken += taking;
  // Who waits for a place takes nobody's turn elsewhere.
  const queueAt =
    (place: string): Queue =>
    (run) =>
      own(() => atPlace(place, () => open(run)));
  try {
    return await Promise.all(
      handshakes.map(({ place, begin }) => beforeDeadline(begin, queueAt(place), deadline)),
    );
  } finally {
    taken -= taking;
  }
}

type Queue = (run: () => Promise<void>) => Promise<void>;

/** Of the whole process, now. */
export function handshakeLoad(): { open: number; waiting: number } {
  return { open: open.activeCount, waiting: open.pendingCount };
}

async function atPlace(name: string, run: () => Promise<void>): Promise<void> {
  const place = places.get(name) ?? { queue: pLimit(mostAtOnePlace), users: 0 };
  places.set(name, place);
  place.users++;
  try {
    await place.queue(run);
  } finally {
    if (--place.users === 0) places.delete(name);
  }
}

function beforeDeadline<T>(
  handshake: () => Promise<T>,
  queue: Queue,
  deadline: AbortSignal,
): Promise<T | null> {
  const asked = performance.now();
  // Who comes after the deadline was kept waiting by nobody.
  const wasInTime = !deadline.aborted;
  return new Promise((settle, fail) => {
    let waiting = true;
    const leave = () => {
      waiting = false;
      settle(null);
    };
    deadline.addEventListener('abort', leave, { once: true });
    const run = async () => {
      deadline.removeEventListener('abort', leave);
      if (!waiting) return;
      const begun = performance.now();
      const seen = await handshake();
      const hadLittleTime = performance.now() - begun < begun - asked;
      settle(wasInTime && deadline.aborted && hadLittleTime ? null : seen);
    };
    queue(run).catch(fail);
  });
}
