import {
  type Certificate,
  type ClientResult,
  certificateProblems,
  type Diagnosis,
  type Endpoint,
  type Finding,
  type FindingCode,
  type Fix,
  formatServerName,
  stoppedBy,
} from '../diagnosis/index.ts';
import { addressesOf, certificateDetails, type Detail } from './certificateDetails.ts';
import { day, moment } from './day.ts';
import { displayName, displayNames } from './displayName.ts';
import { type ExplainedFix, explainFix } from './explainedFix.ts';
import { shortServer } from './shortServer.ts';
import { sentences, type TextData, type Translate } from './texts.ts';

/** A diagnosis in words, for the card and the command line alike. Every string is safe to show as plain text. */
export interface Explanation {
  verdict: Diagnosis['verdict'];
  verdictLabel: string;
  headline: string;
  cause: string;
  /** That it comes from a report; empty where the server was looked at. */
  origin: string;
  /** The same for people who know nothing of certificates. */
  plain: { headline: string; cause: string; assumption: string };
  expectsLabel: string;
  expects: string;
  certificateSays: string;
  clientsHeading: string;
  clients: { name: string; result: Diagnosis['clients'][number]['result']; label: string }[];
  /** What Active Directory hands out, where that is known. */
  directorySays: string;
  /** Who is affected by an error of the certificate; empty where there is none. */
  clientsCaveat: string;
  /** The other findings, worst first. */
  alsoFound: { headline: string; cause: string }[];
  /** What was assumed where the person did not know; may be empty. */
  assumption: string;
  /** What to think of before the plan; may be empty. */
  caution: string;
  /** What is needed, in the order in which it is done. */
  plan: ExplainedFix[];
  /** What can be done instead. */
  alternatives: ExplainedFix[];
  /** What the settings of the plan do not reach, and how long they last. */
  scope: string[];
  /** Of the certificate and the connection; what people look for comes first. */
  details: Detail[];
  /** Everything that was dialled; what showed no certificate is marked. */
  addresses: string;
  /** For support: what was checked, when, and the code of the headline. */
  support: string;
}

/** Where one machine of several has a better certificate, it has none of these, or it would have to be replaced as well. */
const ofOneMachine: readonly FindingCode[] = [
  'expired',
  'not-yet-valid',
  'host-name-mismatch',
  'self-signed',
  'chain-invalid',
];
/** Not faults, but what else there is to know about the settings. */
const aboutScope: readonly FindingCode[] = ['exchange-online', 'mapi-over-http'];

export function explain(diagnosis: Diagnosis, t: Translate): Explanation {
  const { verdict, findings, server, principal, fixes } = diagnosis;
  const [endpoint] = diagnosis.endpoints;
  const leaf = endpoint?.chain[0];
  const headline = findings.find(({ code }) => code === diagnosis.headline);
  if (headline === undefined) throw new Error('the headline is one of the findings');
  const isAboutScope = ({ code, severity }: Finding) => severity === 'info' && aboutScope.includes(code);
  // Good news beside bad ones only confuses.
  const others = findings.filter(
    (finding) => finding !== headline && (finding.severity !== 'ok' || verdict === 'pass'),
  );
  const assumed = findings.filter(({ code }) => code === 'principal-assumed');
  const nobody =
    endpoint?.error !== undefined || findings.some((finding) => stoppedBy(finding) === 'everybody');
  const acceptedByAll = !nobody && diagnosis.clients.every(({ result }) => result === 'pass');
  const comesAndGoes = fixes[0]?.id === 'same-certificate' && ofOneMachine.includes(headline.code);
  const asIntermittent = (words: Told) =>
    comesAndGoes
      ? { ...words, headline: t('diagnosis.comesAndGoes', { headline: { whole: words.headline } }) }
      : words;
  // Where all computers refuse the certificate, it is no news that some do not compare names.
  const isCaution = ({ code }: Finding) => code === 'mapi-over-http';
  return {
    verdict,
    verdictLabel: t(`verdicts.${verdict}`),
    ...asIntermittent(explainFinding(headline, t)),
    origin: origin(diagnosis, t),
    plain: {
      ...asIntermittent(explainPlainly(headline, t)),
      assumption: sentences(told(others.filter(concernsEverybody), t, explainPlainly), t),
    },
    directorySays: directory(diagnosis, headline),
    expectsLabel: t(assumed.length > 0 ? 'diagnosis.expectsAssumed' : 'diagnosis.expects'),
    expects: expected(diagnosis, t),
    certificateSays: leaf ? mainNames(leaf, endpoint, t) : t('diagnosis.noCertificate'),
    clients: (leaf && principal.form === 'msstd' && !nobody ? diagnosis.clients : []).map((judged) => ({
      name: t(`clients.${judged.client}`),
      result: judged.result,
      label: resultLabel(judged, t),
    })),
    clientsHeading: t(acceptedByAll ? 'diagnosis.clientsPass' : 'diagnosis.clients'),
    clientsCaveat: leaf ? caveat(diagnosis, nobody, t) : '',
    alsoFound: others
      .filter((finding) => !isAboutScope(finding))
      .map((finding) => explainFinding(finding, t)),
    assumption: sentences(told(assumed, t), t),
    caution: nobody ? '' : sentences(told(others.filter(isCaution), t), t),
    plan: explainPlan(diagnosis, t),
    alternatives: fixes.filter(({ alternative }) => alternative).map((fix) => explainFix(fix, t)),
    scope: [
      ...told(
        others.filter((finding) => isAboutScope(finding) && (nobody || !isCaution(finding))),
        t,
      ),
      ...(fixes.some(changesProvider) ? [t('diagnosis.scope')] : []),
    ],
    details: leaf ? certificateDetails(leaf, diagnosis, t) : [],
    addresses: addressesOf(diagnosis, t),
    support: t(endpoint?.reported ? 'diagnosis.supportReport' : 'diagnosis.support', {
      server: shortServer(formatServerName(server)),
      checkedAt: moment(diagnosis.checkedAt, t),
      code: diagnosis.headline,
    }),
  };
}

