import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import {
  type Activity,
  type Answer,
  botId,
  cardAction,
  cardSubmit,
  type Inputs,
  invoke,
  membersAdded,
  message,
  Person,
} from './client.ts';

let lab: Lab;
let bot: RunningBot;

before(async () => {
  lab = await startLab();
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '1000',
    HELPDESK_CONTACT: 'IT help desk, extension 4711',
  });
  bot = await startBot(configuration, pino({ level: 'silent' }), lab);
});

after(async () => {
  await bot?.stop();
  await lab?.stop();
});

type Does = string | { press: string; text?: string };
/** What a person does and what the answer must say. */
type Turn = [does: Does, ...says: (string | RegExp)[]];

const asksServer = 'Which server does Outlook connect to?';
const asksPrincipal = 'Which principal name does Outlook show?';
const asksProvider = 'What does Active Directory hand out?';
const good = 'No fault found';
const goodForAdministrators = 'Mutual authentication can work';
const stopped = 'Stopped.';
const outOfDate = 'This card is out of date.';
const setProvider = 'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:*.contoso.test"';
const wildcardHeadline = 'the certificate is for *.contoso.test, but Outlook expects mail.contoso.test';
const wildcard = [wildcardHeadline, setProvider];
const resetProvider = 'Set-OutlookProvider EXPR -CertPrincipalName:$null';
const notUnderstood = 'I did not find a server name in that.';
const cannotBePrincipal = 'That cannot be a principal name.';
const cannotBeServer = 'That cannot be a server name.';
const notPicked = 'The principal name was not known; msstd:mail.contoso.test was assumed';

