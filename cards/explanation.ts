import {
  type Certificate,
  type Command,
  type Diagnosis,
  type Finding,
  type FindingCode,
  type Fix,
  formatServerName,
} from '../diagnosis/index.ts';
import { displayName, displayNames } from './displayName.ts';
import { shortServer } from './shortServer.ts';
import type { TextData, Translate } from './texts.ts';

/** A diagnosis in words, for the card and the command line alike. Every string is safe to show as plain text. */
export interface Explanation {
  verdict: Diagnosis['verdict'];
  verdictLabel: string;
  headline: string;
  cause: string;
  expects: string;
  certificateSays: string;
  clientsHeading: string;
  clients: { name: string; result: Diagnosis['clients'][number]['result']; label: string }[];
  /** What Active Directory hands out, where that is known. */
  directorySays: string;
  /** Who is affected by an error of the certificate; empty where there is none. */
  clientsCaveat: string;
  /** The other findings, worst first. */
  alsoFound: string[];
  fixes: ExplainedFix[];
  details: { label: string; value: string }[];
  /** For support: what was checked, when, and the code of the headline. */
  support: string;
}

export interface ExplainedFix {
  title: string;
  text: string;
  who: string;
  arrival: string;
  commands: ExplainedCommand[];
  verify: ExplainedCommand[];
  undoText: string;
  undo: ExplainedCommand[];
}

export interface ExplainedCommand {
  /** Where to run it, as a sentence that ends in a colon. */
  where: string;
  text: string;
}

const mostNames = 12;
/** Where one of these is an error, nobody connects, whatever the names say. */
const stopsEverybody: readonly FindingCode[] = [
  'expired',
  'not-yet-valid',
  'host-name-mismatch',
  'client-certificate-requested',
  'tls-mismatch',
  'handshake-failed',
  'handshake-closed',
  'handshake-garbled',
  'handshake-stalled',
  'connection-reset',
];
const stopsStrangers: readonly FindingCode[] = ['self-signed', 'untrusted-issuer', 'chain-incomplete'];

export function explain(diagnosis: Diagnosis, t: Translate): Explanation {
  const { verdict, findings, server, principal } = diagnosis;
  const leaf = diagnosis.endpoints[0]?.chain[0];
  const headline = findings.find(({ code }) => code === diagnosis.headline);
  // Good news beside bad ones only confuses.
  const others = findings.filter(
    ({ code, severity }) => code !== diagnosis.headline && (severity !== 'ok' || verdict === 'pass'),
  );
  const detected = findings.map(({ code }) => code);
  const nobody = findings.some(({ code, severity }) => severity === 'error' && stopsEverybody.includes(code));
  const acceptedByAll = !nobody && diagnosis.clients.every(({ result }) => result === 'pass');
  return {
    verdict,
    verdictLabel: t(`verdicts.${verdict}`),
    headline: t(`findings.${diagnosis.headline}.headline`, textData(headline)),
    cause: t(`findings.${diagnosis.headline}.cause`, textData(headline)),
    directorySays: directory(diagnosis),
    expects: expected(diagnosis, t),
    certificateSays: leaf ? displayName(mainName(leaf) ?? t('details.none')) : t('diagnosis.noCertificate'),
    clients: (leaf && principal.form === 'msstd' && !nobody ? diagnosis.clients : []).map(
      ({ client, result }) => ({
        name: t(`clients.${client}`),
        result,
        label: t(`results.${result}`),
      }),
    ),
    clientsHeading: t(acceptedByAll ? 'diagnosis.clientsPass' : 'diagnosis.clients'),
    clientsCaveat: leaf ? caveat(nobody, detected, t) : '',
    alsoFound: others.map((finding) => t(`findings.${finding.code}.headline`, textData(finding))),
    fixes: diagnosis.fixes.map((fix) => explainFix(fix, t)),
    details: leaf ? details(leaf, diagnosis, t) : [],
    support: t('diagnosis.support', {
      server: shortServer(formatServerName(server)),
      checkedAt: diagnosis.checkedAt.slice(0, 16).replace('T', ' '),
      code: diagnosis.headline,
    }),
  };
}

function expected({ principal }: Diagnosis, t: Translate): string {
  if (principal.form === 'none') return t('diagnosis.nothingCompared');
  return displayName(principal.name ?? principal.given);
}

function directory({ providers: { expr } }: Diagnosis): string {
  return expr === undefined ? '' : displayName(expr.certPrincipalName ?? '$null');
}

function caveat(nobody: boolean, detected: FindingCode[], t: Translate): string {
  if (nobody) return t('clients.everybody');
  return detected.some((code) => stopsStrangers.includes(code)) ? t('clients.strangers') : '';
}

function mainName({ commonNames, dnsNames }: Certificate): string | undefined {
  return commonNames.find((name) => name !== '') ?? dnsNames[0];
}

/** Dates in a sentence are days. */
function textData(finding: Finding | undefined): TextData {
  const { notBefore, notAfter, ...rest } = finding?.data ?? {};
  return {
    ...rest,
    ...(notBefore !== undefined && { notBefore: day(notBefore) }),
    ...(notAfter !== undefined && { notAfter: day(notAfter) }),
  };
}

function day(date: unknown): string {
  return String(date).slice(0, 10);
}

function explainFix(fix: Fix, t: Translate): ExplainedFix {
  return {
    title: t(`fixes.${fix.id}.title`, fix.data),
    text: t(`fixes.${fix.id}.text`, fix.data),
    who: t(`who.${fix.who}`),
    arrival: t(`fixes.${fix.id}.arrival`, fix.data),
    commands: fix.commands.map((command) => explainCommand(command, t)),
    verify: fix.verify.map((command) => explainCommand(command, t)),
    undoText: undoText(fix, t),
    undo: fix.undo.map((command) => explainCommand(command, t)),
  };
}

function undoText(fix: Fix, t: Translate): string {
  if (fix.data.formerKnown === undefined) return t(`fixes.${fix.id}.undo`, fix.data);
  if (fix.undo.length === 0) return t('diagnosis.undoNoted');
  return t(fix.data.formerKnown === true ? 'diagnosis.undoFormer' : 'diagnosis.undoLikely');
}

function explainCommand({ shell, appliesTo, text }: Command, t: Translate): ExplainedCommand {
  return { where: t(`shells.${appliesTo ?? shell}`), text };
}

function details(leaf: Certificate, { endpoints }: Diagnosis, t: Translate): Explanation['details'] {
  const [endpoint] = endpoints;
  const connection = [endpoint?.protocol, endpoint?.cipher].filter((part) => part !== undefined).join(', ');
  return [
    { label: t('details.commonNames'), value: list(leaf.commonNames, t) },
    { label: t('details.dnsNames'), value: list(leaf.dnsNames, t) },
    { label: t('details.issuer'), value: displayName(leaf.issuer) },
    {
      label: t('details.validity'),
      value: t('details.range', { from: day(leaf.notBefore), to: day(leaf.notAfter) }),
    },
    {
      label: t('details.key'),
      value: [leaf.keyType.toUpperCase(), leaf.keyBits, leaf.signatureAlgorithm].join(' '),
    },
    { label: t('details.thumbprint'), value: leaf.sha1 },
    { label: t('details.address'), value: endpoint?.address ?? '' },
    { label: t('details.protocol'), value: connection },
  ];
}

function list(names: string[], t: Translate): string {
  if (names.length === 0) return t('details.none');
  const shown = displayNames(names.slice(0, mostNames));
  const hidden = names.length - mostNames;
  return hidden > 0 ? `${shown} ${t('details.more', { count: hidden })}` : shown;
}
