import { availableParallelism, cpus } from 'node:os';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { compareMemory } from './memory.ts';
import { compareOneCheck, compareSides } from './oneCheck.ts';
import { compareProcesses } from './processes.ts';
import { compareRates } from './rate.ts';
import { startServers } from './servers.ts';
import { compareSlowServers } from './slowServers.ts';

/** All the figures of docs/performance.md. */
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model.trim()}`);
using servers = await startServers();
// OpenSSL trusts the servers, in the checks as in the bare connections, as it does those of public authorities.
setDefaultCACertificates([...getCACertificates('default'), servers.root]);
for (const compare of [
  compareOneCheck,
  compareSides,
  compareProcesses,
  compareRates,
  compareMemory,
  compareSlowServers,
]) {
  console.log();
  await compare(servers);
}
