import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import type { Activity } from 'botbuilder';
import type { Chat } from './chat.ts';
import { openChat, type Playground, skipBrowser, startPlayground } from './playground.ts';

describe('the Playground driver', { skip: skipBrowser() }, () => {
  let playground: Playground;
  let chat: Chat;

  before(async () => {
    await once(standIn.listen(0, '127.0.0.1'), 'listening');
    const { port } = standIn.address() as AddressInfo;
    playground = await startPlayground({ botEndpoint: `http://127.0.0.1:${port}/api/messages` });
    chat = await openChat(playground.url);
  });

  after(async () => {
    await chat?.close();
    await playground?.stop();
    standIn.close();
  });

  test('shows what the bot says when it is installed', async () => {
    await chat.waitForText('Welcome');
  });

  test('passes a text to the bot unchanged', async () => {
    const said = 'msstd:*.contoso.test "a" & <b> C:\\b\nnext line';
    await chat.say(said);
    await chat.waitForText('You said');
    assert.equal(heard.at(-1)?.text, said);
  });

  test('does not take the same words of an earlier message for the answer', async () => {
    await chat.say('card');
    await chat.waitForText('Which server');
    await chat.say('nothing');
    await assert.rejects(chat.waitForText('Which server', 500), /No "Which server" within 500 ms/);
  });

  for (const view of ['personal', 'group', 'channel'] as const) {
    test(`fills and sends a card in the ${view} view`, async () => {
      await chat.open(view);
      await chat.say('card');
      await chat.waitForText('Which server');
      await chat.fill('Server name', 'mail.contoso.test');
      await chat.choose('Certificate', 'Wildcard');
      await chat.press('Next');
      await chat.waitForText('mail.contoso.test is wildcard');
      assert.match((await chat.messages()).join('\n'), /card$/m);
      assert.deepEqual(chat.consoleErrors, []);
    });
  }

  test('hears nothing in a group chat without a mention', async () => {
    await chat.open('group');
    await chat.say('card');
    await chat.waitForText('Which server');
    await chat.say('card', { mention: false });
    await assert.rejects(chat.waitForText('Which server', 500));
  });
});

const heard: Activity[] = [];

/** A bot in few words: says welcome, sends a card, repeats what it hears, and answers the card's button. */
const standIn = createServer(async (request, response) => {
  // The Playground asks with HEAD whether the bot is there.
  if (request.method !== 'POST') return response.end();
  const activity = (await json(request)) as Activity;
  heard.push(activity);
  if (activity.type === 'conversationUpdate') await send(activity, { text: 'Welcome' });
  if (activity.type === 'message' && !activity.text.includes('nothing')) {
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: form };
    const isCard = activity.text.endsWith('card');
    await send(activity, isCard ? { attachments: [attachment] } : { text: `You said ${activity.text}` });
  }
  if (activity.type !== 'invoke') return response.end();
  const { server, certificate } = activity.value.action.data;
  const value = { ...form, body: [{ type: 'TextBlock', text: `${server} is ${certificate}` }], actions: [] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value }));
});

async function send(to: Activity, message: Partial<Activity>): Promise<void> {
  await fetch(`${to.serviceUrl}/v3/conversations/${encodeURIComponent(to.conversation.id)}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', from: to.recipient, recipient: to.from, ...message }),
  });
}

const form = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Which server?' },
    { type: 'Input.Text', id: 'server', label: 'Server name', isRequired: true, errorMessage: 'Required' },
    {
      type: 'Input.ChoiceSet',
      id: 'certificate',
      label: 'Certificate',
      choices: [
        { title: 'One name', value: 'single' },
        { title: 'Wildcard', value: 'wildcard' },
      ],
    },
  ],
  actions: [{ type: 'Action.Execute', title: 'Next', verb: 'check' }],
};
