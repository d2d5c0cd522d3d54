import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { Chat } from './chat.ts';
import { openChat, type Playground, skipBrowser, startPlayground } from './playground.ts';
import { Relay } from './relay.ts';

const report = `Testing RPC/HTTP connectivity.
The RPC/HTTP test failed.
Test Steps
Attempting to resolve the host name wildcard.contoso.test in DNS.
The host name resolved successfully.
Testing SSL mutual authentication with the RPC proxy server.
Mutual authentication couldn't be established.
Additional Details
The certificate common name *.contoso.test doesn't validate against the mutual authentication string that was provided: msstd:mail.contoso.test
Attempting to ping RPC proxy wildcard.contoso.test.
RPC Proxy can't be pinged.`;

const providers = `[PS] C:\\>Get-OutlookProvider | fl Name,CertPrincipalName

Name              : EXPR
CertPrincipalName : msstd:old.contoso.test`;

const wildcardSays = 'the certificate is for *.contoso.test, but Outlook expects mail.contoso.test';

describe('at home in Teams, in the Playground', { skip: skipBrowser() }, () => {
  let lab: Lab;
  let bot: RunningBot;
  let relay: Relay;
  let playground: Playground;
  let chat: Chat;

  before(async () => {
    lab = await startLab();
    const configuration = readConfiguration({
      PORT: '0',
      STATE_URL: 'memory:',
      CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
      RATE_LIMIT_PERSON: '0',
      CHECK_TIMEOUT_MS: '6000',
      HELPDESK_CONTACT: 'IT help desk, extension 4711',
    });
    bot = await startBot(configuration, pino({ level: 'silent' }), lab);
    relay = await Relay.start(bot.url);
    playground = await startPlayground({ botEndpoint: `${relay.url}/api/messages` });
    chat = await openChat(playground.url);
  });

  after(async () => {
    await chat?.close();
    await playground?.stop();
    await relay?.stop();
    await bot?.stop();
    await lab?.stop();
  });

  const shoot = (name: string) => chat.screenshot(`tests/screenshots/${name}.png`, 'card');

  test('a report is read, and answered at once', async () => {
    await chat.say(report);
    const card = await chat.waitForText(wildcardSays);
    assert.doesNotMatch(card, /not checked live/);
    await chat.screenshot('tests/screenshots/paste-report.png');
    assert.ok((await chat.messages()).some((text) => text.includes('This is what I read')));
  });

  test('what was read can be put right on the card', async () => {
    await chat.say(report.replaceAll('wildcard.contoso.test', 'nowhere.contoso.test'));
    await chat.waitForText('not checked live');
    await shoot('paste-report-not-live');
  });

  test('output of PowerShell answers the question for the principal name', async () => {
    await chat.say('check mail.contoso.test');
    await chat.waitForText('Which principal name does Outlook show?');
    await chat.say(providers);
    await chat.waitForText('old.contoso.test');
    await shoot('paste-providers');
  });

  test('nonsense gets an answer with examples', async () => {
    await chat.say('lorem ipsum dolor sit amet, consetetur sadipscing elitr');
    const card = await chat.waitForText('I did not find a server name in that.');
    assert.match(card, /Get-OutlookProvider/);
    await shoot('paste-nonsense');
  });

  test('an answered question keeps its answer and loses its buttons', async () => {
    await chat.say('check');
    await chat.waitForText('Which server does Outlook connect to?');
    await chat.say('mail.contoso.test');
    await chat.waitForText('Which principal name does Outlook show?');
    const texts = await chat.messages();
    assert.ok(texts.some((text) => /Server name\s+mail\.contoso\.test/.test(text)));
    await chat.screenshot('tests/screenshots/answered-question.png');
    await chat.say('cancel');
  });

  test('a question of a conversation that is forgotten is out of date', async () => {
    await chat.say('check');
    await chat.waitForText('Which server does Outlook connect to?');
    await chat.say('forget me');
    await chat.waitForText('I have forgotten you');
    await chat.page.getByRole('button', { name: "I don't know", exact: true }).last().click();
    const stale = chat.page.getByText('This card is out of date.');
    await stale.waitFor();
    await stale.scrollIntoViewIfNeeded();
    await chat.screenshot('tests/screenshots/stale-card.png');
  });

  test('a slow check shows that it runs, and then its result in the same place', async () => {
    await chat.say('check silent.contoso.test msstd:silent.contoso.test');
    await chat.waitForText('Looking at the server');
    await shoot('checking');
    const before = (await chat.messages()).length;
    await chat.waitForText('takes the connection');
    assert.equal((await chat.messages()).length, before);
  });

  test('in a group chat a mention without names gets one form, which becomes the answer', async () => {
    await chat.open('group');
    await chat.say('Outlook keeps asking for my password');
    const form = await chat.waitForText('Which server, and which name?');
    assert.match(form, /For /);
    await shoot('group-form');
    await chat.fill('Server name', 'wildcard.contoso.test');
    await chat.fill('Principal name', 'msstd:mail.contoso.test');
    await chat.press('Check a server');
    await chat.waitForText(wildcardSays);
    await shoot('group-answer');
    await chat.press('Check again');
    await chat.waitForText(wildcardSays);
  });

  test('two people in one group chat have two checks, each for one of them', async () => {
    await chat.say('check mail.contoso.test msstd:mail.contoso.test');
    await chat.waitForText('No fault found');
    const response = await relay.ben({
      type: 'message',
      text: 'check expired.contoso.test msstd:expired.contoso.test',
    });
    assert.equal(response.status, 200);
    const bens = await chat.waitForText('the certificate expired');
    assert.match(bens, /For Ben Example/);
    await chat.screenshot('tests/screenshots/group-two-people.png');
    await chat.press("I'm an administrator");
    await chat.waitForText('the certificate expired');
    assert.doesNotMatch(await chat.lastCardText(), /Exchange Management Shell/, "it is Ben's card");
  });

  test('in a channel both names in one mention are answered in the thread', async () => {
    await chat.open('channel');
    await chat.say('check wildcard.contoso.test msstd:mail.contoso.test');
    await chat.waitForText(wildcardSays);
    await chat.screenshot('tests/screenshots/channel-answer.png');
  });

  test('the page has no errors of its own', () => assert.deepEqual(chat.consoleErrors, []));
});
