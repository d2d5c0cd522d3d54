import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { providers } from '../evidence/providerTable.ts';
import { createCertificate } from '../lab/certificateFactory.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Answer, message, Person, textOf } from './client.ts';

let lab: Lab;
let bot: RunningBot;
/** What the stand-in for Teams' storage gives for a path. */
const files = new Map<string, Buffer>();
const storage = createServer((request, response) => {
  const file = files.get(request.url ?? '');
  response.statusCode = file ? 200 : 404;
  if (request.url === '/elsewhere') {
    response.statusCode = 302;
    response.setHeader('Location', '/report.txt');
  }
  response.end(file);
});

before(async () => {
  lab = await startLab();
  const local = await new Promise<number>((resolve) =>
    storage.listen(0, '127.0.0.1', () => resolve((storage.address() as AddressInfo).port)),
  );
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '1000',
  });
  bot = await startBot(configuration, pino({ level: 'silent' }), {
    ...lab,
    download: (url, init) => fetch(`http://127.0.0.1:${local}${new URL(url).pathname}`, init),
  });
});

after(async () => {
  await bot?.stop();
  await lab?.stop();
  storage.close();
});

const read = 'This is what I read';
const asksServer = 'Which server does Outlook connect to?';
const asksPrincipal = 'Which principal name does Outlook show?';

/** A report of the analyzer, as it is copied out of the page. */
const report = (host: string, commonName: string, principal: string) => `
\tTesting RPC/HTTP connectivity.
 \tThe RPC/HTTP test failed.
\tTest Steps
\tAttempting to resolve the host name ${host} in DNS.
 \tThe host name resolved successfully.
\tAdditional Details
IP addresses returned: 203.0.113.10
\tTesting SSL mutual authentication with the RPC proxy server.
 \tMutual authentication couldn't be established.
\tAdditional Details
The certificate common name ${commonName} doesn't validate against the mutual authentication string that was provided: msstd:${principal}
\tAttempting to ping RPC proxy ${host}.
 \tRPC Proxy can't be pinged.
`;

describe('a report is read at once', () => {
  test('and the server is looked at, where it can be', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say(report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test'));
    const [evidence, result] = answer.cards;
    assert.match(textOf(evidence), new RegExp(read));
    assert.match(
      textOf(result),
      /the certificate is for \*\.contoso\.test, but Outlook expects mail\.contoso\.test/,
    );
    assert.doesNotMatch(textOf(result), /not checked live/);
  });

  test('and judged by itself, where the server cannot be looked at', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say(report('nowhere.contoso.test', 'old.contoso.test', 'nowhere.contoso.test'));
    const text = textOf(answer.cards[1]);
    assert.match(
      text,
      /the certificate is for old\.contoso\.test, but Outlook expects nowhere\.contoso\.test/,
    );
    assert.match(
      text,
      /From your report, not checked live\. The server itself could not be looked at from here\./,
    );
    const summary = await anna.press('Summary for the ticket', {}, answer.cards[1]);
    assert.match(summary.text, /not checked live/, 'the evidence is kept for the buttons');
  });

  test('and what has changed since is told', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say(report('mail.contoso.test', 'old.contoso.test', 'mail.contoso.test'));
    const admin = await anna.press("I'm an administrator", {}, answer.cards[1]);
    assert.match(admin.text, /The server now shows another certificate than the report: mail\.contoso\.test/);
  });

  test('and the version of Exchange in it is remembered', async () => {
    const anna = new Person(bot.url);
    const text = `We run Exchange 2010.\n${report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test')}`;
    const answer = await anna.say(text);
    const admin = await anna.press("I'm an administrator", {}, answer.cards[1]);
    assert.doesNotMatch(admin.text, /Set-OutlookProvider EXCH/);
  });
});

describe('only what is missing is asked', () => {
  test('the server, where the output of PowerShell names none', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say(providers('msstd:old.contoso.test'));
    assertSays(answer, read, asksServer);
    const result = await anna.say('mail.contoso.test');
    assertSays(result, 'old.contoso.test');
    assert.doesNotMatch(result.text, new RegExp(asksPrincipal));
  });

  test('nothing, where the output comes as the answer to the question for the principal name', async () => {
    const anna = new Person(bot.url);
    await anna.say('check mail.contoso.test');
    const answer = await anna.say(providers('msstd:old.contoso.test'));
    assertSays(answer, read, 'old.contoso.test');
    assert.doesNotMatch(answer.text, /Which server|Which principal/);
  });

  test('nothing, where a sentence tells the name in Active Directory, which Outlook gets', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say('EXPR has msstd:old.contoso.test, the server is mail.contoso.test');
    assertSays(answer, read, 'EXPR CertPrincipalName', 'Outlook expects old.contoso.test');
  });

  test('the principal name, where a certificate and a server are given', async () => {
    const anna = new Person(bot.url);
    const { pem } = createCertificate({ subject: ['mail.contoso.test'], dnsNames: ['mail.contoso.test'] });
    assertSays(await anna.say(`Server: mail.contoso.test\n${pem}`), read, asksPrincipal);
    assertSays(await anna.say('msstd:mail.contoso.test'), 'No fault found');
  });

  test('a report as the answer to the question for the server answers everything', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    const answer = await anna.say(report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test'));
    assertSays(answer, read, 'the certificate is for *.contoso.test');
  });
});

