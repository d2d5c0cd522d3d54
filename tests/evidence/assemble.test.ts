import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';

const providers = (principal: string) => `
[PS] C:\\>Get-OutlookProvider

Name Server CertPrincipalName              TTL
---- ------ -----------------              ---
EXCH                                       1
EXPR        ${principal.padEnd(30)} 1
WEB                                        1
`;

function evidenceOf(text: string) {
  const read = readEvidence(text);
  assert.ok(read.ok);
  return read.value;
}

test('of two outputs of one command the last one counts, and that they differ is told', () => {
  const change = 'Set-OutlookProvider EXPR -CertPrincipalName $null\n';
  const cleared = evidenceOf(providers('msstd:old.contoso.com') + change + providers(''));
  assert.equal(cleared.providers.expr?.certPrincipalName, null);
  assert.deepEqual(cleared.conflicts, [{ field: 'exprPrincipal', values: ['msstd:old.contoso.com', ''] }]);
  const set = evidenceOf(providers('') + providers('msstd:mail.contoso.com'));
  assert.equal(set.providers.expr?.certPrincipalName, 'msstd:mail.contoso.com');
});

test('the name of a provider may be what Outlook shows, too', () => {
  const { principal, providers: told } = evidenceOf(
    `${providers('msstd:mail.contoso.com')}Server: owa.contoso.com\nOutlook: msstd:mail.contoso.com`,
  );
  assert.equal(principal?.name, 'mail.contoso.com');
  assert.equal(told.expr?.certPrincipalName, 'msstd:mail.contoso.com');
  assert.equal(evidenceOf(providers('msstd:mail.contoso.com')).principal, undefined);
});
