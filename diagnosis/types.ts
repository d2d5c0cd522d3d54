import type {
  AnalyzerStep,
  Certainty,
  CertificateProblem,
  EvidenceField,
  EvidenceFormat,
  StepResult,
} from './evidence/statement.ts';

/**
 * The data this product takes and gives. It is a public format: fields are only ever added.
 * Dates are ISO 8601 in UTC, durations are milliseconds, names are A-labels in lower case unless said otherwise.
 */

/** What a stranger can cause is a value, not an exception. `reason` is a stable code, a key of the texts. */
export type Result<T, Reason extends string = string> =
  | { ok: true; value: T }
  | { ok: false; reason: Reason; data?: FindingData };

/** Where to connect. `host` is an A-label DNS name without trailing dot, an IPv4 or an IPv6 address (no brackets). */
export interface ServerName {
  host: string;
  port: number;
}

/**
 * The name Outlook expects in the server's certificate ("Only connect to proxy servers that have this principal
 * name in their certificate").
 * `given` is the text as it came; `name` is what is compared and is absent for the forms `fullsic` and `none`.
 */
export interface PrincipalName {
  given: string;
  form: 'msstd' | 'fullsic' | 'none';
  name?: string;
}

/** One Outlook provider object in Active Directory. `null` is Exchange's `$null`: nothing set. */
export interface Provider {
  certPrincipalName: string | null;
  server?: string | null;
  ttlHours?: number;
}

/** What Active Directory holds, or what Autodiscover hands out: EXPR for Outlook Anywhere, EXCH for internal settings. */
export interface OutlookProviders {
  expr?: Provider;
  exch?: Provider;
}

/** What differs between them is only which commands apply. `se` is the Subscription Edition. */
export type ExchangeVersion = '2010' | '2013' | '2016' | '2019' | 'se';

/** `principal` absent: not known, so the check assumes what Outlook gets by default, `msstd:` and the server name. */
export interface CheckRequest {
  server: ServerName;
  principal?: PrincipalName;
  providers?: OutlookProviders;
  /** Absent: not known, so commands take their common form. */
  exchangeVersion?: ExchangeVersion;
  /** The certificate of an earlier report, to be compared with the one that is seen. */
  reported?: ReportedCertificate;
}

/** As far as a report tells it. Dates are ISO 8601, or days alone. */
export interface ReportedCertificate {
  commonNames: string[];
  thumbprint?: string;
  notAfter?: string;
}

export type Verdict = 'pass' | 'warn' | 'fail' | 'unreachable';

/** `rca` is Microsoft's Remote Connectivity Analyzer; `windowsCnOnly` Windows XP and Vista without a service pack. */
export type Client = 'rca' | 'windowsCnOnly' | 'windowsCnAndSan';

/**
 * How one kind of client compares the principal name with the certificate. Only the comparison: whether the
 * certificate itself is acceptable (dates, trust, host name) is the verdict's and the findings' business.
 */
export interface ClientResult {
  client: Client;
  result: 'pass' | 'warn' | 'fail' | 'unknown';
  because: FindingCode;
}

/** Who issued what was seen, judged by this check's own trust store; Windows builds its chains by its own rules. */
export type Trust =
  | 'trusted'
  | 'self-signed'
  | 'untrusted-issuer'
  | 'chain-incomplete'
  /** The chain leads to a trust anchor, but through a certificate whose own dates are not met. */
  | 'issuer-expired'
  /** The chain leads to a trust anchor, but against a rule: `brokenRule`. */
  | 'chain-invalid'
  /** The certificate's names can be read, but what signed it cannot be judged. */
  | 'unknown';

/** Milliseconds from the start of the check to the end of each stage; a stage that was not reached is absent. */
export interface Timings {
  resolved?: number;
  connected?: number;
  secured?: number;
}

export interface EndpointError {
  code: UnreachableCode | 'certificate-unreadable';
  stage: 'resolve' | 'connect' | 'handshake' | 'certificate';
  /** The system's or OpenSSL's own code (`ECONNREFUSED`, `ERR_SSL_…`), for support. */
  cause?: string;
  /** The TLS alert with which the server ended the handshake, as RFC 8446 section 6 names it: `handshake_failure`. */
  alert?: string;
}

/** An issuer that the server did not send, from where the certificate says it is to be had; its signature was verified. */
export interface FetchedIssuer {
  url: string;
  certificate: Certificate;
}

/** What was seen at one address with one server name indication, or why nothing was. */
export interface Endpoint {
  /** The dialled address; null where the name could not be resolved. */
  address: string | null;
  family: 4 | 6 | null;
  port: number;
  sni: string | null;
  protocol?: string;
  cipher?: string;
  /** The leaf first, then its issuers as far as the server sent them. */
  chain: Certificate[];
  trust?: Trust;
  /**
   * Where not trusted: the way that was judged, the leaf first, then each one's issuer, to a trust anchor or to where
   * the way ends; wherever these certificates come from.
   */
  path?: Certificate[];
  /** OpenSSL's word for what is wrong with a chain that is invalid: `INVALID_PURPOSE`. */
  brokenRule?: string;
  /** The missing links of an incomplete chain, from the leaf upwards, as far as they could be fetched. */
  fetchedIssuers?: FetchedIssuer[];
  /** The server asked for a certificate of the client; `required`: and refused to go on without one. */
  clientCertificate?: 'requested' | 'required';
  /** Nothing was seen live: all that is here comes from a report. */
  reported?: ReportedEndpoint;
  error?: EndpointError;
  timings: Timings;
}