describe('what was read can be put right', () => {
  test('and is checked anew, below the card, which stays', async () => {
    const anna = new Person(bot.url);
    const { cards } = await anna.say(report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test'));
    const inputs = { server: 'mail.contoso.test', principal: 'msstd:mail.contoso.test', exprPrincipal: '' };
    const answer = await anna.press('Check with these', inputs, cards[0]);
    assert.equal(answer.inPlace, null);
    assertSays(answer, 'No fault found');
  });

  test('what cannot be a name is told, and nothing is checked', async () => {
    const anna = new Person(bot.url);
    const { cards } = await anna.say(report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test'));
    const answer = await anna.press(
      'Check with these',
      { server: '$(Get-Process)', principal: '' },
      cards[0],
    );
    assert.match(textOf(answer.inPlace), /Server: That cannot be a server name/);
    assert.match(textOf(answer.inPlace), new RegExp(read));
  });

  test('an empty principal name is asked for', async () => {
    const anna = new Person(bot.url);
    const { cards } = await anna.say(report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test'));
    const answer = await anna.press(
      'Check with these',
      { server: 'mail.contoso.test', principal: '' },
      cards[0],
    );
    assertSays(answer, asksPrincipal);
  });

  test('what was changed counts, and the rest of the text, too', async () => {
    const anna = new Person(bot.url);
    const { cards } = await anna.say(
      report('nowhere.contoso.test', 'old.contoso.test', 'nowhere.contoso.test'),
    );
    const inputs = { server: 'nowhere.contoso.test', principal: 'msstd:old.contoso.test', exprPrincipal: '' };
    const answer = await anna.press('Check with these', inputs, cards[0]);
    assertSays(answer, 'From your report, not checked live');
    assert.doesNotMatch(answer.text, /but Outlook expects/);
  });
});

describe("the certificate's name that was read can be put right", () => {
  test('and is judged where the server cannot be looked at', async () => {
    const anna = new Person(bot.url);
    const { cards } = await anna.say(
      report('nowhere.contoso.test', 'old.contoso.test', 'nowhere.contoso.test'),
    );
    const inputs = {
      server: 'nowhere.contoso.test',
      principal: 'msstd:nowhere.contoso.test',
      commonName: '*.contoso.test',
    };
    const answer = await anna.press('Check with these', inputs, cards[0]);
    assertSays(answer, 'the certificate is for *.contoso.test, but Outlook expects');
  });
});

describe('several servers in one text', () => {
  const both = () =>
    report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test') +
    report('mail.contoso.test', 'mail.contoso.test', 'mail.contoso.test');

  test('are all checked with one button, the worst first', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.say(both());
    assert.equal(answer.cards.length, 1, 'nothing is checked yet');
    const all = await anna.press('Check all of them');
    const text = textOf(all.inPlace);
    assert.match(text, /2 servers, the worst first/);
    assert.ok(text.indexOf('wildcard.contoso.test') < text.indexOf('\nmail.contoso.test'), text);
    const one = await anna.press('Show details', {}, all.inPlace);
    assert.match(
      one.text,
      /the certificate is for \*\.contoso\.test, but Outlook expects mail\.contoso\.test/,
    );
  });

  test('or one of them, with what the text says of it', async () => {
    const anna = new Person(bot.url);
    await anna.say(both());
    const answer = await anna.press('Check this one', { chosen: 'mail.contoso.test' });
    assertSays(answer, 'No fault found');
  });

  test('or of a plain list', async () => {
    const anna = new Person(bot.url);
    await anna.say('mail.contoso.test, expired.contoso.test and othername.contoso.test');
    const answer = await anna.press('Check all of them');
    assertSays(answer, '3 servers, the worst first', 'the certificate expired');
  });
});

describe('what cannot be read is told', () => {
  const table: [what: string, text: string, says: string][] = [
    [
      'nonsense',
      'lorem ipsum dolor sit amet\nconsetetur sadipscing elitr',
      'I did not find a server name in that.',
    ],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----',
      'There is a private key',
    ],
    ['more than 200 KB', 'mail.contoso.test '.repeat(11_500), 'That is too long to read'],
  ];
  for (const [what, text, says] of table)
    test(what, async () => assertSays(await new Person(bot.url).say(text), says));

  test('and a question that waits goes on waiting', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    assertSays(await anna.say('lorem ipsum\ndolor sit amet'), 'That cannot be a server name', asksServer);
    assertSays(await anna.say('mail.contoso.test '.repeat(11_500)), 'That is too long to read', asksServer);
    assertSays(await anna.say('mail.contoso.test'), asksPrincipal);
  });

  test('the buttons of the last five pastes work, older ones say that they do not', async () => {
    const anna = new Person(bot.url);
    const cards = [];
    for (const label of ['mail', 'expired', 'othername', 'wildcard', 'sanonly', 'nocn'])
      cards.push(
        (await anna.say(`mail.contoso.test, ${label}2.contoso.test, ${label}.contoso.test`)).cards[0] ?? null,
      );
    const [oldest = null, second = null] = cards;
    assertSays(await anna.press('Check all of them', {}, second), 'the worst first', 'expired.contoso.test');
    assertSays(await anna.press('Check all of them', {}, oldest), 'I do not have that text any more');
  });
});