const conversations: Record<string, Turn[]> = {
  'two typed answers lead to the cause and the command': [
    ['check', asksServer],
    ['wildcard.contoso.test', asksPrincipal, 'Server: wildcard.contoso.test'],
    ['msstd:mail.contoso.test', ...wildcard],
  ],
  'the buttons alone lead to the cause and the command': [
    ['check', asksServer],
    [{ press: 'Next', text: 'https://wildcard.contoso.test/' }, asksPrincipal],
    [{ press: 'Next', text: 'msstd:mail.contoso.test' }, ...wildcard],
  ],
  'a good certificate leads on to what Active Directory hands out': [
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    [{ press: 'Check what Active Directory hands out' }, asksProvider],
    [
      { press: 'Next', text: 'msstd:old.contoso.test' },
      'Active Directory hands out msstd:old.contoso.test',
      resetProvider,
    ],
  ],
  'what an administrator pastes from the shell is read': [
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    [{ press: 'Check what Active Directory hands out' }, asksProvider],
    [
      '\r\nCertPrincipalName : msstd:old.contoso.test\r\n',
      'Active Directory hands out msstd:old.contoso.test',
    ],
  ],
  'nothing behind the colon is $null': [
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    [{ press: 'Check what Active Directory hands out' }, asksProvider],
    ['CertPrincipalName : ', 'EXPR is empty, so Outlook gets the default'],
  ],
  'an empty provider can be chosen': [
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    [{ press: 'Check what Active Directory hands out' }, asksProvider],
    [{ press: 'It is empty' }, 'EXPR is empty, so Outlook gets the default'],
  ],
  'who does not know what Active Directory hands out is told who does': [
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    [{ press: 'Check what Active Directory hands out' }, asksProvider],
    [{ press: "I don't know" }, 'Only an Exchange administrator can read it.', asksProvider],
  ],
  'an expired certificate is told at once': [
    [
      'check expired.contoso.test msstd:expired.contoso.test',
      /The certificate expired on [A-Z][a-z]{2} \d{1,2}, \d{4}\./,
    ],
  ],
  'a server that does not answer is told': [
    [
      'check silent.contoso.test msstd:silent.contoso.test',
      'silent.contoso.test takes the connection but does not finish the greeting',
    ],
  ],
  'a name that does not exist is told': [
    [
      'check nowhere.contoso.test msstd:nowhere.contoso.test',
      'There is no server called nowhere.contoso.test',
    ],
  ],
  'a private address is not checked': [
    [
      'check private.contoso.test msstd:private.contoso.test',
      'may not be checked from here',
      /^(?!.*10\.0\.0\.5)/s,
    ],
  ],
  'a host in any sentence starts a check': [
    [
      'Outlook always asks for my password at mail.contoso.test, why?',
      asksPrincipal,
      'Server: mail.contoso.test',
    ],
    ['msstd:mail.contoso.test', goodForAdministrators],
  ],
  'a principal name alone asks for the server only': [
    ['Outlook says msstd:mail.contoso.test', asksServer],
    ['mail.contoso.test', goodForAdministrators],
  ],
  'a server without a dot may be named after the command': [
    ['check exch01', asksPrincipal, 'Server: exch01'],
    ['cancel', stopped],
  ],
  'both names at once answer more than the question that waits': [
    ['check', asksServer],
    ['it is mail.contoso.test with msstd:mail.contoso.test', goodForAdministrators],
  ],
  'words about the trouble start the check': [
    ['My Outlook keeps asking for a password!', asksServer],
    ['cancel', stopped],
  ],
  'words after the command that name no server are no server': [['check a server please', asksServer]],
  'a new check in the middle of a question begins afresh': [
    ['check', asksServer],
    ['check mail.contoso.test msstd:mail.contoso.test', goodForAdministrators],
    ['hello there', notUnderstood],
  ],
  'the box that is not ticked can be pressed': [
    ['check mail.contoso.test', asksPrincipal],
    [{ press: 'The box is not ticked' }, 'the box in Outlook is not ticked'],
  ],
  'a principal name that is not known can be pressed': [
    ['check mail.contoso.test', asksPrincipal],
    [{ press: "I don't know" }, notPicked],
  ],
  'a server that is not known cannot be checked': [
    ['check', asksServer],
    [{ press: "I don't know" }, 'Without the server I cannot look.', asksServer],
    ['no idea', 'Without the server I cannot look.', asksServer],
    ['mail.contoso.test', asksPrincipal],
  ],
  'three misses show a way out, and it works': [
    ['check', asksServer],
    ['what do you mean', cannotBeServer, /^(?!.*Still stuck)/s],
    ['I am lost', cannotBeServer, /^(?!.*Still stuck)/s],
    ['please help me', cannotBeServer, asksServer, 'Still stuck?'],
    [{ press: 'Cancel' }, stopped],
    ['really?', notUnderstood],
  ],
  'an answer after misses counts all the same': [
    ['check', asksServer],
    ['what do you mean', cannotBeServer],
    ['mail.contoso.test', asksPrincipal, /^(?!.*cannot be)/s],
  ],
  'help asks the question again': [
    ['check', asksServer],
    ['help', 'What I can do', asksServer, 'IT help desk, extension 4711'],
    ['mail.contoso.test', asksPrincipal],
    ['?', 'What I can do', asksPrincipal, 'Server: mail.contoso.test'],
    [{ press: "I don't know" }, notPicked],
    [{ press: 'Check another server' }, asksServer],
    [{ press: 'Cancel' }, stopped],
    ['help', 'What I can do', /^(?!.*Which)/s],
  ],
  'cancel ends every question': [
    ['check', asksServer],
    ['cancel', stopped],
    ['check mail.contoso.test', asksPrincipal],
    ['Never mind!', stopped],
    ['msstd:', notUnderstood],
  ],
  'start over begins with the first question': [
    ['check mail.contoso.test', asksPrincipal],
    ['start over', asksServer],
    ['Restart.', asksServer],
    ['wildcard.contoso.test', asksPrincipal],
    ['msstd:mail.contoso.test', ...wildcard],
  ],
  'the notices lead on': [
    ['hello', 'What I can do'],
    [{ press: 'Check a server' }, asksServer],
    [{ press: 'Cancel' }, stopped],
    [{ press: 'Check a server' }, asksServer],
    ['cancel', stopped],
    ['tell me a joke', notUnderstood],
    [{ press: 'How it works' }, 'What I can do'],
  ],
};

for (const how of ['press', 'submit'] as const) {
  describe(how === 'press' ? 'in a client of today' : 'in a client that does not know Action.Execute', () => {
    for (const [what, turns] of Object.entries(conversations)) {
      if (how === 'submit' && turns.every(([does]) => typeof does === 'string')) continue;
      test(what, async () => {
        const anna = await administrator();
        for (const [does, ...says] of turns) {
          const answer = await (typeof does === 'string'
            ? anna.say(does)
            : anna[how](does.press, inputsOf(does.text)));
          assert.equal(answer.status, 200);
          for (const said of says) assertSays(answer, said);
        }
      });
    }
  });
}

