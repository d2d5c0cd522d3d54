import type { Facts } from './facts.ts';
import { clientResults, isCommonName, type Match } from './names/match.ts';
import type { Client, ClientResult, FindingCode } from './types.ts';

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
 * will hand out instead of it.
 */
export function judgeClients(facts: Facts): ClientResult[] {
  return clients.map((client) => {
    const results = [ownResult(facts, client), ...providerResults(facts, client)];
    return results.reduce((one, other) =>
      worst.indexOf(other.result) < worst.indexOf(one.result) ? other : one,
    );
  });
}

function ownResult({ match, principal, leaf, endpoint, isPartial }: Facts, client: Client): ClientResult {
  if (leaf === null)
    return { client, result: 'unknown', because: endpoint.error?.code ?? 'certificate-unreadable' };
  if (principal.form === 'fullsic') return { client, result: 'unknown', because: 'principal-fullsic' };
  if (principal.form === 'none') return { client, result: 'pass', because: 'principal-not-set' };
  if (match === null) {
    return {
      client,
      result: 'unknown',
      because: isPartial ? 'certificate-problem-reported' : 'email-principal',
    };
  }
  // It may stand among the alternative names that a report does not tell.
  if (isPartial && match === 'none' && client === 'windowsCnAndSan')
    return { client, result: 'unknown', because: codes.none };
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