describe('a file of Teams', () => {
  const file = (downloadUrl: string) =>
    message(undefined, {
      attachments: [
        { contentType: 'text/html', content: '<p></p>' },
        {
          contentType: 'application/vnd.microsoft.teams.file.download.info',
          name: 'report.txt',
          content: { downloadUrl, uniqueId: '1', fileType: 'txt' },
        },
      ],
    });
  const sharePoint = (path: string) => `https://contoso-my.sharepoint.com${path}`;
  const anna = () => new Person(bot.url);
  const { pem, der } = certificateOfMail();

  const readable: [what: string, bytes: Buffer, ...says: string[]][] = [
    [
      'a report in UTF-16',
      Buffer.from(
        `\ufeff${report('wildcard.contoso.test', '*.contoso.test', 'mail.contoso.test')}`,
        'utf16le',
      ),
      'but Outlook expects mail.contoso.test',
    ],
    ['a certificate in DER', der, 'mail.contoso.test', asksServer],
    ['a certificate in PEM', Buffer.from(pem), 'mail.contoso.test', asksServer],
  ];
  for (const [what, bytes, ...says] of readable)
    test(`is read: ${what}`, async () => {
      files.set('/read', bytes);
      assertSays(await anna().send(file(sharePoint('/read'))), read, ...says);
    });

  test('is read as the answer to a question', async () => {
    files.set('/answer', Buffer.from(providers('msstd:old.contoso.test')));
    const asked = anna();
    await asked.say('check mail.contoso.test');
    assertSays(await asked.send(file(sharePoint('/answer'))), 'old.contoso.test');
  });

  const refused: [what: string, url: string, bytes: Buffer | null, says: string][] = [
    [
      'a picture',
      sharePoint('/picture'),
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'neither text nor',
    ],
    ['more than 1 MB', sharePoint('/large'), Buffer.alloc(1024 * 1024 + 1, 'a'), 'That is too long to read'],
    ['a text with nothing in it', sharePoint('/empty'), Buffer.from('hello'), 'I found nothing in that'],
    ['one that is not there', sharePoint('/gone'), null, 'I could not fetch that file'],
    ['one that points elsewhere', sharePoint('/elsewhere'), null, 'I could not fetch that file'],
    [
      'one of another host',
      'https://sharepoint.com.evil.test/report.txt',
      null,
      'I could not fetch that file',
    ],
    ['one of this machine', 'https://127.0.0.1/report.txt', null, 'I could not fetch that file'],
    [
      'one over plain HTTP',
      'http://contoso-my.sharepoint.com/report.txt',
      null,
      'I could not fetch that file',
    ],
    ['no address', 'report.txt', null, 'I could not fetch that file'],
  ];
  for (const [what, url, bytes, says] of refused)
    test(`is refused: ${what}`, async () => {
      files.set('/report.txt', Buffer.from(report('mail.contoso.test', 'a.test', 'mail.contoso.test')));
      if (bytes !== null) files.set(new URL(url).pathname, bytes);
      assertSays(await anna().send(file(url)), says);
    });
});

function certificateOfMail() {
  return createCertificate({ subject: ['mail.contoso.test'], dnsNames: ['mail.contoso.test'] });
}

function assertSays(answer: Answer, ...says: string[]): void {
  for (const text of says) assert.ok(answer.text.includes(text), `"${text}" is not in:\n${answer.text}`);
}