type Told = { headline: string; cause: string };

/** Besides the headline, what people who only want their mail must know, too. */
const forEverybody: readonly FindingCode[] = [
  'principal-assumed',
  'server-assumed',
  'unusual-name',
  'expires-soon',
  'report-differs',
  'common-name-only',
  'principal-normalised',
  'ecc-key',
];

function concernsEverybody({ code }: Finding): boolean {
  return forEverybody.includes(code);
}

function explainFinding(finding: Finding, t: Translate): Told {
  const data = textData(finding, t);
  const headline = t(`findings.${finding.code}.headline`, data);
  const { address } = finding;
  return {
    headline:
      address === undefined ? headline : t('diagnosis.atAddress', { address, headline: { whole: headline } }),
    cause: t(`findings.${finding.code}.cause`, data),
  };
}

/** Without the terms of the field. */
function explainPlainly(finding: Finding, t: Translate): Told {
  const data = textData({ ...finding, data: withoutPrefix(finding) }, t);
  return {
    headline: t(`plain.${finding.code}.headline`, data),
    cause: t(`plain.${finding.code}.cause`, data),
  };
}

/** The name in a principal name is all that most people need, unless its form is what the finding is about. */
function withoutPrefix({ code, data: { principal, ...others } }: Finding): Finding['data'] {
  if (principal === undefined) return others;
  const isAboutForm = code === 'principal-normalised' || typeof principal !== 'string';
  return { ...others, principal: isAboutForm ? principal : principal.replace(/^msstd:/, '') };
}

function told(findings: Finding[], t: Translate, inWords = explainFinding): string[] {
  return findings.map((finding) => sentences(Object.values(inWords(finding, t)), t));
}

/** Several parts are numbered, so that nobody stops after the first. */
function explainPlan({ fixes, verdict }: Diagnosis, t: Translate): ExplainedFix[] {
  const plan = fixes.filter(({ alternative }) => !alternative).map((fix) => explainFix(fix, t));
  const count = plan.length;
  if (count === 0 && verdict === 'warn') return [nothingAtOnce(t)];
  if (count < 2) return plan;
  return plan.map((fix, index) => ({
    ...fix,
    title: t('diagnosis.part', { number: index + 1, count, title: { whole: fix.title } }),
  }));
}

function nothingAtOnce(t: Translate): ExplainedFix {
  const [title, text] = [t('diagnosis.nothingAtOnce.title'), t('diagnosis.nothingAtOnce.text')];
  return { id: null, title, text, who: '', steps: [], undoText: '', undo: [], ifNot: '' };
}

