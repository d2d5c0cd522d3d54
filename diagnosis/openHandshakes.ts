import pLimit from 'p-limit';

/** Of the whole process: sockets are finite, and a slow server keeps one until the deadline. */
const most = 512;
const open = pLimit(most);
/** Of what is left, for each check: in an idle process all that it can need, sixteen addresses with and without SNI. */
const shareOfOne = 1 / 16;
const leastForOne = 2;
let taken = 0;

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
 * Gives null for a handshake whose turn has not come at the deadline; it leaves the queue and is never begun.
 */
export async function inTurn<T>(
  handshakes: readonly (() => Promise<T>)[],
  deadline: AbortSignal,
): Promise<(T | null)[]> {
  const share = Math.max(leastForOne, Math.floor((most - taken) * shareOfOne));
  const own = share < handshakes.length ? pLimit(share) : null;
  const queue: Queue = (run) => (own === null ? open(run) : own(() => open(run)));
  const taking = Math.min(share, handshakes.length);
  taken += taking;
  try {
    return await Promise.all(handshakes.map((handshake) => beforeDeadline(handshake, queue, deadline)));
  } finally {
    taken -= taking;
  }
}

type Queue = (run: () => Promise<void>) => Promise<void>;

function beforeDeadline<T>(
  handshake: () => Promise<T>,
  queue: Queue,
  deadline: AbortSignal,
): Promise<T | null> {
  return new Promise((settle, fail) => {
    let waiting = true;
    const leave = () => {
      waiting = false;
      settle(null);
    };
    deadline.addEventListener('abort', leave, { once: true });
    const run = async () => {
      deadline.removeEventListener('abort', leave);
      if (waiting) await handshake().then(settle, fail);
    };
    queue(run).catch(fail);
  });
}
