import { causes } from './causes/index.ts';
import { judgeClients } from './clients.ts';
import { candidates, type Facts, type Observation, readFacts } from './facts.ts';
import { worseFinding } from './findingOrder.ts';
import { planOf } from './plan.ts';
import { judgeTogether } from './severalCertificates.ts';
import type { Diagnosis, Endpoint, Finding, Verdict } from './types.ts';

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
  return judgeTogether(observation, diagnoses);
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
  const bySeverity = detected.toSorted((one, other) => worseFinding(one.finding, other.finding));
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
