import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannel } from './bot/channel.ts';
import { compareColdStarts } from './bot/coldStart.ts';
import type { World } from './bot/conversation.ts';
import { compareParked } from './bot/parked.ts';
import { compareSlowChecks } from './bot/slowChecks.ts';
import { compareTurns } from './bot/turns.ts';
import { startServers } from './servers.ts';

/** The figures of the whole bot in docs/performance.md. */
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model.trim()}`);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
using servers = await startServers({ healthy: 200, silent: 500 });
using channel = await openChannel();
const root = join(folder, 'root.pem');
writeFileSync(root, servers.root);
let files = 0;
let checks = 0;
const world: World = {
  channel,
  nextPort: () => servers.healthy[checks++ % servers.healthy.length] ?? 0,
  env: {
    CHECK_PORTS: '*',
    CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
    CHECK_TIMEOUT_MS: '12000',
    // The servers' authority counts as a public one.
    NODE_EXTRA_CA_CERTS: root,
    RATE_LIMIT_PERSON: '0',
    RATE_LIMIT_TENANT: '0',
  },
  newFile: () => join(folder, `${files++}`, 'bot.db'),
  cache: join(folder, 'compiled'),
};

for (const compare of [compareTurns, compareParked, compareColdStarts]) {
  console.log();
  await compare(world);
}
console.log();
await compareSlowChecks(world, servers.silent);
