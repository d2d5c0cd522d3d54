import { causes } from './causes/index.ts';
import { type Observation, readFacts } from './facts.ts';
import { worseFinding } from './findingOrder.ts';
import { sameCertificate } from './fixes/index.ts';
import { isOnlineServer } from './names/exchangeOnline.ts';
import { withoutRepeatedSteps } from './plan.ts';
import type { Certificate, Diagnosis, Endpoint, Finding, Fix, FixId, Verdict } from './types.ts';

/**
 * One diagnosis where addresses show different certificates: the worst one decides, since some clients will meet it.
 * The plan puts the best one everywhere first, and then mends what that one lacks, which the findings tell as well. A
 * best one that must be replaced itself is not copied first.
 * @param diagnoses one for each different thing that is shown, at least one
 */
export function judgeTogether(observation: Observation, diagnoses: Diagnosis[]): Diagnosis {
  const worst = worstOf(diagnoses);
  const best = bestOf(diagnoses);
  const [keep] = best?.endpoints ?? [];
  const facts = readFacts(observation, worst.endpoints[0]);
  if (best === undefined || keep === undefined || isOnlineServer(facts.online))
    return { ...worst, fixes: withoutRepeatedSteps(worst.fixes) };
  // No certificate mends the machine that it lies on.
  const machine = best.fixes.some(isOfMachine) ? undefined : worst.fixes.find(isOfMachine);
  const copied = best.verdict === 'fail' && isReplaced(best) ? [] : [sameCertificate(facts, keep)];
  const plan = [...copied, ...(machine ? [machine] : []), ...best.fixes];
  const untold = findingsOfPlan(observation, best, keep).filter(
    ({ code }) => !worst.findings.some((finding) => finding.code === code),
  );
  return {
    ...worst,
    findings: [...worst.findings, ...untold].toSorted(worseFinding),
    fixes: withoutRepeatedSteps(plan),
  };
}

/** For sorting, which is stable. Among equally many errors, the order of the headlines decides, and not that of the addresses. */
export function worstFirst(one: Diagnosis, other: Diagnosis): number {
  return badness(other) - badness(one) || worseFinding(headlineOf(one), headlineOf(other));
}

/** What parts of the plan are for, marked with the address where it was found. */
function findingsOfPlan(observation: Observation, { findings, fixes }: Diagnosis, keep: Endpoint): Finding[] {
  const { address } = keep;
  if (address === null) return [];
  const facts = readFacts(observation, keep);
  const isMended = ({ code }: Finding) => {
    const ways = causes.find((cause) => cause.code === code)?.fixes?.(facts) ?? [];
    return fixes.some((fix) => !fix.alternative && ways.some(({ id }) => id === fix.id));
  };
  return findings.filter(isMended).map((finding) => ({ ...finding, address }));
}

/** Undefined where all addresses show the same certificate. */
function bestOf(diagnoses: Diagnosis[]): Diagnosis | undefined {
  const byLeaf = Object.values(Object.groupBy(diagnoses, (diagnosis) => leafOf(diagnosis)?.sha256 ?? ''));
  if (byLeaf.length < 2) return undefined;
  return byLeaf.map((same) => worstOf(same ?? [])).reduce(better);
}

function worstOf(diagnoses: Diagnosis[]): Diagnosis {
  return diagnoses.reduce((one, other) => (worstFirst(one, other) > 0 ? other : one));
}

/** Among equals, the certificate that lasts longer. */
function better(one: Diagnosis, other: Diagnosis): Diagnosis {
  const difference = worstFirst(one, other) || lasts(one) - lasts(other);
  return difference < 0 ? other : one;
}

function isOfMachine({ id, alternative }: Fix): boolean {
  return (id === 'check-tls' || id === 'enable-tls') && !alternative;
}

const replacing: readonly FixId[] = ['bind-certificate', 'reissue-certificate', 'renew-certificate'];

function isReplaced({ fixes }: Diagnosis): boolean {
  return fixes.some(({ id, alternative }) => !alternative && replacing.includes(id));
}

const verdicts: Verdict[] = ['pass', 'warn', 'fail', 'unreachable'];

function badness({ verdict, findings }: Diagnosis): number {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return verdicts.indexOf(verdict) * 100 + errors;
}

function headlineOf({ findings, headline }: Diagnosis): Finding {
  const finding = findings.find(({ code }) => code === headline);
  if (finding === undefined) throw new Error('the headline is one of the findings');
  return finding;
}

function lasts(diagnosis: Diagnosis): number {
  return Date.parse(leafOf(diagnosis)?.notAfter ?? '');
}

function leafOf({ endpoints: [endpoint] }: Diagnosis): Certificate | undefined {
  return endpoint?.chain[0];
}