describe('an answer that is wrong is told what is wrong with it', () => {
  const server: [typed: string, says: string][] = [
    ['*.contoso.com', 'A name with * stands for many servers.'],
    ['msstd:mail.contoso.test', 'That is the principal name. First the server'],
    ['mail.contoso.com:99999', 'is not a port'],
    ['two words', cannotBeServer],
    ['', 'There is no name in that.'],
    ['x'.repeat(3000), 'That is too long for a server name.'],
  ];
  for (const [typed, says] of server)
    test(`the server: ${JSON.stringify(typed.slice(0, 30))}`, async () => {
      const anna = new Person(bot.url);
      await anna.say('check');
      const answer = await anna.say(typed);
      assertSays(answer, says);
      assertSays(answer, asksServer);
    });

  const principal: [typed: string, says: string][] = [
    ['msstd:', 'The name after msstd: is missing.'],
    ['msstd:a.test;b.test', 'There are several names in that.'],
    ['yes', cannotBePrincipal],
    ['', cannotBePrincipal],
    ['...', cannotBePrincipal],
    [`msstd:${'x'.repeat(600)}`, 'That is too long for a principal name.'],
  ];
  for (const [typed, says] of principal)
    test(`the principal name: ${JSON.stringify(typed.slice(0, 30))}`, async () => {
      const anna = new Person(bot.url);
      await anna.say('check mail.contoso.test');
      for (const answer of [await anna.say(typed), await anna.press('Next', { text: typed })]) {
        assertSays(answer, says);
        assertSays(answer, asksPrincipal);
      }
    });
});

describe('a principal name that is not known may be typed as', () => {
  for (const typed of [
    "I don't know",
    'I don’t know.',
    'i dont know',
    'DUNNO',
    '  no   idea ',
    'not sure',
    'IDK!',
  ])
    test(typed, async () => {
      const anna = new Person(bot.url);
      await anna.say('check mail.contoso.test');
      assertSays(await anna.say(typed), 'so the usual one was assumed: mail.contoso.test');
    });
});

describe('a box that is not ticked may be typed as', () => {
  for (const typed of ['The box is not ticked', 'not ticked', 'unticked', 'none', 'msstd:none', 'No.'])
    test(typed, async () => {
      const anna = new Person(bot.url);
      await anna.say('check mail.contoso.test');
      assertSays(await anna.say(typed), 'Outlook is set not to expect a certain name');
    });
});

describe('a pressed button', () => {
  test('that checks again is answered with the card in its place, and no new message', async () => {
    const anna = await administrator();
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    const answer = await anna.press('Check again');
    assert.deepEqual(answer.messages, []);
    assert.match(JSON.stringify(answer.inPlace), /Set-OutlookProvider EXPR/);
  });

  test('that checks again in an old client is answered with a message', async () => {
    const anna = await administrator();
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    const answer = await anna.submit('Check again');
    assert.equal(answer.messages.length, 1);
    assertSays(answer, setProvider);
  });

  test('that checks again knows what was assumed, what was not ticked and what Active Directory hands out', async () => {
    const anna = await administrator();
    await anna.say('check mail.contoso.test');
    await anna.press("I don't know");
    assertSays(await anna.press('Check again'), notPicked);
    await anna.say('check mail.contoso.test none');
    assertSays(await anna.press('Check again'), 'the box in Outlook is not ticked');
    await anna.say('check mail.contoso.test msstd:mail.contoso.test');
    await anna.press('Check what Active Directory hands out');
    await anna.press('It is empty');
    assertSays(await anna.press('Check again'), 'EXPR is empty, so Outlook gets the default');
  });

  test('takes the new value of Active Directory after a change', async () => {
    const anna = await administrator();
    const directory = 'Check what Active Directory hands out';
    await anna.say('check mail.contoso.test msstd:mail.contoso.test');
    await anna.press(directory);
    assertSays(await anna.say('msstd:old.contoso.test'), 'Active Directory hands out msstd:old.contoso.test');
    await anna.press(directory);
    assertSays(await anna.press('It is empty'), 'Mutual authentication can work');
  });

  test('of a question leaves what was answered in its place, and the next question comes below', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    const answer = await anna.press('Next', { text: 'mail.contoso.test' });
    assert.match(JSON.stringify(answer.inPlace), /Server.*mail\.contoso\.test/);
    assert.deepEqual(answer.inPlace?.actions, []);
    assert.match(JSON.stringify(answer.messages), /Which principal name/);
  });

  test('of a question that has been answered is out of date and answers no other question', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    const old = anna.card;
    await anna.say('wildcard.contoso.test');
    for (const [title, text] of [['Next', 'msstd:mail.fabrikam.test'], ["I don't know"]] as const) {
      const answer = await anna.press(title, inputsOf(text), old);
      assertSays(answer, outOfDate);
      assertSays(answer, asksPrincipal);
    }
    assertSays(await anna.say('msstd:mail.contoso.test'), wildcardHeadline);
  });

  test('of a question is out of date where nothing is asked any more', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    const old = anna.card;
    await anna.say('cancel');
    assertSays(await anna.press('Next', { text: 'mail.contoso.test' }, old), outOfDate);
    assertSays(await anna.submit("I don't know", {}, old), outOfDate);
  });

  test("of another person's question answers nothing", async () => {
    const anna = new Person(bot.url);
    const ben = new Person(bot.url, { id: '29:ben', conversation: anna.conversation });
    await anna.say('check');
    await ben.say('check');
    const answer = await ben.press('Next', { text: 'mail.contoso.test' }, anna.card);
    assertSays(answer, outOfDate);
    assertSays(answer, asksServer);
  });
});

