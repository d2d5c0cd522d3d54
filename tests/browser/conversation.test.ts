import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { Chat } from './chat.ts';
import { openChat, type Playground, skipBrowser, startPlayground } from './playground.ts';

const administratorsOnly = /Exchange Management Shell|OutlookProvider|ExchangeCertificate|EXPR/;

/** The lab's server and what the card says of it. */
const forUsers: [host: string, says: string][] = [
  ['wildcard', 'Newer computers are reported to let a name with * count for the other one.'],
  ['mail', 'so the names are most likely not to blame'],
  ['expired', 'An Exchange administrator can mend this'],
  ['sanonly', "is not the main name in the server's certificate"],
  ['silent', 'Your help desk can look into it'],
];
const forAdministrators: [host: string, says: string][] = [
  ['mail', "The certificate's common name and the principal name in Outlook are the same."],
  ['expired', 'New-ExchangeCertificate -GenerateRequest'],
  ['sanonly', 'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:webmail.contoso.test"'],
  ['othername', 'Enable-ExchangeCertificate'],
  ['silent', 'Look at what answers at silent.contoso.test'],
];

/** A person in Teams' emulator, our bot, and real servers with real certificates. */
describe('in the Playground', { skip: skipBrowser() }, () => {
  let lab: Lab;
  let bot: RunningBot;
  let playground: Playground;
  let chat: Chat;

  before(async () => {
    lab = await startLab();
    const configuration = readConfiguration({
      PORT: '0',
      STATE_URL: 'memory:',
      CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
      RATE_LIMIT_PERSON: '0',
      CHECK_TIMEOUT_MS: '2000',
      HELPDESK_CONTACT: 'IT help desk, extension 4711',
    });
    bot = await startBot(configuration, pino({ level: 'silent' }), lab);
    playground = await startPlayground({ botEndpoint: `${bot.url}/api/messages` });
    chat = await openChat(playground.url);
  });

  after(async () => {
    await chat?.close();
    await playground?.stop();
    await bot?.stop();
    await lab?.stop();
  });

  const shoot = (name: string) => chat.screenshot(`tests/screenshots/${name}.png`, 'card');

  test('a person is welcomed once', async () => {
    await chat.waitForText('Outlook keeps asking for a password?');
    await shoot('welcome');
  });

  test('two typed answers lead to the cause, and to whom to tell', async () => {
    await chat.say('check');
    await chat.waitForText('Which server does Outlook connect to?');
    await shoot('question-server');
    await chat.say('wildcard.contoso.test');
    await chat.waitForText('Which principal name does Outlook show?');
    await shoot('question-principal');
    await chat.say('msstd:mail.contoso.test');
    const card = await chat.waitForText(
      'the certificate is for *.contoso.test, but Outlook expects mail.contoso.test',
    );
    assert.match(card, /An Exchange administrator can mend this/);
    assert.match(card, /IT help desk, extension 4711/);
    assert.doesNotMatch(card, administratorsOnly);
    await shoot('principal-wildcard-user');
  });

  test('the summary for the ticket comes as a text with all its lines', async () => {
    await chat.press('Summary for the ticket');
    const summary = await chat.waitForText('Why does Outlook ask for a password?');
    assert.match(summary, /^ {8}Set-OutlookProvider EXPR -CertPrincipalName:"msstd:\*\.contoso\.test"$/m);
    assert.match(summary, /^ {2}Thumbprint \(SHA-1\) {2}[\dA-F]{40}$/m);
    await shoot('summary');
  });

  for (const [host, says] of forUsers)
    test(`a user reads what it means: ${host}`, async () => {
      await chat.say(`check ${host}.contoso.test msstd:mail.contoso.test`);
      await chat.waitForText(`Checked ${host}.contoso.test`);
      const card = await chat.lastCardText();
      assert.ok(card.includes(says), card);
      assert.doesNotMatch(card, administratorsOnly);
      await shoot(`${host}-user`);
    });

  test('who says so once is shown the commands, in the place of the card', async () => {
    await chat.say('check wildcard.contoso.test msstd:mail.contoso.test');
    await chat.waitForText('An Exchange administrator can mend this');
    const before = (await chat.messages()).length;
    await chat.press("I'm an administrator");
    const card = await chat.waitForText('Set-OutlookProvider EXPR -CertPrincipalName:"msstd:*.contoso.test"');
    assert.match(card, /Try it first; this changes nothing:/);
    assert.match(card, /Set-OutlookProvider EXCH -CertPrincipalName:"msstd:\*\.contoso\.test"/);
    assert.equal((await chat.messages()).length, before);
    await shoot('principal-wildcard-admin');
  });

  test('the version of Exchange is chosen on the card', async () => {
    await chat.choose('Your Exchange version', '2010');
    await chat.press('Show the commands for it');
    const card = await chat.waitForText('Test-OutlookConnectivity');
    assert.doesNotMatch(card, /Set-OutlookProvider EXCH/);
    await chat.choose('Your Exchange version', "I don't know");
    await chat.press('Show the commands for it');
    await chat.waitForText('Set-OutlookProvider EXCH');
  });

  test('another way and the certificate unfold', async () => {
    await chat.press('Certificate details');
    await chat.waitForText('Thumbprint (SHA-1)');
    await chat.press('Other ways');
    await chat.choose('Other ways', 'Get a new certificate');
    await shoot('principal-wildcard-admin-open');
    await chat.press('Show the steps');
    await chat.waitForText('New-ExchangeCertificate -GenerateRequest');
    await shoot('another-way');
  });

  for (const [host, says] of forAdministrators)
    test(`an administrator reads what to do: ${host}`, async () => {
      await chat.say(`check ${host}.contoso.test msstd:mail.contoso.test`);
      await chat.waitForText(`Checked ${host}.contoso.test`);
      const card = await chat.lastCardText();
      assert.ok(card.includes(says), card);
      await shoot(`${host}-admin`);
    });

  test('the cards alone lead to cause two: what Active Directory hands out', async () => {
    await chat.press('Check another server');
    await chat.waitForText('Which server does Outlook connect to?');
    await chat.fill('Server name', 'https://mail.contoso.test/');
    await chat.press('Next');
    await chat.waitForText('Which principal name does Outlook show?');
    await chat.fill('Principal name', 'msstd:mail.contoso.test');
    await chat.press('Next');
    await chat.waitForText('Mutual authentication can work');
    await shoot('principal-matches');
    await chat.press('Check what Active Directory hands out');
    await chat.waitForText('What does Active Directory hand out?');
    await shoot('question-provider');
    await chat.fill('CertPrincipalName of EXPR', 'msstd:old.contoso.test');
    await chat.press('Next');
    const card = await chat.waitForText('Active Directory hands out msstd:old.contoso.test');
    assert.match(card, /Set-OutlookProvider EXPR -CertPrincipalName:\$null/);
    await shoot('provider-mismatch');
  });

  test('checking a server again that does not answer updates the card in place', async () => {
    await chat.say('check silent.contoso.test msstd:silent.contoso.test');
    await chat.waitForText('silent.contoso.test takes the connection but does not finish the greeting');
    await shoot('handshake-stalled');
    const before = (await chat.messages()).length;
    await chat.press('Check again');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal((await chat.messages()).length, before);
    assert.match(await chat.lastCardText(), /does not finish the greeting in time/);
  });

  test('a hostile common name is shown as text and offered in no command', async () => {
    await chat.say('check hostile.contoso.test msstd:hostile.contoso.test');
    const hostile = await chat.waitForText('Remove-Mailbox');
    assert.doesNotMatch(hostile, /CertPrincipalName:"msstd:a"/);
    await shoot('hostile-name');
    await chat.say('check markdown.contoso.test msstd:markdown.contoso.test');
    await chat.waitForText('**[click](http://evil.test)** <b>x</b>');
    await shoot('markdown-name');
  });

  test('a wrong answer is told what was wrong, and the way out', async () => {
    await chat.say('check');
    await chat.waitForText('Which server does Outlook connect to?');
    for (const nonsense of ['what do you mean', '*.contoso.com', 'mail.contoso.com:99999']) {
      await chat.say(nonsense);
      await chat.waitForText('Which server does Outlook connect to?');
    }
    await chat.waitForText('Still stuck?');
    await shoot('third-miss');
    await chat.press('Cancel');
    await chat.waitForText('Stopped.');
    await shoot('cancelled');
  });

  test('the page shows no errors of its own', () => {
    assert.deepEqual(chat.consoleErrors, []);
  });
});
