import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../cards/explanation.ts';
import { textsFor } from '../../cards/texts.ts';
import { type CheckRequest, check, parseNetworks } from '../../diagnosis/index.ts';
import { startLab } from '../lab/lab.ts';

const principal = (name: string): CheckRequest['principal'] => ({
  given: `msstd:${name}`,
  form: 'msstd',
  name,
});

const cases: [
  what: string,
  host: string,
  request: Omit<CheckRequest, 'server'>,
  undo: string[],
  text: RegExp,
][] = [
  [
    'a value that is known is put back',
    'mail.contoso.test',
    {
      principal: principal('mail.contoso.test'),
      providers: { expr: { certPrincipalName: 'msstd:old.contoso.test' } },
    },
    ['Set-OutlookProvider EXPR -CertPrincipalName:"msstd:old.contoso.test"'],
    /^Put the former value back:$/,
  ],
  [
    'a value that Outlook hints at is called likely',
    'mail.contoso.test',
    { principal: principal('old.contoso.test') },
    ['Set-OutlookProvider EXPR -CertPrincipalName:"msstd:old.contoso.test"'],
    /Most likely it was this one:$/,
  ],
  [
    'a value that may not stand in a command is left to the notes',
    'mail.contoso.test',
    {
      principal: principal('mail.contoso.test'),
      providers: { expr: { certPrincipalName: 'msstd:a"; calc' } },
    },
    [],
    /^Put back the value that you noted down before the change\.$/,
  ],
];

for (const [what, host, request, undo, text] of cases) {
  test(`the way back: ${what}`, async () => {
    const lab = await startLab();
    const networks = parseNetworks(lab.allowNetworks.join());
    assert.ok(networks.ok);
    const world = { lookup: lab.lookup, connect: lab.connect, trustAnchors: lab.trustAnchors };
    const server = { host, port: 443 };
    const diagnosis = await check({ server, ...request }, { ...world, allowNetworks: networks.value });
    await lab.stop();
    const [recommended] = explain(diagnosis, textsFor('en')).plan;
    assert.deepEqual(
      recommended?.undo.flatMap(({ lines }) => lines),
      undo,
    );
    assert.match(recommended?.undoText ?? '', text);
  });
}
