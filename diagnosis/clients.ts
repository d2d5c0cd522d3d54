import type { Facts } from './facts.ts';
import { clientResults, isCommonName, type Match, matchPrincipal } from './names/match.ts';
import type { Certificate, Client, ClientResult, FindingCode } from './types.ts';

const clients: Client[] = ['rca', 'windowsCnOnly', 'windowsCnAndSan'];
const worst: ClientResult['result'][] = ['fail', 'warn', 'unknown', 'pass'];
const codes: Record<Match, FindingCode> = {
  'common-name': 'principal-matches',
  'one-of-several': 'several-common-names',
  'alternative-name': 'principal-matches-san-only',
  wildcard: 'principal-matches-wildcard',
  none: 'principal-mismatch',
};

/**
 * How each kind of client fares with the names: the worst over Outlook's own principal name and what Autodiscover
 * will hand out instead of it. Windows XP sends no server name, so it is judged by what it is shown (RFC 6066 section 3).
 */
export function judgeClients(facts: Facts): ClientResult[] {
  const other = certificateWithoutName(facts);
  return clients.map((client) => {
    if (other === null || client !== 'windowsCnOnly') return worstResult(facts, client);
    return { ...worstResult(comparedWith(other, facts), client), because: 'sni-differs' };
  });
}

function worstResult(facts: Facts, client: Client): ClientResult {
  const results = [ownResult(facts, client), ...providerResults(facts, client)];
  return results.reduce((one, other) =>
    worst.indexOf(other.result) < worst.indexOf(one.result) ? other : one,
  );
}

/** What this address shows to clients that send no server name; null where that is nothing else. */
export function certificateWithoutName({ leaf, withoutSni, endpoint }: Facts): Certificate | null {
  // Addresses that differ among themselves are another matter.
  const here = withoutSni.filter(({ address }) => address === endpoint.address);
  const shown = here.flatMap(({ chain }) => chain[0] ?? []);
  return shown.find(({ sha256 }) => leaf !== null && sha256 !== leaf.sha256) ?? null;
}

function comparedWith(leaf: Certificate, facts: Facts): Facts {
  const compared = (name: string | null | undefined, match: Match | null) =>
    match === null ? null : matchPrincipal(name ?? '', leaf);
  return {
    ...facts,
    leaf,
    match: compared(facts.principal.name, facts.match),
    providerFacts: facts.providerFacts.map((fact) => ({ ...fact, match: compared(fact.name, fact.match) })),
  };
}

function ownResult(
  { match, principal, assumed, leaf, endpoint, isPartial }: Facts,
  client: Client,
): ClientResult {
  if (leaf === null)
    return { client, result: 'unknown', because: endpoint.error?.code ?? 'certificate-unreadable' };
  if (principal.form === 'fullsic') return { client, result: 'unknown', because: 'principal-fullsic' };
  if (principal.form === 'none') return { client, result: 'pass', because: 'principal-not-set' };
  if (match === null) {
    const because = isPartial ? 'certificate-problem-reported' : 'email-principal';
    return { client, result: 'unknown', because: assumed ? 'principal-assumed' : because };
  }
  // It may stand among the alternative names that a report does not tell.
  if (isPartial && match === 'none' && client === 'windowsCnAndSan')
    return { client, result: 'unknown', because: 'certificate-problem-reported' };
  const noCommonName =
    leaf.commonNames.length === 0 && client !== 'windowsCnAndSan' && match === 'alternative-name';
  return {
    client,
    result: clientResults[match][client],
    because: noCommonName ? 'no-common-name' : codes[match],
  };
}

function providerResults({ providerFacts }: Facts, client: Client): ClientResult[] {
  return providerFacts.flatMap(({ match }) =>
    match === null
      ? []
      : [
          {
            client,
            result: clientResults[match][client],
            because: isCommonName(match) ? codes[match] : 'provider-mismatch',
          },
        ],
  );
}
