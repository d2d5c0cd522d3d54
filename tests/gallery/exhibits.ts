import {
  answeredCard,
  busyCard,
  type Card,
  type CardOptions,
  cancelledCard,
  cardFor,
  checkingCard,
  diagnosisCard,
  editedCard,
  errorCard,
  evidenceCard,
  filesCard,
  forgottenCard,
  formCard,
  freshStartCard,
  helpCard,
  hostsCard,
  notUnderstoodCard,
  outOfDateCard,
  type Question,
  questionCard,
  readers,
  slowDownCard,
  textsFor,
  unreadCard,
  welcomeCard,
} from '../../cards/index.ts';
import { causes } from '../../diagnosis/causes/index.ts';
import { type Evidence, type FindingCode, readEvidence } from '../../diagnosis/index.ts';
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
export function exhibits(specimens: Specimen[], locale = 'en'): Exhibit[] {
  const mostFindings = specimens.toSorted((one, other) => count(other) - count(one))[0];
  const longest = specimens.toSorted((one, other) => hostLength(other) - hostLength(one))[0];
  return [
    conversation(specimens, locale),
    ...causes.flatMap(({ code }) => forCode(code, specimens, locale) ?? []),
    ...(mostFindings
      ? [diagnosisExhibit('several-causes', 'Several causes at once', mostFindings, locale)]
      : []),
    ...(longest ? [diagnosisExhibit('long-names', 'The longest names', longest, locale)] : []),
  ];
}

const contact = 'helpdesk@contoso.com';

/** The plainest diagnosis that shows the code: a real one if possible, and as the headline if possible. */
function forCode(code: FindingCode, specimens: Specimen[], locale: string): Exhibit | null {
  const showing = specimens.filter(({ diagnosis }) => diagnosis.findings.some((one) => one.code === code));
  const oddity = (specimen: Specimen) =>
    Number(!specimen.isReal) * 1000 + Number(specimen.diagnosis.headline !== code) * 100 + count(specimen);
  const [plainest] = showing.toSorted((one, other) => oddity(one) - oddity(other));
  return plainest === undefined ? null : diagnosisExhibit(code, code, plainest, locale);
}

function count({ diagnosis }: Specimen): number {
  return diagnosis.findings.length;
}

function hostLength({ diagnosis }: Specimen): number {
  return diagnosis.server.host.length;
}

function diagnosisExhibit(
  name: string,
  title: string,
  { what, isReal, diagnosis }: Specimen,
  locale: string,
): Exhibit {
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

function conversation(specimens: Specimen[], locale: string): Exhibit {
  const problemOf = problemsFor(locale);
  const order = ['fail', 'warn', 'pass'];
  const several = order
    .flatMap((verdict) => specimens.find(({ diagnosis }) => diagnosis.verdict === verdict) ?? [])
    .map(({ diagnosis }) => diagnosis);
  const unread = ['nothing', 'too-long', 'unreadable', 'privateKey', 'gone', 'download', 'oneFile'] as const;
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
      { caption: 'A question that was answered', card: answeredCard('server', mail, locale) },
      { caption: 'The check takes a while', card: checkingCard(mail, locale) },
      {
        caption: 'Both questions in a group',
        card: cardFor(anna, formCard({ locale, server: mail }), locale),
      },
      {
        caption: 'What was read of a report',
        card: evidenceCard(evidenceOf(report(mail)), { locale, read }),
      },
      {
        caption: 'What was read of a report, put right wrongly',
        card: evidenceCard(evidenceOf(report(mail)), { locale, read, notice: problemOf.server }),
      },
      {
        caption: 'What was read of several reports',
        card: evidenceCard(evidenceOf(report(mail) + report('webmail.contoso.test')), { locale, read }),
      },
      { caption: 'Several servers checked', card: hostsCard(several, { locale, read }) },
      ...unread.map((problem) => ({ caption: `Not read: ${problem}`, card: unreadCard(problem, locale) })),
      { caption: 'The card is out of date', card: outOfDateCard(locale) },
      { caption: 'A message was edited', card: editedCard(locale) },
      { caption: 'Neither text nor a file', card: filesCard(locale) },
      { caption: 'The bot was renewed', card: freshStartCard(locale) },
      { caption: 'Too many checks are running', card: busyCard({ server: mail }, locale) },
      { caption: 'Too many messages', card: slowDownCard('person', 20, locale) },
      { caption: 'Cancelled', card: cancelledCard(locale) },
      { caption: 'Forgotten', card: forgottenCard(locale) },
      { caption: 'Not understood', card: notUnderstoodCard(locale) },
      { caption: 'Something went wrong', card: errorCard('4f1c2a7e', locale, contact) },
    ],
  };
}

const read = 'one';
const anna = { id: '29:anna', name: 'Anna Example' };

function evidenceOf(text: string): Evidence {
  const read = readEvidence(text);
  if (!read.ok) throw new Error('the report is short');
  return read.value;
}

const report = (host: string) => `
Testing RPC/HTTP connectivity.
The RPC/HTTP test failed.
Testing SSL mutual authentication with the RPC proxy server.
Mutual authentication couldn't be established.
The certificate common name *.contoso.test doesn't validate against the mutual authentication string that was provided: msstd:${host}
Attempting to ping RPC proxy ${host}.
RPC Proxy can't be pinged.
`;

/** The first question is about no server yet. */
const about: Record<Question, { server?: string }> = {
  server: {},
  principal: { server: mail },
  provider: { server: mail },
};

function problemsFor(locale: string): Record<Question, string> {
  const t = textsFor(locale);
  return {
    server: t('problems.server.not-a-server-name'),
    principal: t('problems.principal.not-a-principal-name'),
    provider: t('problems.provider.unknown'),
  };
}