export interface ReportedEndpoint {
  /** When the report was made: ISO 8601, or a day alone. */
  at?: string;
  /** The report holds the certificate itself. Else of the leaf only some things are known; the others are empty. */
  isWhole: boolean;
  /** What it says to be wrong with the certificate and does not show. */
  problems: CertificateProblem[];
  /** It names no server: this one was concluded from the other names. */
  isServerAssumed: boolean;
}

export interface Certificate {
  /** Every common name of the subject, in the order of the certificate, decoded, otherwise exactly as it stands there. */
  commonNames: string[];
  /** One line, most specific first, for people: `CN=mail.contoso.com, O=Contoso`. */
  subject: string;
  issuer: string;
  dnsNames: string[];
  ipAddresses: string[];
  /** E-mail names of the subject alternative name, then of the subject. */
  emailNames: string[];
  notBefore: string;
  notAfter: string;
  /** Upper-case hexadecimal, as Windows shows them. `sha1` is what Exchange calls the thumbprint. */
  serialNumber: string;
  sha1: string;
  sha256: string;
  /** `rsa`, `ec`, `ed25519`, … as Node names it; `unknown` where the key cannot be read. */
  keyType: string;
  keyBits: number | null;
  signatureAlgorithm: string;
  /** Subject and issuer are the same name. */
  selfIssued: boolean;
}

export type UnreachableCode =
  | 'name-not-found'
  | 'name-without-address'
  | 'dns-failed'
  | 'dns-timeout'
  | 'connection-refused'
  | 'connection-timeout'
  | 'connection-reset'
  | 'host-unreachable'
  | 'not-tls'
  | 'handshake-failed'
  | 'tls-mismatch'
  | 'handshake-closed'
  | 'handshake-garbled'
  | 'handshake-stalled'
  | 'handshake-flooded'
  | 'address-not-allowed'
  | 'port-not-allowed';

/** Stable, kebab-case. Texts are language resources keyed by the code. */
export type FindingCode =
  | UnreachableCode
  | 'certificate-unreadable'
  | 'expired'
  | 'not-yet-valid'
  | 'host-name-mismatch'
  | 'self-signed'
  | 'untrusted-issuer'
  | 'chain-incomplete'
  | 'issuer-expired'
  | 'chain-invalid'
  | 'trust-unknown'
  | 'chain-misordered'
  | 'root-sent'
  | 'common-name-only'
  | 'expires-soon'
  | 'weak-key'
  | 'weak-signature'
  | 'ecc-key'
  | 'addresses-differ'
  | 'partly-unreachable'
  | 'sni-differs'
  | 'legacy-tls'
  | 'client-certificate-requested'
  | 'principal-mismatch'
  | 'principal-matches-wildcard'
  | 'principal-matches-san-only'
  | 'principal-matches'
  | 'no-common-name'
  | 'several-common-names'
  | 'unusual-name'
  | 'provider-mismatch'
  | 'provider-none'
  | 'provider-default'
  | 'provider-matches'
  | 'principal-fullsic'
  | 'principal-not-set'
  | 'principal-assumed'
  | 'principal-normalised'
  | 'email-principal'
  | 'provider-server-set'
  | 'provider-ttl'
  | 'certificate-problem-reported'
  | 'report-differs'
  | 'server-assumed'
  | 'exchange-online'
  | 'mapi-over-http';

export type FindingData = Record<string, string | number | boolean | string[]>;

export interface Finding {
  code: FindingCode;
  severity: 'error' | 'warning' | 'info' | 'ok';
  data: FindingData;
  /** Where it is the case, if not at the address that is judged, but where the plan takes its certificate from. */
  address?: string;
}

/** One line to run. Every value in it has passed `dnsName.ts`' strict check or comes from a fixed list. */
export interface Command {
  shell: 'ExchangeManagementShell' | 'PowerShell' | 'cmd';
  text: string;
  /** Absent: for every version. */
  appliesTo?: 'exchange2013OrLater';
  /** With -WhatIf: tells what would happen and changes nothing. */
  rehearsal?: true;
}

/**
 * One step of a fix, in the order in which it is done. Its text is a language resource keyed by `id`; `data` fills it.
 * `read` notes what is there before a change, `arrive` is what a change needs to take effect.
 */
export interface Step {
  kind: 'look' | 'read' | 'change' | 'arrive' | 'verify';
  id: StepId;
  /** In the order in which they are run; none where the step is done by hand. */
  commands: Command[];
  data: FindingData;
}

