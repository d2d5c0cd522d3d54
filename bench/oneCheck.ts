import { bareConnection } from './bareConnection.ts';
import { medians, ms, report } from './figures.ts';
import { checkAddress, checkName } from './labCheck.ts';
import type { BenchServers } from './servers.ts';

const rounds = 300;

/** One check against one bare connection, one at a time. */
export async function compareOneCheck({ rsa, p256, unknownAuthority }: BenchServers): Promise<void> {
  console.log('One check of one address against one bare tls.connect that reads the chain');
  const table: [string, number][] = [
    ['RSA-2048', rsa],
    ['P-256', p256],
    ['RSA-2048, issuer not known to OpenSSL', unknownAuthority],
  ];
  for (const [what, port] of table) {
    const { bare, check } = await medians(
      { bare: () => bareConnection(port), check: () => checkAddress(port) },
      rounds,
    );
    report(what, `${ms(bare)} -> ${ms(check)}`, check / bare, { atMost: 1.15 });
  }
}

/** What looking from more sides adds to a check: with and without SNI, and more addresses. */
export async function compareSides({ rsa, p256, distant }: BenchServers): Promise<void> {
  const table: [string, number][] = [
    ['RSA-2048', rsa],
    ['P-256', p256],
    ['RSA-2048, 20 ms to the server and back', distant],
  ];
  for (const [what, port] of table) {
    console.log(`What more sides add to the check of one address: ${what}`);
    const bareSide = (count: number) => () =>
      Promise.all(Array.from({ length: count }, () => bareConnection(port)));
    const times = await medians(
      {
        one: () => checkAddress(port),
        variants: () => checkName(port),
        two: () => checkName(port, 2),
        four: () => checkName(port, 4),
        bare1: bareSide(1),
        bare2: bareSide(2),
        bare4: bareSide(4),
        bare8: bareSide(8),
      },
      rounds / 3,
    );
    const sides = [
      ['a name: with and without SNI', times.variants, times.bare2],
      ['a name with 2 addresses', times.two, times.bare4],
      ['a name with 4 addresses', times.four, times.bare8],
    ] as const;
    for (const [side, time, bare] of sides) {
      report(side, `${ms(times.one)} -> ${ms(time)}`, time / times.one, { atMost: 1.3 });
      report('  as many bare connections at once', `${ms(times.bare1)} -> ${ms(bare)}`, bare / times.bare1);
    }
  }
}
