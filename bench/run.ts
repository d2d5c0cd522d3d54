/** `npm run bench` lists the benches, `npm run bench -- <name>` runs one. They are no tests: a target missed is printed. */
const benches: Record<string, { what: string; run: () => Promise<unknown> }> = {
  probe: {
    what: 'the certificate check against bare TLS connections: time, rate, memory, slow servers (about 3 minutes)',
    run: () => import('./probe.ts'),
  },
  bot: {
    what: 'the whole bot against an echo bot: turns, parked conversations, slow servers, cold start (about 4 minutes)',
    run: () => import('./bot.ts'),
  },
  certificate: {
    what: 'reading certificates, damaged and huge ones too, against new X509Certificate (about 20 seconds)',
    run: () => import('./certificate.ts'),
  },
  evidence: {
    what: 'reading pasted texts of the greatest length, those made to take long too (about 3 minutes)',
    run: () => import('./evidence.ts'),
  },
};

const bench = benches[process.argv[2] ?? ''];
if (bench !== undefined) {
  await bench.run();
} else {
  const lines = Object.entries(benches).map(([name, { what }]) => `  npm run bench -- ${name}   ${what}`);
  console.log(`There ${lines.length === 1 ? 'is one bench' : 'are these benches'}:\n${lines.join('\n')}`);
}
