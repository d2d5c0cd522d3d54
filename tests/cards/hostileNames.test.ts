import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CardOptions, diagnosisCard } from '../../cards/index.ts';
import type { Observation } from '../../diagnosis/facts.ts';
import { diagnose } from '../../diagnosis/index.ts';
import { hostileNames, marker } from '../diagnosis/hostileNames.ts';
import { type Given, mail, observation } from '../diagnosis/observation.ts';
import { assertSendable, type Place, strings } from './cardParts.ts';

const readers: CardOptions[] = [
  { locale: 'en', contact: null, reader: 'user' },
  { locale: 'en', contact: null, reader: 'admin' },
];

/** Where a stranger's name may come from. */
const places: Record<string, (name: string) => Observation> = {
  'the common name': (name) => observation({ cn: [name], san: [mail] }),
  'an alternative name': (name) => observation({ san: [name] }),
  'the subject and the issuer': (name) =>
    observation({ subject: name, issuer: name, trust: 'untrusted-issuer' }),
  'a provider': (name) => observation({ expr: name, exch: name, exprServer: name }),
  'the principal name': (name) => expecting(name, {}),
  'the principal name, which the certificate has as well': (name) =>
    expecting(name, { cn: [name], san: [mail] }),
};

/** As if the parser had let it through, which refuses most of them. */
function expecting(name: string, given: Given): Observation {
  const seen = observation(given);
  const principal = { given: `msstd:${name}`, form: 'msstd', name } as const;
  return { ...seen, request: { ...seen.request, principal } };
}

/** Only a TextRun shows text as it is; a button's data and what is read aloud show nothing. */
function isRead({ key, owner, path }: Place): boolean {
  return key !== 'speak' && !path.includes('data') && !(key === 'text' && owner.type === 'TextRun');
}

describe('of 1,000 hostile names, none breaks a card or is read as Markdown', () => {
  const names = hostileNames(1000);
  for (const [what, seen] of Object.entries(places)) {
    test(what, () => {
      for (const [index, name] of names.entries()) {
        const diagnosis = diagnose(seen(name));
        const reader = readers[index % readers.length];
        assert.ok(reader);
        const card = diagnosisCard(diagnosis, reader);
        assertSendable(card);
        const read = strings(card).filter((place) => place.text.includes(marker) && isRead(place));
        assert.deepEqual(read, [], JSON.stringify(name.slice(0, 200)));
      }
    });
  }
});