export type StepId =
  | 'note-provider'
  | 'note-unseen-provider'
  | 'mind-switch-on'
  | 'mind-names'
  | 'mind-default'
  | 'mind-inside'
  | 'change-provider'
  | 'change-by-hand'
  | 'change-unseen-provider'
  | 'default-afterwards'
  | 'let-arrive'
  | 'let-arrive-by-restart'
  | 'verify-provider'
  | 'test-connectivity'
  | 'note-certificates'
  | 'mind-certificate-names'
  | 'mind-inner-name'
  | 'request-certificate'
  | 'request-renewal'
  | 'import-certificate'
  | 'enable-certificate'
  | 'enable-known'
  | 'export-certificate'
  | 'export-better'
  | 'everywhere'
  | 'everywhere-unseen'
  | 'verify-certificate'
  | 'find-servers'
  | 'copy-certificate'
  | 'mind-issuer'
  | 'mind-unknown-issuer'
  | 'test-trust'
  | 'deploy-trust'
  | 'install-issuer'
  | 'restart-outlook'
  | 'repair-account'
  | 'look-up'
  | 'test-port'
  | 'read-clock';

/** One way out. Texts are language resources keyed by `id`; `data` fills them. */
export interface Fix {
  id: FixId;
  who: 'user' | 'helpdesk' | 'exchangeAdmin' | 'certificateAuthority' | 'botOperator';
  /** Another way to the same end, not a further thing to do. */
  alternative: boolean;
  /** What is done, in this order; empty where one sentence says it all. */
  steps: Step[];
  /** Of the steps, what finds out or changes something, without rehearsals. */
  commands: Command[];
  verify: Command[];
  undo: Command[];
  data: FindingData;
}

export type FixId =
  | 'set-provider'
  | 'reset-provider'
  | 'set-provider-by-hand'
  | 'refresh-outlook'
  | 'correct-principal'
  | 'reissue-certificate'
  | 'use-host-name'
  | 'bind-certificate'
  | 'renew-certificate'
  | 'check-clock'
  | 'trust-issuer'
  | 'complete-chain'
  | 'same-certificate'
  | 'default-certificate'
  | 'clear-provider-server'
  | 'restore-provider-ttl'
  | 'online-mailbox'
  | 'bypass-inspection'
  | 'install-issuer'
  | 'check-name'
  | 'check-dns'
  | 'check-port'
  | 'check-addresses'
  | 'check-tls'
  | 'enable-tls'
  | 'check-trust'
  | 'ask-about-fullsic'
  | 'use-usual-port'
  | 'allow-network'
  | 'allow-port';

export interface Diagnosis {
  verdict: Verdict;
  /** The finding that decides. */
  headline: FindingCode;
  server: ServerName;
  /** What was compared: as given, or the default that was assumed (then the finding `principal-assumed` says so). */
  principal: PrincipalName;
  providers: OutlookProviders;
  exchangeVersion?: ExchangeVersion;
  checkedAt: string;
  durationMs: number;
  clients: ClientResult[];
  /** One per address and SNI variant; the one that the diagnosis is about stands first. */
  endpoints: Endpoint[];
  /** Most severe first. */
  findings: Finding[];
  /** The plan: what is needed, in the order in which it is done, and then what can be done instead. */
  fixes: Fix[];
}

/** What a pasted text or a file says. Names are normalised as in a request; what a text does not say is absent or empty. */
export interface Evidence {
  /** The formats that were recognised; empty where nothing was understood. */
  formats: EvidenceFormat[];
  /** What the text is about, the surest first; hosts that are merely mentioned stand in `sources` only. */
  servers: ServerName[];
  principal?: PrincipalName;
  commonNames: string[];
  dnsNames: string[];
  providers: OutlookProviders;
  /** Those that stand in the text whole, the leaf first. */
  certificates: Certificate[];
  issuer?: string;
  /** SHA-1, as Exchange calls the thumbprint. */
  thumbprint?: string;
  /** ISO 8601, or a day alone. */
  notBefore?: string;
  notAfter?: string;
  /** What the text says to be wrong with the certificate. */
  certificateProblems: CertificateProblem[];
  steps: AnalyzerStep[];
  analyzerVerdict?: Exclude<StepResult, 'unknown'>;
  exchangeVersion?: ExchangeVersion;
  /** ISO 8601, or a day alone. */
  reportedAt?: string;
  /** Where the text says different things of the same server; the first value is the one that is used. */
  conflicts: Conflict[];
  sources: Source[];
  /** Where the text is about several servers, what it says of each of the first ten; else empty. */
  parts: Evidence[];
}

export interface Conflict {
  field: EvidenceField;
  values: string[];
}

/** Where something stands in the text, and how sure it is. */
export interface Source {
  field: EvidenceField;
  /** As it stands there. */
  value: string;
  format: EvidenceFormat;
  /** Counted from 1. */
  line: number;
  certainty: Certainty;
}