const administratorsOnly = /Exchange Management Shell|OutlookProvider|ExchangeCertificate|\bEXPR\b|Restart-/;

describe('who reads a result', () => {
  const causes: [host: string, says: string][] = [
    ['wildcard', 'An Exchange administrator can mend this'],
    ['expired', 'An Exchange administrator can mend this'],
    ['nowhere', 'Your help desk can look into it'],
    ['private', 'The operator of this check can allow it'],
    ['mail', 'so the names are most likely not to blame'],
  ];
  for (const [host, says] of causes)
    test(`and said nothing is told whom to tell, and sees no command: ${host}`, async () => {
      const anna = new Person(bot.url);
      const answer = await anna.say(`check ${host}.contoso.test msstd:mail.contoso.test`);
      assertSays(answer, says);
      assertSays(answer, 'IT help desk, extension 4711');
      assert.doesNotMatch(answer.text, administratorsOnly);
    });

  for (const how of ['press', 'submit'] as const)
    test(`can say so once, for every conversation, and take it back (${how})`, async () => {
      const anna = new Person(bot.url);
      const elsewhere = new Person(bot.url, { id: anna.id });
      const ben = new Person(bot.url, { conversation: anna.conversation });
      await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
      const asAdministrator = await anna[how]("I'm an administrator");
      assertSays(asAdministrator, setProvider);
      assert.equal(asAdministrator.inPlace !== null, how === 'press', 'in the place of the card');
      assertSays(await elsewhere.say('check wildcard.contoso.test msstd:mail.contoso.test'), setProvider);
      const forBen = await ben.say('check wildcard.contoso.test msstd:mail.contoso.test');
      assert.doesNotMatch(forBen.text, administratorsOnly);
      const asUser = await elsewhere[how]("I'm not an administrator");
      assertSays(asUser, wildcardHeadline);
      assert.doesNotMatch(asUser.text, administratorsOnly);
      assert.doesNotMatch((await anna.press('Check again')).text, administratorsOnly);
    });
});

describe('the version of Exchange', () => {
  const exch = 'Set-OutlookProvider EXCH';

  for (const how of ['press', 'submit'] as const)
    test(`changes the commands and is remembered in every conversation (${how})`, async () => {
      const anna = await administrator();
      const elsewhere = new Person(bot.url, { id: anna.id });
      assertSays(await anna.say('check wildcard.contoso.test msstd:mail.contoso.test'), exch);
      const chosen = await anna[how]('Show the commands for it', { version: '2010' });
      assertSays(chosen, 'Test-OutlookConnectivity');
      assert.ok(!chosen.text.includes(exch));
      const again = await elsewhere.say('check wildcard.contoso.test msstd:mail.contoso.test');
      assert.ok(!again.text.includes(exch));
      assert.ok(!(await elsewhere.press('Summary for the ticket')).text.includes(exch));
      assert.ok(!(await elsewhere[how]('Check again', { version: 'unknown' })).text.includes(exch));
      assertSays(await elsewhere[how]('Show the commands for it', { version: 'unknown' }), exch);
    });

  test('that nobody made counts as not known', async () => {
    const anna = await administrator();
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    await anna.press('Show the commands for it', { version: '2010' });
    assertSays(await anna.press('Show the commands for it', { version: '2010"; calc' }), exch);
  });
});

