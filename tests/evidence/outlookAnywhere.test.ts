import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOutlookAnywhere } from '../../diagnosis/evidence/outlookAnywhere.ts';
import { told } from './told.ts';

const table = [
  'ServerName ExternalHostname InternalHostname',
  '---------- ---------------- ----------------',
].join('\n');

const texts: [name: string, text: string, statements: string][] = [
  [
    'the external host',
    'ServerName : EX01\nExternalHostname : mail.contoso.com\n',
    'server=mail.contoso.com',
  ],
  [
    'another internal host as a guess',
    'ExternalHostname : mail.contoso.com\nInternalHostname : ex01.contoso.local\n',
    'server=mail.contoso.com server=ex01.contoso.local??',
  ],
  [
    'the same internal host once',
    'ExternalHostname : mail.contoso.com\nInternalHostname : MAIL.contoso.com\n',
    'server=mail.contoso.com',
  ],
  [
    'the internal host where there is no other',
    'ExternalHostname :\nInternalHostname : mail.contoso.com\n',
    'server=mail.contoso.com?',
  ],
  [
    'one reading for each server',
    'ServerName : A\nExternalHostname : a.contoso.com\n\nServerName : B\nExternalHostname : b.contoso.com\n',
    'server=a.contoso.com / server=b.contoso.com',
  ],
  [
    'no host from the name of the machine',
    'ServerName : EX01\nServer : ex01.contoso.com\nExternalHostname :\n',
    '',
  ],
  [
    'no version from the version of the object',
    'ExternalHostname : mail.contoso.com\nExchangeVersion : 0.20 (15.0.0.0)\n',
    'server=mail.contoso.com',
  ],
  ['no host that is cut', 'ExternalHostname : mail.contoso...\n', ''],
  ['no host that the text breaks off', 'ExternalHostname : mail.contos', ''],
  [
    'a table',
    `${table}\nEX01       mail.contoso.com ex.contoso.local`,
    'server=mail.contoso.com server=ex.contoso.local??',
  ],
  [
    'an empty column of a table',
    `${table}\nEX01                        mail.contoso.com`,
    'server=mail.contoso.com?',
  ],
  [
    'a table without its columns',
    'ServerName ExternalHostname\n---- ----\nEX01 mail.contoso.com',
    'server=mail.contoso.com',
  ],
  [
    'a cut cell beside another as a guess',
    'ServerName  ExternalHostname  InternalHostname\n----------  ----------------  ----------------\nEX01        mail.northwind... ex.contoso.local',
    'server=ex.contoso.local??',
  ],
  ['no broken cell', 'ServerName ExternalHostname\n---- ----\nEX01 mail.contoso.co\nm', ''],
  [
    'no sentence below a table',
    `${table}\nEX01       mail.contoso.com mail.contoso.com\n\nThat is all.`,
    'server=mail.contoso.com',
  ],
  ['CSV', '"ServerName","ExternalHostname"\n"EX01","mail.contoso.com"', 'server=mail.contoso.com'],
  [
    'the version beside the host',
    'ExternalHostname : mail.contoso.com\nAdminDisplayVersion : Version 15.0 (Build 1497.2)\n',
    'server=mail.contoso.com exchangeVersion=2013',
  ],
  ['Exchange 2010', 'AdminDisplayVersion : Version 14.3 (Build 123.4)', 'exchangeVersion=2010'],
  ['Exchange 2016', 'EX01  Version 15.1 (Build 2507.6)', 'exchangeVersion=2016'],
  ['Exchange 2019', 'Version 15.2 (Build 1748.10)', 'exchangeVersion=2019'],
  ['the Subscription Edition', 'Version 15.2 (Build 2562.17)', 'exchangeVersion=se'],
  ['a version once', 'Version 15.1 (Build 2507.6)\nVersion 15.1 (Build 2507.6)', 'exchangeVersion=2016'],
  ['no version of which the build is cut', 'Version 15.2 (Bu...', ''],
];

for (const [name, text, statements] of texts) {
  test(`reads ${name}`, () => assert.equal(told(readOutlookAnywhere, text), statements));
}
