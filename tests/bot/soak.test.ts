import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, mock, test } from 'node:test';
import parse from 'parse-prometheus-text-format';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { createLog } from '../../bot/log.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { cardAction, invoke, message, Person } from './client.ts';

const conversations = 100;
/** As many people at once. */
const crowd = 20;

const printed: string[] = [];
/** Everything that was put in and must not come out. */
const secrets: string[] = [];
let lab: Lab;
let bot: RunningBot;
let thrown: Error | null = null;

for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
  mock.method(console, name, (...parts: unknown[]) => printed.push(parts.map(String).join(' ')));

before(async () => {
  lab = await startLab();
  const log = createLog('trace', { write: (line) => printed.push(line) });
  const configuration = readConfiguration({
    PORT: '0',
    METRICS_PORT: '0',
    STATE_URL: 'memory:',
    RATE_LIMIT_PERSON: '12',
    CHECK_TIMEOUT_MS: '500',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    HELPDESK_CONTACT: secret('helpdesk'),
  });
  bot = await startBot(configuration, log, {
    ...lab,
    connect(address, port) {
      if (thrown) throw thrown;
      return lab.connect(address, port);
    },
    download: () => Promise.reject(new Error(secret('download'))),
  });
});
after(async () => {
  await bot?.stop();
  await lab?.stop();
  mock.restoreAll();
});

/** Something that occurs nowhere else. */
function secret(what: string): string {
  const made = `${what}-${randomBytes(6).toString('hex')}`;
  secrets.push(made);
  return made;
}

const odd = [
  (made: string) => `<at>x</at> ${made} <script>alert(1)</script>`,
  (made: string) => `\${jndi:ldap://${made}/a} {{constructor}} %s %o %j`,
  (made: string) => `\u202e${made}\u0000\u001b[31m\ud800`,
  (made: string) => `'; DROP TABLE items; -- ${made}`,
  (made: string) => `{"level":60,"msg":"${made}"}\n{"msg":"x"}`,
  (made: string) => `${made} `.repeat(300),
  (made: string) => `https://${made}.contoso.test/owa?token=${made}`,
];

/** One conversation, with secrets in every field that a person or the channel fills. */
async function converse(number: number): Promise<void> {
  const person = new Person(bot.url, { id: `29:${secret('id')}`, conversation: `a:${secret('chat')}` });
  const from = { id: person.id, name: secret('name'), aadObjectId: secret('aad') };
  const conversation = { id: person.conversation, name: secret('topic'), tenantId: secret('tenant') };
  const send = (activity: { type: string }) =>
    person.send({
      ...activity,
      id: secret('message'),
      from,
      conversation,
      channelData: { secret: secret('data') },
    });
  const host = `${secret('server')}.contoso.test`;
  await send(message('check'));
  await send(message(host));
  await send(message(`msstd:${secret('principal')}.contoso.test`));
  await send(message((odd[number % odd.length] ?? String)(secret('text'))));
  await send(message(`check wildcard.contoso.test msstd:${secret('expected')}.contoso.test`));
  const key = Buffer.from(secret('key')).toString('base64');
  secrets.push(key);
  await send(message(`-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`));
  const feedback = JSON.stringify({ feedbackText: secret('feedback') });
  await send(
    invoke('message/submitAction', { actionName: 'feedback', actionValue: { reaction: 'like', feedback } }),
  );
  await send(
    cardAction({
      action: 'check',
      server: secret('pressed'),
      owner: { id: from.aadObjectId, name: from.name },
    }),
  );
  await send(message('', { attachments: [fileNamed(secret('file'))] }));
  await send(invoke(secret('invoke'), {}));
  await send({ type: secret('type') });
  for (let i = 0; i < 5; i++) await send(message(secret('flood')));
  const token = secret('token');
  await fetch(`${bot.url}/api/${secret('path')}`, {
    headers: { Authorization: `Bearer ${token}`, Cookie: token },
  });
  await fetch(`${bot.url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `{"text":"${secret('broken')}`,
  });
}

function fileNamed(name: string) {
  const contentType = 'application/vnd.microsoft.teams.file.download.info';
  return {
    contentType,
    name,
    content: { downloadUrl: `https://${name}.sharepoint.com/${name}`, uniqueId: name },
  };
}

test('of a hundred conversations nothing that people or the channel said is in the log or the metrics', async () => {
  const waiting = Array.from({ length: conversations }, (_, number) => number);
  const lead = async () => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) await converse(number);
  };
  await Promise.all(Array.from({ length: crowd }, lead));
  for (let i = 0; i < 10; i++) {
    thrown = new Error(secret('error'), { cause: new Error(secret('cause')) });
    const { text } = await new Person(bot.url).say(`check mail.contoso.test msstd:${secret('lost')}`);
    assert.match(text, /That did not work/);
  }
  thrown = null;

  assert.ok(bot.metricsUrl);
  const metrics = await (await fetch(bot.metricsUrl)).text();
  const families = parse(metrics);
  const count = (name: string) =>
    families.find((each) => each.name === name)?.metrics.reduce((sum, { value }) => sum + Number(value), 0) ??
    0;
  assert.ok(count('bot_turns_total') >= conversations * 12, 'the metrics are those of the soak');
  assert.ok(count('bot_checks_total') >= conversations);
  assert.ok(count('bot_refusals_total') >= conversations, 'limits were met');
  const lines = printed.join('\n');
  assert.ok(lines.split('"msg":"turn"').length > conversations * 12, 'the log is that of the soak');
  assert.ok(lines.includes('"msg":"turn failed"') && lines.includes('"msg":"feedback"'));

  assert.ok(secrets.length > conversations * 20);
  assert.deepEqual(found(`${lines}\n${metrics}`), []);
  assert.doesNotMatch(`${lines}\n${metrics}`, /contoso|wildcard\.|msstd:|PRIVATE KEY|Bearer/);
  const [first = ''] = secrets;
  assert.deepEqual(found(`${lines} ${first}`), [first], 'the search finds what is there');
});

function found(text: string): string[] {
  return secrets.filter((each) => text.includes(each));
}