/** Only its commands depend on the version of Exchange. */
export function changesProvider({ steps }: Fix): boolean {
  return steps.some(({ id }) => id === 'change-provider' || id === 'change-by-hand');
}

function expected({ principal }: Diagnosis, t: Translate): string {
  if (principal.form === 'none') return t('diagnosis.nothingCompared');
  return displayName(principal.name ?? principal.given);
}

/** What the headline is about, or Outlook Anywhere's. */
function directory({ providers: { expr, exch } }: Diagnosis, { code, data }: Finding): string {
  const provider = code === 'provider-mismatch' && data.provider === 'EXCH' ? exch : expr;
  return provider === undefined ? '' : displayName(provider.certPrincipalName || '$null');
}

function caveat({ endpoints, findings }: Diagnosis, nobody: boolean, t: Translate): string {
  const differ = findings.some(({ code }) => code === 'addresses-differ');
  if (nobody && differ) return t('clients.addresses', { addresses: alike(endpoints) });
  if (nobody) return t('clients.everybody');
  return findings.some((finding) => stoppedBy(finding) === 'strangers') ? t('clients.strangers') : '';
}

/** The addresses that show the certificate of the first. */
function alike(endpoints: Endpoint[]): string[] {
  const [judged] = endpoints;
  const same = endpoints.filter(
    ({ sni, chain: [leaf] }) => sni === judged?.sni && leaf?.sha256 === judged?.chain[0]?.sha256,
  );
  return same.flatMap(({ address }) => address ?? []);
}

/** Which of several common names counts, nobody knows, so all are told. */
function mainNames(
  { commonNames, dnsNames }: Certificate,
  endpoint: Endpoint | undefined,
  t: Translate,
): string {
  const none = endpoint?.reported?.isWhole === false ? t('diagnosis.notTold') : t('details.none');
  const common = commonNames.filter((name) => name !== '');
  return displayNames(common.length > 0 ? common : [dnsNames[0] ?? none]);
}

/** What of the names decides; where they are the same, nothing need be said. */
const reasons = [
  'principal-mismatch',
  'principal-matches-wildcard',
  'principal-matches-san-only',
  'several-common-names',
  'no-common-name',
  'provider-mismatch',
  'sni-differs',
  'email-principal',
  'certificate-problem-reported',
  'principal-assumed',
] as const;

/** The result, and why, where that needs saying. */
function resultLabel(judged: ClientResult, t: Translate): string {
  const result = resultText(judged, t);
  const reason = reasons.find((code) => code === judged.because);
  if (reason === undefined) return result;
  return t('results.because', { result: { whole: result }, reason: { whole: t(`reasons.${reason}`) } });
}

/** A warning means another thing for each kind of client, or that nobody knows. */
function resultText({ client, result, because }: ClientResult, t: Translate): string {
  if (result !== 'warn') return t(`results.${result}`);
  return because === 'several-common-names' ? t('results.several') : t(`results.warn.${client}`);
}

/** Dates in a sentence are days, and problems are said in words. */
function textData({ data }: Finding, t: Translate): TextData {
  const { notBefore, notAfter, problems, ...rest } = data;
  const known = Object.entries(rest).map(([name, value]) => [
    name,
    value === '' ? t('details.unknown') : value,
  ]);
  return {
    ...Object.fromEntries(known),
    ...(notBefore !== undefined && { notBefore: day(notBefore, t) }),
    ...(notAfter !== undefined && { notAfter: day(notAfter, t) }),
    ...(problems !== undefined && { problems: { whole: inWords(problems, t) } }),
  };
}

function inWords(problems: unknown, t: Translate): string {
  const known = certificateProblems.filter(
    (problem) => Array.isArray(problems) && problems.includes(problem),
  );
  return known.map((problem) => t(`certificateProblems.${problem}`)).join(t('separator'));
}

/** Where a diagnosis comes from, if not from the server itself. */
function origin({ endpoints: [endpoint, ...others] }: Diagnosis, t: Translate): string {
  if (endpoint?.reported === undefined) return '';
  const { at } = endpoint.reported;
  const from =
    at === undefined ? t('diagnosis.fromReport') : t('diagnosis.fromReportOf', { day: day(at, t) });
  return others.length === 0 ? from : sentences([from, t('diagnosis.notReached')], t);
}
