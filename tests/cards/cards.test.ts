import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  busyCard,
  type Card,
  cancelledCard,
  errorCard,
  forgottenCard,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
  questionCard,
  slowDownCard,
  welcomeCard,
} from '../../cards/index.ts';
import { render } from '../../cards/render.ts';
import diagnosisTemplate from '../../cards/templates/diagnosis.json' with { type: 'json' };
import diagnosisSample from '../../cards/templates/diagnosis.sample.json' with { type: 'json' };
import evidenceTemplate from '../../cards/templates/evidence.json' with { type: 'json' };
import evidenceSample from '../../cards/templates/evidence.sample.json' with { type: 'json' };
import hostsTemplate from '../../cards/templates/hosts.json' with { type: 'json' };
import hostsSample from '../../cards/templates/hosts.sample.json' with { type: 'json' };
import noticeTemplate from '../../cards/templates/notice.json' with { type: 'json' };
import noticeSample from '../../cards/templates/notice.sample.json' with { type: 'json' };
import questionTemplate from '../../cards/templates/question.json' with { type: 'json' };
import questionSample from '../../cards/templates/question.sample.json' with { type: 'json' };
import { assertSendable, elements, firstText, strings, unresolved } from './cardParts.ts';

const samples = [
  ['diagnosis', diagnosisTemplate, diagnosisSample],
  ['question', questionTemplate, questionSample],
  ['notice', noticeTemplate, noticeSample],
  ['evidence', evidenceTemplate, evidenceSample],
  ['hosts', hostsTemplate, hostsSample],
] as const;

describe('each template with its sample', () => {
  for (const [name, template, sample] of samples) {
    test(`${name} can be sent, with nothing left to fill in`, () => {
      const card = render(name, sample);
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
    });

    test(`${name} shows every element`, () => {
      // The ids of what is repeated are filled in.
      const kind = ({ id, type }: Record<string, unknown>) =>
        `${type} ${String(id ?? '').replace(/^(cause\d+|\$\{id\})$/, 'repeated')}`;
      const types = (card: unknown) => [...new Set(elements(card).map(kind))];
      assert.deepEqual(types(render(name, sample)), types(template));
    });

    test(`the sample of ${name} holds what the template names and nothing else`, () => {
      const named = JSON.stringify(template).matchAll(/\$\{(\w+)/g);
      const roots = new Set(Array.from(named, ([, root = '']) => root));
      assert.deepEqual(
        Object.keys(sample).filter((key) => !roots.has(key)),
        [],
      );
    });
  }
});

describe('a notice', () => {
  const cards: [what: string, card: Card][] = [
    ['welcome', welcomeCard('en')],
    ['help', helpCard('en', 'Help desk, 555-0100')],
    ['out of date', outOfDateCard()],
    ['cancelled', cancelledCard()],
    ['forgotten', forgottenCard()],
    ['not understood', notUnderstoodCard()],
    ['too busy', busyCard({ server: 'mail.contoso.test' })],
    ['too much of a person', slowDownCard('person', 42)],
    ['too much of a tenant', slowDownCard('tenant', 42)],
    ['error', errorCard('4f1c2a7e', 'en', null)],
  ];
  for (const [what, card] of cards) {
    test(`${what} can be sent and begins with its title`, () => {
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
      assert.ok(card.fallbackText.startsWith(firstText(card) ?? '?'));
    });
  }

  test('of an error holds the reference', () => {
    assert.ok(strings(errorCard('4f1c2a7e')).some(({ text }) => text === '4f1c2a7e'));
  });

  test('names the whole contact, however long it is', () => {
    const contact = `Help desk ${'x'.repeat(190)}`;
    assert.ok(strings(helpCard('en', contact)).some(({ text }) => text.endsWith(contact)));
  });
});

describe('a question', () => {
  const secret = `zq17x \${secret} {{x}} $t(help.title) **a** [b](c)`;
  for (const question of ['server', 'principal', 'provider'] as const) {
    test(`for the ${question} can be sent and begins with its title`, () => {
      const card = questionCard({ question, asked: 'one' });
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
      assert.ok(card.fallbackText.startsWith(firstText(card) ?? '?'));
    });

    test(`for the ${question} begins with what was wrong with the last answer`, () => {
      const card = questionCard({ question, asked: 'one', notice: 'No.', stuck: true, server: secret });
      assertSendable(card);
      assert.equal(firstText(card), 'No.');
      assert.deepEqual(unresolved(card, [secret]), []);
      assert.ok(strings(card).some(({ text }) => text.includes(secret)));
    });

    test(`for the ${question} sends back which question was asked`, () => {
      const answers = elements(questionCard({ question, asked: 'one' })).filter(
        ({ verb, title }) => verb === 'answer' && title !== 'Cancel',
      );
      assert.ok(answers.length > 0);
      for (const { data } of answers)
        assert.partialDeepStrictEqual(data, { action: 'answer', question, asked: 'one' });
    });
  }
});