describe('another way', () => {
  test('is shown in full in the place of the card, and leads back', async () => {
    const anna = await administrator();
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    const other = await anna.press('Show the steps', { fix: 'reissue-certificate' });
    assert.notEqual(other.inPlace, null);
    assertSays(other, 'Another way');
    assertSays(other, 'New-ExchangeCertificate -GenerateRequest');
    assert.ok(!other.text.includes(setProvider));
    assertSays(await anna.press('Show the steps', { fix: 'set-provider' }), setProvider);
    await anna.press('Show the steps', { fix: 'reissue-certificate' });
    assertSays(await anna.press('Check again'), setProvider);
  });

  test('that there is not, is none', async () => {
    const anna = await administrator();
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    for (const fix of ['renew-certificate', '__proto__', 'x'.repeat(5000)])
      assertSays(await anna.press('Show the steps', { fix }), setProvider);
  });
});

describe('the summary for the ticket', () => {
  for (const how of ['press', 'submit'] as const)
    test(`comes as one message that can be copied, for every reader (${how})`, async () => {
      for (const anna of [new Person(bot.url), await administrator()]) {
        await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
        const card = anna.card;
        const { messages, inPlace, text } = await anna[how]('Summary for the ticket');
        assert.equal(inPlace, null);
        assert.equal(messages.length, 1);
        assert.equal(messages[0]?.textFormat, 'xml');
        assert.match(
          text,
          /^<pre>Why does Outlook ask for a password\?\nChecked wildcard\.contoso\.test on /,
        );
        assert.ok(text.includes(`\n        ${setProvider}\n`));
        assert.doesNotMatch(text, /-WhatIf/);
        assert.equal(anna.card, card);
      }
    });

  test('leaves a question that waits standing', async () => {
    const anna = new Person(bot.url);
    await anna.say('check expired.contoso.test msstd:expired.contoso.test');
    const result = anna.card;
    await anna.press('Check another server');
    assertSays(await anna.press('Summary for the ticket', {}, result), 'The certificate expired on');
    assertSays(await anna.say('wildcard.contoso.test'), asksPrincipal);
  });
});

