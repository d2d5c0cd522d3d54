import type { Certificate } from '../types.ts';
import type { PastedText } from './pastedText.ts';

/** The forms of text that are told apart, one reader each. */
export type EvidenceFormat =
  /** Report of the Remote Connectivity Analyzer as text, whatever its age, and of the desktop tool. */
  | 'analyzer-text'
  | 'analyzer-xml'
  | 'analyzer-html'
  /** Outlook's "Test E-mail AutoConfiguration": the Results and the Log tab. */
  | 'outlook-autoconfiguration'
  /** Autodiscover's answer (MS-OXDSCLI), also from the XML tab of that test. */
  | 'autodiscover-xml'
  | 'outlook-provider'
  | 'outlook-anywhere'
  | 'exchange-certificate'
  /** "Exchange Proxy Settings", retyped by a person. */
  | 'proxy-dialog'
  /** Outlook's certificate warning with its error code (KB923575). */
  | 'certificate-dialog'
  /** PEM, or base64 or bytes of a certificate or of PKCS #7. */
  | 'certificate'
  | 'url'
  | 'sentence';

/** What a text can say. Values are texts as they stand there, trimmed; whoever puts them together parses them. */
export type EvidenceField =
  /** Host, host:port, URL or address of the RPC proxy or of whatever the text is about. */
  | 'server'
  /** With its prefix where it has one. */
  | 'principal'
  | 'commonName'
  | 'dnsName'
  | 'issuer'
  | 'thumbprint'
  /** ISO 8601 in UTC; a day alone (`2026-03-01`) where the text tells no time. Left out where day and month may be swapped. */
  | 'notBefore'
  | 'notAfter'
  /** CertPrincipalName of a provider; the empty text is `$null`. */
  | 'exprPrincipal'
  | 'exchPrincipal'
  /** As much of it as the console has left. */
  | 'exprCut'
  | 'exchCut'
  /** Server of a provider; the empty text is `$null`. */
  | 'exprServer'
  | 'exchServer'
  /** Hours, as a decimal number. */
  | 'exprTtl'
  | 'exchTtl'
  /** One of `exchangeVersions`. */
  | 'exchangeVersion'
  /** When the report was made: ISO 8601, or a day alone. */
  | 'reportedAt'
  /** One of `certificateProblems`. */
  | 'certificateProblem';

/** What a report says of a certificate that it does not show whole. */
export const certificateProblems = [
  'expired',
  'not-yet-valid',
  /** A date is wrong, and it is not said which. */
  'date-invalid',
  'host-name-mismatch',
  'untrusted-issuer',
  'chain-incomplete',
  'revoked',
  'revocation-unchecked',
  'unusable',
] as const;
export type CertificateProblem = (typeof certificateProblems)[number];

/**
 * How sure it is that the value is what the field says: `certain` where a label or the form says so, `likely` where
 * the wording does, `guessed` where it only looks like one (any host in a sentence).
 */
export type Certainty = 'certain' | 'likely' | 'guessed';

/** One thing that a text says, and where. */
export interface Statement {
  field: EvidenceField;
  value: string;
  /** The line of the text as it was given, counted from 1. */
  line: number;
  certainty: Certainty;
}

export type StepResult = 'pass' | 'warn' | 'fail' | 'unknown';

/** One step of a report of the analyzer, in its order; the depth is known only where the form tells it. */
export interface AnalyzerStep {
  title: string;
  result: StepResult;
  /** Result and detail lines, as they stand there. */
  details: string[];
  line: number;
  depth?: number;
}

/** What one reader found in one whole: one report, one PowerShell object, one dialog. Two reports give two readings. */
export interface Reading {
  format: EvidenceFormat;
  statements: Statement[];
  /** Lines that hold nothing but this, with names in pieces: what seems to be a server there is none. */
  lines?: number[];
  steps?: AnalyzerStep[];
  /** The verdict of the whole report, where the format has one. */
  verdict?: Exclude<StepResult, 'unknown'>;
  certificates?: Certificate[];
}

/**
 * Finds all of its format in a text, in linear time; nothing where there is none of it. Never throws, whatever the
 * text. Never tells a host that is not in the text.
 */
export type EvidenceReader = (text: PastedText) => Reading[];
