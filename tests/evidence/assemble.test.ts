import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import { providers } from './providerTable.ts';

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

test('a server behind a row that a person has written is read', () => {
  const { servers, providers: told } = evidenceOf(
    'EXPR msstd:old.contoso.com, EXCH none, server mail.contoso.com',
  );
  assert.deepEqual(
    servers.map(({ host }) => host),
    ['mail.contoso.com'],
  );
  assert.equal(told.expr?.certPrincipalName, 'msstd:old.contoso.com');
});

test('the subject of a report belongs to the certificate whose alternative name is told behind it', () => {
  const { commonNames, dnsNames } = evidenceOf(`
Remote Certificate Subject: CN=*.contoso.com, O=Contoso Ltd, C=US, Issuer: CN=DigiCert CA, O=DigiCert Inc, C=US.
Validating the certificate name.
The certificate name was validated successfully.
Host name mail.contoso.com was found in the Certificate Subject Alternative Name entry.`);
  assert.deepEqual(commonNames, ['*.contoso.com']);
  assert.deepEqual(dnsNames, ['mail.contoso.com']);
});
