import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type CheckOptions, check } from '../../diagnosis/check.ts';
import { type Network, parseNetworks } from '../../diagnosis/network/addressPolicy.ts';
import type { Diagnosis, FindingCode, OutlookProviders } from '../../diagnosis/types.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { verdicts } from '../lab/verdicts.ts';

let lab: Lab;
let allowNetworks: readonly Network[];

before(async () => {
  lab = await startLab();
  const networks = parseNetworks(lab.allowNetworks.join());
  assert.ok(networks.ok);
  allowNetworks = networks.value;
});
after(() => lab.stop());

interface Asked {
  /** Absent: what Outlook gets by default. */
  principal?: string;
  providers?: OutlookProviders;
}

function checkHost(host: string, { principal, providers }: Asked = {}, options: CheckOptions = {}) {
  return check(
    {
      server: { host, port: 443 },
      ...(principal !== undefined && {
        principal: { given: `msstd:${principal}`, form: 'msstd', name: principal },
      }),
      ...(providers && { providers }),
    },
    {
      lookup: lab.lookup,
      connect: lab.connect,
      allowNetworks,
      trustAnchors: lab.trustAnchors,
      ...options,
    },
  );
}

/** Sockets close one turn of the event loop later on the other side. */
async function allSocketsClosed(): Promise<void> {
  while (lab.openSockets() > 0) await delay(2);
}

describe('every name of the lab', () => {
  test('is in the table', () => {
    assert.deepEqual(
      verdicts.map(([label]) => `${label}.contoso.test`).toSorted(),
      lab.names.map(({ name }) => name).toSorted(),
    );
  });

  for (const [label, verdict, headline, others] of verdicts) {
    test(`${label} is ${verdict}: ${headline}`, { timeout: 5000 }, async () => {
      const host = `${label}.contoso.test`;
      const diagnosis = await checkHost(
        host,
        { principal: host },
        { timeoutMs: ['silent', 'drip'].includes(label) ? 300 : 4000 },
      );
      const codes = diagnosis.findings.map(({ code }) => code);
      assert.deepEqual([diagnosis.verdict, diagnosis.headline], [verdict, headline]);
      assert.deepEqual(
        codes.filter((code) => code !== headline),
        others,
      );
    });
  }
});

test('a name that does not exist is unreachable', async () => {
  const { verdict, headline } = await checkHost('nxdomain.contoso.test');
  assert.deepEqual([verdict, headline], ['unreachable', 'name-not-found']);
});

describe('the second cause: what Active Directory hands out', () => {
  const right = 'msstd:mail.contoso.test';
  const table: [what: string, providers: OutlookProviders, headline: FindingCode][] = [
    ['the default', { expr: { certPrincipalName: null } }, 'principal-matches'],
    ['the name of the certificate', { expr: { certPrincipalName: right } }, 'principal-matches'],
    ['another name', { expr: { certPrincipalName: 'msstd:old.contoso.test' } }, 'provider-mismatch'],
    ['none', { expr: { certPrincipalName: 'none' } }, 'provider-none'],
    [
      'another name for EXCH',
      { expr: { certPrincipalName: right }, exch: { certPrincipalName: 'msstd:old.contoso.test' } },
      'provider-mismatch',
    ],
  ];
  for (const [what, providers, headline] of table) {
    test(`${what}: ${headline}`, async () => {
      const diagnosis = await checkHost('mail.contoso.test', { principal: 'mail.contoso.test', providers });
      assert.equal(diagnosis.headline, headline);
      assert.deepEqual(diagnosis.providers, providers);
    });
  }
});

test('a check looks the name up once', async () => {
  const asked: string[] = [];
  const lookup: Lab['lookup'] = (host) => {
    asked.push(host);
    return lab.lookup(host);
  };
  await checkHost('mail.contoso.test', {}, { lookup });
  assert.deepEqual(asked, ['mail.contoso.test']);
});

test('without an allowed network the lab is refused, and nothing is dialled', async () => {
  const connect = () => assert.fail('dialled');
  const { headline } = await checkHost('mail.contoso.test', {}, { allowNetworks: [], connect });
  assert.equal(headline, 'address-not-allowed');
});

test('only port 443 is dialled unless others are allowed', async () => {
  const server = { host: 'mail.contoso.test', port: 8443 };
  const { headline } = await check({ server }, { lookup: lab.lookup, connect: lab.connect, allowNetworks });
  assert.equal(headline, 'port-not-allowed');
});

test("without the lab's anchor the issuer is not trusted", async () => {
  const { findings } = await checkHost('mail.contoso.test', {}, { trustAnchors: [] });
  assert.ok(findings.some(({ code }) => code === 'chain-incomplete' || code === 'untrusted-issuer'));
});

test('the clock of the caller judges the dates', async () => {
  const now = () => new Date('2099-01-01T00:00:00Z');
  const { headline, checkedAt } = await checkHost('mail.contoso.test', {}, { now });
  assert.equal(headline, 'expired');
  assert.equal(checkedAt, '2099-01-01T00:00:00.000Z');
});

test('the deadline ends a check of a server that never answers', { timeout: 5000 }, async () => {
  const { verdict, headline, durationMs } = await checkHost('silent.contoso.test', {}, { timeoutMs: 200 });
  assert.deepEqual([verdict, headline], ['unreachable', 'handshake-stalled']);
  assert.ok(durationMs >= 190 && durationMs < 2000, `${durationMs} ms`);
  await allSocketsClosed();
});

test('the deadline ends a check whose resolver never answers', { timeout: 5000 }, async () => {
  const lookup = () => new Promise<never>(() => {});
  const { headline } = await checkHost('mail.contoso.test', {}, { lookup, timeoutMs: 100 });
  assert.equal(headline, 'dns-timeout');
});

describe('a caller who aborts', () => {
  test('gets the reason and leaves no socket open', { timeout: 5000 }, async () => {
    await allSocketsClosed();
    const caller = new AbortController();
    const checking = checkHost('silent.contoso.test', {}, { signal: caller.signal });
    while (lab.openSockets('silent.contoso.test') === 0) await delay(2);
    const reason = new Error('the person has gone');
    caller.abort(reason);
    await assert.rejects(checking, (error) => error === reason);
    await allSocketsClosed();
  });

  test('before the check begins has nothing looked up', async () => {
    const lookup = () => assert.fail('looked up');
    const signal = AbortSignal.abort(new Error('gone'));
    await assert.rejects(checkHost('mail.contoso.test', {}, { lookup, signal }), { message: 'gone' });
  });

  test('while the name is looked up has nothing dialled', { timeout: 5000 }, async () => {
    const caller = new AbortController();
    const lookup = () => {
      caller.abort(new Error('gone'));
      return new Promise<never>(() => {});
    };
    const connect = () => assert.fail('dialled');
    const checking = checkHost('mail.contoso.test', {}, { lookup, connect, signal: caller.signal });
    await assert.rejects(checking, { message: 'gone' });
  });

  test('after the check changes nothing', async () => {
    const caller = new AbortController();
    const { headline } = await checkHost('mail.contoso.test', {}, { signal: caller.signal });
    caller.abort();
    assert.equal(headline, 'principal-matches');
  });
});

test('fifty checks side by side answer alike and leave no socket open', { timeout: 10_000 }, async () => {
  const checks = Array.from({ length: 50 }, () => checkHost('wildcard.contoso.test'));
  const headlines = new Set((await Promise.all(checks)).map(({ headline }: Diagnosis) => headline));
  assert.deepEqual([...headlines], ['principal-matches-wildcard']);
  await allSocketsClosed();
});