describe('card data that a stranger made up does no harm and gets an answer', () => {
  const deep = JSON.parse(`${'{"action":'.repeat(500)}"check"${'}'.repeat(500)}`);
  const forged: [what: string, data: unknown][] = [
    ['nothing', null],
    ['a text', 'check'],
    ['a number', 5],
    ['a list', [{ action: 'check' }]],
    ['an empty object', {}],
    ['an unknown action', { action: 'format', server: 'mail.contoso.test' }],
    ['an action that is no text', { action: { action: 'check' } }],
    ['a server that is a command', { action: 'check', server: '$(x)', principal: 'msstd:mail.contoso.test' }],
    ['a server that is a list', { action: 'check', server: ['mail.contoso.test'] }],
    ['no server', { action: 'check' }],
    ['a file for a server', { action: 'check', server: 'file:///etc/passwd' }],
    [
      'a principal name of 10 KB',
      { action: 'check', server: 'mail.contoso.test', principal: `msstd:${'x'.repeat(10_240)}` },
    ],
    [
      'a principal name that is a command',
      { action: 'askProvider', server: 'mail.contoso.test', principal: '"; x' },
    ],
    ['an answer without a question', { action: 'answer', value: 'unknown' }],
    [
      'an answer to a question of nobody',
      { action: 'answer', question: 'server', asked: 'x', text: 'mail.contoso.test' },
    ],
    ['a reader of nobody', { action: 'reader', reader: 'root', server: 'mail.contoso.test' }],
    ['a reader of a file', { action: 'reader', reader: 'admin', server: 'file:///etc/passwd' }],
    ['a version without a server', { action: 'version', version: '2016' }],
    ['a way out of a command', { action: 'steps', fix: { a: 1 }, server: '$(x)' }],
    ['a summary of nothing', { action: 'summary', principal: 'msstd:mail.contoso.test' }],
    ['an inherited action', JSON.parse('{"__proto__":{"action":"check","server":"mail.contoso.test"}}')],
    ['the name of an inherited property', { action: 'constructor' }],
    [
      'prototypes as values',
      { action: 'answer', question: '__proto__', asked: 'toString', value: 'hasOwnProperty' },
    ],
    ['a deep tree', deep],
  ];
  const states: [when: string, before: string[]][] = [
    ['with no question', []],
    ['at the first question', ['check']],
    ['at the second question', ['check mail.contoso.test']],
  ];
  for (const [what, data] of forged)
    for (const [when, before] of states)
      test(`${what}, ${when}`, async () => {
        const anna = new Person(bot.url);
        for (const text of before) await anna.say(text);
        await assertHarmless(anna, cardAction(data, 'check'));
        await assertHarmless(anna, cardSubmit(data));
      });

  for (const value of [
    null,
    undefined,
    'x',
    {},
    { action: null },
    { action: 'x' },
    { action: { data: null } },
  ])
    test(`an invoke with ${JSON.stringify(value)}`, async () => {
      const anna = new Person(bot.url);
      await anna.say('check');
      await assertHarmless(anna, invoke('adaptiveCard/action', value));
    });

  test('a choice that the question does not offer is no answer', async () => {
    for (const value of ['empty', 'notTicked']) {
      const anna = new Person(bot.url);
      await anna.say('check');
      const data = { ...anna.card?.actions?.[0]?.data, value };
      assertSays(await anna.send(cardAction(data)), 'There is no name in that.');
    }
  });

  test('a provider value that is a command reaches no command', async () => {
    const anna = await administrator();
    const data = {
      action: 'check',
      server: 'mail.contoso.test',
      principal: 'msstd:mail.contoso.test',
      expr: '"; Remove-Mailbox -Identity *; "',
    };
    const answer = await anna.send(cardAction(data, 'check'));
    assertSays(answer, 'Active Directory hands out');
    assertCommandsAreClean(answer);
  });
});

