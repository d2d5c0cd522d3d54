import { safeName } from './commands.ts';
import type { Facts } from './facts.ts';
import * as fix from './fixes/index.ts';
import { isCommonName } from './match.ts';
import type { Fix } from './types.ts';

/**
 * The way out where a principal name and the certificate disagree, best first (KB2710606 and the rules of matching):
 * a certificate for another host is replaced; a common name that equals the server name needs no fixed value; any
 * other usable common name is what Autodiscover should hand out. `none` is never proposed: it removes a protection.
 */
export function namePlan(facts: Facts): Fix[] {
  const { leaf, server, coversServer, providerFacts } = facts;
  if (leaf === null) return [];
  if (facts.exchangeOnline) return [fix.onlineMailbox()];
  if (!coversServer) return [fix.bindCertificate(facts), fix.reissueCertificate(facts)];

  const serverName = leaf.commonNames.some((name) => name.toLowerCase() === server.host)
    ? safeName(server.host)
    : null;
  const [only] = leaf.commonNames;
  const certificateName = serverName ?? (leaf.commonNames.length === 1 ? safeName(only ?? '') : null);
  if (certificateName === null) {
    const byHand = leaf.commonNames.length === 1 && only?.trim() ? [fix.setProviderByHand(facts)] : [];
    return [fix.reissueCertificate(facts), ...byHand];
  }

  const outlookIsRight = facts.match === null || isCommonName(facts.match);
  const inOutlook = outlookIsRight ? [] : [fix.correctPrincipal(certificateName)];
  const directoryIsRight =
    providerFacts.length > 0 && providerFacts.every(({ match }) => isCommonName(match));
  if (directoryIsRight) return [fix.refreshOutlook(), ...inOutlook];
  if (serverName !== null) return [fix.resetProvider(facts), ...inOutlook];
  return [fix.setProvider(facts, certificateName), fix.reissueCertificate(facts)];
}
