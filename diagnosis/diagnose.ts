import { causes } from './causes/index.ts';
import { judgeClients } from './clients.ts';
import { candidates, type Facts, type Observation, readFacts } from './facts.ts';
import { sameCertificate } from './fixes/index.ts';
import { planOf } from './plan.ts';
import type { Diagnosis, Endpoint, Finding, Fix, Verdict } from './types.ts';

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
  const worst = diagnoses.reduce((one, other) => (badness(other) > badness(one) ? other : one));
  const best = diagnoses.reduce((one, other) => (badness(other) < badness(one) ? other : one));
  return badness(best) === badness(worst) ? worst : { ...worst, fixes: unified(observation, worst, best) };
}

/** Where one address shows a better certificate than another: first the better one everywhere, then what it lacks. */
function unified(observation: Observation, worst: Diagnosis, best: Diagnosis): Fix[] {
  const [keep] = best.endpoints;
  if (keep === undefined) return worst.fixes;
  return [sameCertificate(readFacts(observation, worst.endpoints[0]), keep), ...best.fixes];
}

const verdicts: Verdict[] = ['pass', 'warn', 'fail', 'unreachable'];

function badness({ verdict, findings }: Diagnosis): number {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return verdicts.indexOf(verdict) * 100 + errors;
}

function diagnoseEndpoint(observation: Observation, endpoint: Endpoint): Diagnosis {
  const facts = readFacts(observation, endpoint);
  const detected = causes.flatMap((cause) => {
    const finding = cause.detect(facts);
    return finding === null ? [] : [{ cause, finding: { code: cause.code, ...finding } }];
  });
  // Sorting is stable, so that the order of the causes decides among equals.
  const bySeverity = detected.toSorted((one, other) => rank(one.finding) - rank(other.finding));
  const findings = bySeverity.map(({ finding }) => finding);
  return {
    verdict: verdictOf(facts, findings),
    headline: headlineOf(findings),
    server: facts.server,
    principal: facts.principal,
    providers: facts.providers,
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
