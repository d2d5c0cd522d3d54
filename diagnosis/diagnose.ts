import { causes } from './causes/index.ts';
import { judgeClients } from './clients.ts';
import { candidates, type Facts, type Observation, readFacts } from './facts.ts';
import { sameCertificate } from './fixes/index.ts';
import { isOnlineServer } from './names/exchangeOnline.ts';
import { planOf, withoutRepeatedSteps } from './plan.ts';
import type { Diagnosis, Endpoint, Finding, Fix, FixId, Verdict } from './types.ts';

const severities: Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

/**
 * Judges what a check saw. Pure: no I/O, no clock but the observation's.
 * The verdict follows what the Remote Connectivity Analyzer says about the names, made worse, never better, by errors
 * of the certificate: it is the severity of the worst finding. Where addresses show different certificates, the worst
 * one decides, since some clients will meet it.
 */
export function diagnose(observation: Observation): Diagnosis {
  const diagnoses = candidates(observation.endpoints).map((endpoint) =>
    diagnoseEndpoint(observation, endpoint),
  );
  const worst = worstOf(diagnoses);
  return { ...worst, fixes: withoutRepeatedSteps(planForAll(observation, diagnoses, worst)) };
}

/**
 * Where addresses show different certificates: first the best one everywhere, then what that one lacks. A best one that
 * must be replaced itself is not copied first.
 */
function planForAll(observation: Observation, diagnoses: Diagnosis[], worst: Diagnosis): Fix[] {
  const byLeaf = Object.values(Object.groupBy(diagnoses, ({ endpoints }) => leafOf(endpoints)?.sha256 ?? ''));
  const facts = readFacts(observation, worst.endpoints[0]);
  if (byLeaf.length < 2 || isOnlineServer(facts.online)) return worst.fixes;
  const best = byLeaf.map((same) => worstOf(same ?? [])).reduce(better);
  const [keep] = best.endpoints;
  // No certificate mends the machine that it lies on.
  const machine = best.fixes.some(isOfMachine) ? undefined : worst.fixes.find(isOfMachine);
  if (keep === undefined || (best.verdict === 'fail' && isReplaced(best)))
    return [...(machine ? [machine] : []), ...best.fixes];
  return [sameCertificate(facts, keep), ...(machine ? [machine] : []), ...best.fixes];
}

function isOfMachine({ id, alternative }: Fix): boolean {
  return (id === 'check-tls' || id === 'enable-tls') && !alternative;
}

const replacing: readonly FixId[] = ['bind-certificate', 'reissue-certificate', 'renew-certificate'];

function isReplaced({ fixes }: Diagnosis): boolean {
  return fixes.some(({ id, alternative }) => !alternative && replacing.includes(id));
}

/** For sorting, which is stable. */
export function worstFirst(one: Diagnosis, other: Diagnosis): number {
  return badness(other) - badness(one) || place(one) - place(other);
}

/** Among equally many errors, the order of the causes decides, and not that of the addresses. */
function place({ headline }: Diagnosis): number {
  return causes.findIndex(({ code }) => code === headline);
}

function worstOf(diagnoses: Diagnosis[]): Diagnosis {
  return diagnoses.reduce((one, other) => (worstFirst(one, other) > 0 ? other : one));
}

/** Among equals, the certificate that lasts longer. */
function better(one: Diagnosis, other: Diagnosis): Diagnosis {
  const difference = worstFirst(one, other) || lasts(one) - lasts(other);
  return difference < 0 ? other : one;
}

const verdicts: Verdict[] = ['pass', 'warn', 'fail', 'unreachable'];

function badness({ verdict, findings }: Diagnosis): number {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return verdicts.indexOf(verdict) * 100 + errors;
}

function lasts({ endpoints }: Diagnosis): number {
  return Date.parse(leafOf(endpoints)?.notAfter ?? '');
}

function leafOf([endpoint]: Endpoint[]) {
  return endpoint?.chain[0];
}

function diagnoseEndpoint(observation: Observation, endpoint: Endpoint): Diagnosis {
  const facts = readFacts(observation, endpoint);
  const detected = causes.flatMap((cause) => {
    const found = cause.detect(facts);
    if (found === null) return [];
    const finding: Finding = {
      code: cause.code,
      severity: found.severity ?? cause.severity,
      data: found.data,
    };
    return [{ cause, finding }];
  });
  // Sorting is stable, so that the order of the causes decides among equals.
  const bySeverity = detected.toSorted((one, other) => rank(one.finding) - rank(other.finding));
  const findings = bySeverity.map(({ finding }) => finding);
  return {
    verdict: verdictOf(facts, findings),
    headline: headlineOf(findings),
    server: facts.server,
    principal: facts.principal,
    providers: observation.request.providers ?? {},
    ...(facts.exchangeVersion !== null && { exchangeVersion: facts.exchangeVersion }),
    checkedAt: facts.now.toISOString(),
    durationMs: observation.durationMs,
    clients: judgeClients(facts),
    endpoints: [endpoint, ...observation.endpoints.filter((other) => other !== endpoint)],
    findings,
    fixes: planOf(
      bySeverity.map(({ cause }) => cause.fixes?.(facts) ?? []),
      facts,
    ),
  };
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function verdictOf({ leaf, endpoint }: Facts, findings: Finding[]): Verdict {
  if (leaf === null && endpoint.error?.code !== 'certificate-unreadable') return 'unreachable';
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  return findings.some(({ severity }) => severity === 'warning') ? 'warn' : 'pass';
}

/** Where nothing is wrong, the good news is the headline, and not a note beside it. */
function headlineOf(findings: Finding[]): Diagnosis['headline'] {
  const wrong = findings.find(({ severity }) => severity === 'error' || severity === 'warning');
  const headline = wrong ?? findings.find(({ severity }) => severity === 'ok') ?? findings[0];
  if (headline === undefined) throw new Error('every observation has a finding');
  return headline.code;
}