describe('a hostile common name is shown and reaches no command', () => {
  const names: [host: string, shown: string][] = [
    ['hostile', 'Remove-Mailbox -Identity *'],
    ['hostile2', '$(Get-Process)'],
    ['markdown', '**[click](http://evil.test)** <b>x</b>'],
  ];
  for (const [host, shown] of names)
    test(host, async () => {
      const anna = await administrator();
      const answer = await anna.say(`check ${host}.contoso.test msstd:mail.contoso.test`);
      const summary = await anna.press('Summary for the ticket');
      assertSays(answer, shown);
      assertSays(summary, shown.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      for (const each of [answer, summary]) assertCommandsAreClean(each);
    });
});

describe('several people', () => {
  test('in one conversation do not answer for each other', async () => {
    const anna = new Person(bot.url);
    const ben = new Person(bot.url, { id: '29:ben', conversation: anna.conversation });
    assertSays(await anna.say('check'), asksServer);
    assertSays(await ben.say('expired.contoso.test'), 'Server: expired.contoso.test');
    assertSays(await anna.say('wildcard.contoso.test'), 'Server: wildcard.contoso.test');
    assertSays(await ben.say('cancel'), stopped);
    assertSays(await anna.say('msstd:mail.contoso.test'), wildcardHeadline);
  });

  test('at the same time get their own answers', async () => {
    const hosts = ['mail', 'expired', 'wildcard', 'silent', 'ec', 'closed', 'nowhere'];
    await Promise.all(
      hosts.map(async (host) => {
        const person = new Person(bot.url, { id: `29:${host}`, conversation: 'crowd' });
        assertSays(await person.say(`check ${host}.contoso.test`), `Server: ${host}.contoso.test`);
        assertSays(await person.say(`msstd:${host}.contoso.test`), `Checked ${host}.contoso.test on`);
      }),
    );
  });

  test('or one who is faster than the bot, lose no question', async () => {
    const anna = new Person(bot.url);
    const slow = anna.say('check silent.contoso.test msstd:silent.contoso.test');
    const asked = anna.say('check');
    assertSays(await slow, 'silent.contoso.test takes the connection but does not finish');
    assertSays(await asked, asksServer);
    assertSays(await anna.say('wildcard.contoso.test'), asksPrincipal);
  });

  test('are one person in two conversations', async () => {
    const here = new Person(bot.url);
    const there = new Person(bot.url);
    await here.say('check mail.contoso.test');
    assertSays(await there.say('yes'), notUnderstood);
    assertSays(await here.say('msstd:mail.contoso.test'), good);
  });
});

describe('any text gets an answer, and the next turn works', () => {
  const texts: [what: string, text: unknown][] = [
    ['nothing', ''],
    ['no text at all', undefined],
    ['blanks', ' \t\r\n\u00a0\u2003 '],
    ['an emoji', '🙂👩‍👩‍👧‍👦'],
    ['50 KB', 'lorem ipsum '.repeat(4267)],
    ['50 KB without a blank', 'a'.repeat(51_200)],
    ['50 KB of dots', '.'.repeat(51_200)],
    ['50 KB of colons after msstd', `msstd${':'.repeat(51_200)}`],
    ['a lone surrogate', '\ud83d'],
    ['a null character', 'a\u0000b'],
    ['text that turns around', '\u202eliam'],
    ['text without end', 'Z\u0351\u036b\u0343'.repeat(100)],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to arrive like this.
    ['templates', '${title} {{host}} $t(chat.error) %s {0}'],
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['SQL', "'; DROP TABLE certificates; --"],
    ['a path', '../../../../etc/passwd'],
    ['the name of a property', '__proto__'],
    ['another one', 'constructor'],
    ['JSON', '{"action":"check","server":"mail.contoso.test"}'],
  ];
  for (const [what, text] of texts)
    for (const before of ['hello', 'check', 'check mail.contoso.test'])
      test(`${what} after "${before}"`, async () => {
        const anna = new Person(bot.url);
        await anna.say(before);
        await assertHarmless(anna, message(text));
      });
});

describe('the language', () => {
  const german = 'Ab jetzt spreche ich Deutsch.';
  const asksServerInGerman = 'Mit welchem Server verbindet sich Outlook?';

  for (const text of ['Deutsch', 'german', 'Allemand', 'Deutsch!'])
    test(`can be typed below the card that asks for it, as in "${text}"`, async () => {
      const anna = new Person(bot.url);
      assertSays(await anna.say('language'), 'Which language shall I speak?');
      assertSays(await anna.say(text), german);
      assertSays(await anna.say('hilfe'), 'Was ich kann');
    });

  for (const text of ['language german', 'Language deutsch', 'language de', 'change language to German'])
    test(`can be typed at any time, as in "${text}"`, async () => {
      const anna = new Person(bot.url);
      assertSays(await anna.say(text), german);
      assertSays(await anna.say('hilfe'), 'Was ich kann');
    });

  test('is typed while a question waits, which is asked again in the new language', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    assertSays(await anna.say('language'), asksServer);
    const answer = await anna.say('Deutsch');
    assertSays(answer, german);
    assertSays(answer, asksServerInGerman);
    assertSays(await anna.say('mail.contoso.test'), 'Server: mail.contoso.test');
  });

  test('is that of Teams again, also by typing, and the bot says so in it', async () => {
    const anna = new Person(bot.url);
    await anna.say('language german');
    assertSays(await anna.say('language'), 'Welche Sprache soll ich sprechen?');
    assertSays(await anna.say('Wie in Teams'), 'From now on I speak English.');
    await anna.say('Nederlands');
    await anna.say('taal');
    assertSays(await anna.press('Zoals in Teams'), 'From now on I speak English.');
    assertSays(await anna.say('help'), 'What I can do');
  });

  test('can be changed by one who does not understand the present one', async () => {
    const anna = new Person(bot.url);
    await anna.say('日本語');
    for (const word of ['Sprache', 'langue', 'idioma', 'taal', 'language', '言語'])
      assertSays(await anna.say(word), 'どの言語を使いますか?');
    assertSays(await anna.say('idioma: español'), 'A partir de ahora hablo español.');
  });
});

