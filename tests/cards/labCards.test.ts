import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readers } from '../../cards/cardAction.ts';
import { type Card, type CardOptions, diagnosisCard } from '../../cards/index.ts';
import { textsFor } from '../../cards/texts.ts';
import { check, type Diagnosis, type Fix, parseNetworks } from '../../diagnosis/index.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import {
  administratorsOnly,
  assertSendable,
  elements,
  firstText,
  monospaced,
  strings,
  textOf,
  unresolved,
} from './cardParts.ts';

function choicesOf(card: Card, id: string): unknown[] {
  const { choices } = elements(card).find((element) => element.id === id) ?? {};
  return Array.isArray(choices) ? choices.map(({ value }) => value) : [];
}

function titlesOf({ actions }: Card): unknown[] {
  return Array.isArray(actions) ? actions.map(({ title }) => title) : [];
}

/** Of its steps in the order in which people read them: everything is tried before anything is changed. */
function commandsOf({ steps, undo }: Fix): string[] {
  const rehearsalsFirst = steps.flatMap(({ commands }) =>
    commands.toSorted((one, other) => Number(other.rehearsal ?? false) - Number(one.rehearsal ?? false)),
  );
  return [...rehearsalsFirst, ...undo].map(({ text }) => text);
}

const t = textsFor('en');
const shortened = t('diagnosis.shortened');

describe('the answer to a check of the lab', () => {
  let lab: Lab;
  const diagnoses: Diagnosis[] = [];
  before(async () => {
    lab = await startLab();
    const networks = parseNetworks(lab.allowNetworks.join());
    assert.ok(networks.ok);
    const options = { ...lab, allowNetworks: networks.value, timeoutMs: 3000 };
    const name = 'mail.contoso.test';
    const principals = [undefined, { given: `msstd:${name}`, form: 'msstd', name }] as const;
    const asked = lab.names.flatMap(({ name: host }) =>
      principals.map((principal) => {
        const timeoutMs = host.startsWith('silent') ? 200 : 3000;
        const request = { server: { host, port: 443 }, ...(principal && { principal }) };
        return check(request, { ...options, timeoutMs });
      }),
    );
    diagnoses.push(...(await Promise.all(asked)));
  });
  after(() => lab.stop());

  for (const reader of readers) {
    test(`can be sent to the ${reader}, begins with the headline and is filled in`, () => {
      assert.equal(diagnoses.length, lab.names.length * 2);
      for (const diagnosis of diagnoses) {
        const card = diagnosisCard(diagnosis, { locale: 'en', contact: 'Help desk, 555-0100', reader });
        assertSendable(card);
        assert.deepEqual(unresolved(card, [`\${secret}`]), [], diagnosis.server.host);
        assert.ok(String(card.speak).endsWith(`. ${firstText(card)}`));
        assert.ok(strings(card).some(({ text }) => text.endsWith(` · ${diagnosis.headline}`)));
      }
    });
  }

  test('has every step of the first part for an administrator, and the later parts whole or not at all', () => {
    for (const diagnosis of diagnoses) {
      const shown = monospaced(diagnosisCard(diagnosis, admin));
      const [first, ...later] = diagnosis.fixes.filter(({ alternative }) => !alternative);
      if (first !== undefined) assertInOrder(commandsOf(first), shown);
      for (const commands of later.map(commandsOf))
        assert.ok([0, commands.length].includes(commands.filter((text) => shown.includes(text)).length));
    }
  });

  test('offers the steps of every other way, and shows them where they are asked for', () => {
    for (const diagnosis of diagnoses) {
      const others = diagnosis.fixes.filter(({ alternative }) => alternative);
      const full = diagnosisCard(diagnosis, admin);
      const offered = choicesOf(full, 'fix');
      // Where too much is wrong for one card, it says so, and the summary has them.
      if (textOf(full).includes(shortened)) continue;
      const later = diagnosis.fixes.filter(({ alternative }) => !alternative).slice(1);
      const brief = textOf(full).includes(t('diagnosis.later'))
        ? later.filter(({ steps }) => steps.length > 0)
        : [];
      assert.deepEqual(
        offered,
        [...brief, ...others].map(({ id }) => id),
        diagnosis.server.host,
      );
      for (const other of others) {
        const card = diagnosisCard(diagnosis, { ...admin, fix: other.id });
        assertSendable(card);
        assertInOrder(commandsOf(other), monospaced(card));
        assert.ok(!choicesOf(card, 'fix').includes(other.id));
        assert.match(textOf(card), /^Another way$/m);
      }
    }
  });

  test('tells everybody else what it means and whom to tell, without terms and commands', () => {
    for (const diagnosis of diagnoses) {
      const card = diagnosisCard(diagnosis, { locale: 'en', contact: 'Help desk, 555-0100', reader: 'user' });
      // What stands before is the headline and the names.
      const [, text = ''] = textOf(card).split('\nWhat it means\n');
      assert.doesNotMatch(text, administratorsOnly);
      assert.match(text, /^Need a hand\? Help desk, 555-0100$/m);
      if (diagnosis.verdict !== 'pass')
        assert.match(text, /Press "Summary for the ticket" and send the text to your help desk\.$/m);
      assert.deepEqual(titlesOf(card), [
        'Hand over to the help desk',
        'Summary for the ticket',
        "I'm an administrator",
        'Check again',
        'Check another server',
      ]);
    }
  });

  test('asks for the version of Exchange where a command depends on it', () => {
    for (const diagnosis of diagnoses) {
      // Certificates are handled alike by all of them.
      const isProvider = ({ steps }: Fix) =>
        steps.some(({ commands }) => commands.some(({ text }) => text.startsWith('Set-OutlookProvider')));
      const offered = diagnosis.fixes.some((fix) => !fix.alternative && isProvider(fix))
        ? ['unknown', '2010', '2013', '2016', '2019', 'se']
        : [];
      assert.deepEqual(choicesOf(diagnosisCard(diagnosis, admin), 'version'), offered);
    }
  });

  test('explains what else was found when asked', () => {
    const explained = diagnoses.flatMap((diagnosis) => {
      const card = diagnosisCard(diagnosis, admin);
      const all = elements(card);
      const toggle = all.find(({ title }) => title === 'Explain what else was found');
      const causes = all.filter(({ id }) => /^cause\d+$/.test(String(id)));
      assert.ok(causes.every(({ isVisible }) => isVisible === false));
      assert.deepEqual(
        toggle?.targetElements ?? [],
        causes.map(({ id }) => id),
      );
      return causes;
    });
    assert.ok(explained.length > 0);
  });

  test('says the name where the person listens', () => {
    const wildcard = diagnoses.find(({ server }) => server.host === 'wildcard.contoso.test');
    assert.ok(wildcard);
    assert.match(
      String(diagnosisCard(wildcard, admin).speak),
      /for \*\.contoso\.test, but Outlook expects wildcard\.contoso\.test\.$/,
    );
  });
});

const admin: CardOptions = { locale: 'en', contact: null, reader: 'admin' };

function assertInOrder(expected: string[], shown: string[]): void {
  let from = 0;
  for (const text of expected) {
    const at = shown.indexOf(text, from);
    assert.notEqual(at, -1, `${text}\nis not in its place among\n${shown.join('\n')}`);
    from = at;
  }
}
