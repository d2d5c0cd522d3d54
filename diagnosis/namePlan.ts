import { isIP } from 'node:net';
import { type SafeName, safeName } from './commands.ts';
import type { Facts } from './facts.ts';
import * as fix from './fixes/index.ts';
import { isCommonName } from './names/match.ts';
import type { Fix } from './types.ts';

/**
 * The way out where Outlook's principal name and the certificate disagree, best first (KB2710606): where Active
 * Directory is right, Outlook only has to ask it again; where it holds `$null`, that is first looked at.
 */
export function namePlan(facts: Facts): Fix[] {
  if (facts.leaf === null) return [];
  if (facts.online !== null) return [fix.onlineMailbox()];
  const name = nameToHandOut(facts);
  const isDefault = name === facts.server.host;
  const outlookIsRight = facts.match === null || isCommonName(facts.match);
  // A lasting cure only where Active Directory hands out this very name.
  const inOutlook = (certain: boolean) =>
    certain && name !== null && !outlookIsRight ? [fix.correctPrincipal(name)] : [];
  if (directoryIsRight(facts))
    return outlookIsRight || !hasDefault(facts)
      ? [fix.refreshOutlook(), ...inOutlook(true)]
      : [fix.refreshAfterLook(namesInPlay(facts)), ...inOutlook(true)];
  return [...directoryPlan(facts), ...inOutlook(isDefault)];
}

/**
 * What Active Directory should hand out, best first: a certificate for another host is replaced; a common name that
 * equals the server name needs no fixed value; any other usable common name becomes the fixed value. `none` is never
 * proposed: it removes a protection.
 */
export function directoryPlan(facts: Facts): Fix[] {
  const { leaf, server, wrongHost } = facts;
  if (leaf === null) return [];
  if (isIP(server.host) !== 0) return [fix.useHostName(facts)];
  if (wrongHost) return fix.rightCertificate(facts);
  const name = nameToHandOut(facts);
  if (name === server.host) return [fix.resetProvider(facts)];
  if (name !== null) return [fix.setProvider(facts, name), fix.reissueCertificate(facts)];
  const [only = '', ...others] = leaf.commonNames;
  const byHand = others.length === 0 && isHarmless(only) ? [fix.setProviderByHand(facts)] : [];
  return [fix.reissueCertificate(facts), ...byHand];
}

/** The name that every client finds in the certificate and that may stand in a command. */
function nameToHandOut({ leaf, server }: Facts): SafeName | null {
  const commonNames = leaf?.commonNames ?? [];
  if (commonNames.some((name) => name.toLowerCase() === server.host)) return safeName(server.host);
  return commonNames.length === 1 ? safeName(commonNames[0] ?? '') : null;
}

function directoryIsRight({ providerFacts }: Facts): boolean {
  return (
    providerFacts.length > 0 &&
    providerFacts.every(
      ({ match, wellFormed, name }) =>
        wellFormed && isCommonName(match) && (safeName(name ?? '') !== null || isHarmless(name ?? '')),
    )
  );
}

/** What `$null` hands out is only assumed. */
function hasDefault({ providerFacts }: Facts): boolean {
  return providerFacts.some(({ value }) => value === null);
}

function namesInPlay({ principal, server }: Facts): string[] {
  return [principal.name ?? '', server.host].filter((name) => name !== '');
}

/** Like "Contoso Mail": nothing that a shell would read as anything but a name, and no `none`, which switches off. */
function isHarmless(name: string): boolean {
  return /^(?!none$)[a-z0-9](?:[a-z0-9 ._@-]{0,62}[a-z0-9])?$/i.test(name);
}