describe('in a group', () => {
  const mention = (id: string, text: string) => ({ type: 'mention', text, mentioned: { id } });

  test('the mention of the bot is no part of the text', async () => {
    const text = '<at>Bot</at> check mail.contoso.test msstd:mail.contoso.test';
    const entities = [mention(botId, '<at>Bot</at>')];
    const anna = new Person(bot.url);
    assertSays(await anna.send(message(text, { entities })), good);
    assertSays(await anna.send(message('<at>Bot</at>&nbsp;help\n', { entities })), 'What I can do');
  });

  test('the mention alone is answered, and a mention of somebody else stays', async () => {
    const anna = new Person(bot.url);
    const entities = [mention(botId, '<at>Bot</at>'), mention('29:ben', '<at>Ben</at>')];
    assertSays(await anna.send(message('<at>Bot</at>', { entities })), notUnderstood);
    assertSays(await anna.send(message('<at>Bot</at> <at>Ben</at> help', { entities })), notUnderstood);
  });

  for (const entities of [
    [{}],
    [{ type: 'mention' }],
    [{ type: 'mention', mentioned: { id: botId }, text: 5 }],
  ])
    test(`an odd mention is ignored: ${JSON.stringify(entities)}`, async () => {
      assertSays(await new Person(bot.url).send(message('help', { entities })), 'What I can do');
    });
});

describe('a welcome', () => {
  const welcome = "Outlook keeps asking for a password? Let's find out why.";

  test('is said once, to whoever joins first', async () => {
    const anna = new Person(bot.url);
    assertSays(await anna.send(membersAdded('29:anna', botId)), welcome);
    assert.deepEqual((await anna.send(membersAdded('29:ben'))).messages, []);
    assertSays(await anna.press('Check a server'), asksServer);
  });

  test('is not said to the bot itself', async () => {
    const anna = new Person(bot.url);
    assert.deepEqual((await anna.send(membersAdded(botId))).messages, []);
    assert.deepEqual((await anna.send(membersAdded())).messages, []);
    assertSays(await anna.send(membersAdded('29:anna')), welcome);
  });
});

describe('what is not meant for the bot', () => {
  for (const name of ['task/fetch', 'composeExtension/query', 'signin/unknown', ''])
    test(`an invoke called "${name}" is not implemented`, async () => {
      const anna = new Person(bot.url);
      assert.equal((await anna.send(invoke(name, {}))).status, 501);
      assert.equal((await anna.send({ ...invoke(name, {}), deliveryMode: 'normal' })).status, 501);
      assertSays(await anna.say('help'), 'What I can do');
    });

  const quiet: Activity[] = [
    { type: 'event', name: 'unheardOf', value: { a: 1 } },
    { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
    { type: 'typing' },
    { type: 'installationUpdate', action: 'add' },
    { type: 'endOfConversation' },
    { type: 'conversationUpdate', membersRemoved: [{ id: '29:anna' }] },
    { type: 'no such type' },
  ];
  for (const activity of quiet)
    test(`${activity.type} is taken in silence and leaves the question standing`, async () => {
      const anna = new Person(bot.url);
      await anna.say('check');
      const { status, messages } = await anna.send(activity);
      assert.deepEqual({ status, messages }, { status: 200, messages: [] });
      assertSays(await anna.say('mail.contoso.test'), asksPrincipal);
    });
});

/** Somebody who has said so once. */
async function administrator(): Promise<Person> {
  const anna = new Person(bot.url);
  await anna.send(cardAction({ action: 'reader', reader: 'admin', server: 'mail.contoso.test' }, 'reader'));
  return anna;
}

function inputsOf(text: string | undefined): Inputs {
  return text === undefined ? {} : { text };
}

function assertSays({ text }: Answer, expected: string | RegExp): void {
  if (typeof expected === 'string') assert.ok(text.includes(expected), `"${expected}" is not in:\n${text}`);
  else assert.match(text, expected);
}

/** Sends something that is no answer to anything: something readable comes back, no error, and a check works after it. */
async function assertHarmless(person: Person, activity: Activity): Promise<void> {
  const answer = await person.send(activity);
  assert.equal(answer.status, 200);
  assert.notEqual(answer.text, '');
  assert.doesNotMatch(answer.text, /That did not work|undefined|\[object|\$\{|\{\{/);
  assert.doesNotMatch(answer.text, /Checked .* UTC/, 'nothing was checked');
  assertSays(await person.say('check mail.contoso.test msstd:mail.contoso.test'), good);
}

function assertCommandsAreClean({ text }: Answer): void {
  for (const command of text.split('\n').filter((line) => /^[A-Z][a-z]+-[A-Z]\w+ /.test(line)))
    assert.doesNotMatch(command, /;|\$\(|Remove-|click|<b>/);
}
