import {
  type Card,
  type CardOptions,
  cancelledCard,
  diagnosisCard,
  errorCard,
  forgottenCard,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
  type Question,
  questionCard,
  readers,
  textsFor,
  welcomeCard,
} from '../../cards/index.ts';
import { causes } from '../../diagnosis/causes/index.ts';
import type { FindingCode } from '../../diagnosis/index.ts';
import { mail } from './ownServers.ts';
import type { Specimen } from './specimens.ts';

/** One page of the gallery. */
export interface Exhibit {
  /** Its file, without the ending. */
  name: string;
  title: string;
  about: string;
  cards: { caption: string; card: Card }[];
}

/** Every card that people can meet: the conversation, each finding code, and what is too much or too long. */
export function exhibits(specimens: Specimen[]): Exhibit[] {
  const mostFindings = specimens.toSorted((one, other) => count(other) - count(one))[0];
  const longest = specimens.toSorted((one, other) => hostLength(other) - hostLength(one))[0];
  return [
    conversation(),
    ...causes.flatMap(({ code }) => forCode(code, specimens) ?? []),
    ...(mostFindings ? [diagnosisExhibit('several-causes', 'Several causes at once', mostFindings)] : []),
    ...(longest ? [diagnosisExhibit('long-names', 'The longest names', longest)] : []),
  ];
}

const locale = 'en';
const contact = 'IT help desk, extension 4711';
const t = textsFor(locale);

/** The plainest diagnosis that shows the code: a real one if possible, and as the headline if possible. */
function forCode(code: FindingCode, specimens: Specimen[]): Exhibit | null {
  const showing = specimens.filter(({ diagnosis }) => diagnosis.findings.some((one) => one.code === code));
  const oddity = (specimen: Specimen) =>
    Number(!specimen.isReal) * 1000 + Number(specimen.diagnosis.headline !== code) * 100 + count(specimen);
  const [plainest] = showing.toSorted((one, other) => oddity(one) - oddity(other));
  return plainest === undefined ? null : diagnosisExhibit(code, code, plainest);
}

function count({ diagnosis }: Specimen): number {
  return diagnosis.findings.length;
}

function hostLength({ diagnosis }: Specimen): number {
  return diagnosis.server.host.length;
}

function diagnosisExhibit(name: string, title: string, { what, isReal, diagnosis }: Specimen): Exhibit {
  const origin = isReal ? 'From a real check of a server in the lab' : 'Not from a real server, but supposed';
  const captions = { user: 'For everybody', admin: 'For administrators' };
  const options = { locale, contact } satisfies Partial<CardOptions>;
  return {
    name,
    title,
    about: `${origin}: ${what}`,
    cards: readers.map((reader) => ({
      caption: captions[reader],
      card: diagnosisCard(diagnosis, { ...options, reader }),
    })),
  };
}

function conversation(): Exhibit {
  const questions: Question[] = ['server', 'principal', 'provider'];
  const asked = 'one';
  return {
    name: 'conversation',
    title: 'The conversation',
    about: 'Everything that the bot says besides the answer to a check.',
    cards: [
      { caption: 'Welcome', card: welcomeCard(locale) },
      { caption: 'Help', card: helpCard(locale, contact) },
      ...questions.flatMap((question) => [
        {
          caption: `Question: ${question}`,
          card: questionCard({ question, asked, ...about[question] }, locale),
        },
        {
          caption: `Question again: ${question}`,
          card: questionCard({ question, asked, notice: problemOf[question], stuck: true }, locale),
        },
      ]),
      { caption: 'The card is out of date', card: outOfDateCard(locale) },
      { caption: 'Cancelled', card: cancelledCard(locale) },
      { caption: 'Forgotten', card: forgottenCard(locale) },
      { caption: 'Not understood', card: notUnderstoodCard(locale) },
      { caption: 'Something went wrong', card: errorCard('4f1c2a7e', locale, contact) },
    ],
  };
}

/** The first question is about no server yet. */
const about: Record<Question, { server?: string }> = {
  server: {},
  principal: { server: mail },
  provider: { server: mail },
};

const problemOf: Record<Question, string> = {
  server: t('problems.server.not-a-server-name'),
  principal: t('problems.principal.not-a-principal-name'),
  provider: t('problems.provider.unknown'),
};
