import { randomUUID } from 'node:crypto';
import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { type Evidence, formatServerName, parseServerName } from '../diagnosis/index.ts';

/** Where the last pasted evidence of a person in a conversation is kept. */
export type EvidenceProperty = StatePropertyAccessor<Kept | undefined>;

interface Kept {
  read: string;
  evidence: Evidence;
}

/** Keeps what later checks need, and gives the name under which it can be had again. The one before is forgotten. */
export async function keepEvidence(
  property: EvidenceProperty,
  context: TurnContext,
  evidence: Evidence,
): Promise<string> {
  const read = randomUUID();
  await property.set(context, { read, evidence: essence(evidence) });
  return read;
}

/**
 * The evidence that was kept under this name, and of it what concerns this server, if it is about several; null where
 * it is not there any more.
 */
export async function recallEvidence(
  property: EvidenceProperty,
  context: TurnContext,
  read: string | undefined,
  server = '',
): Promise<Evidence | null> {
  const kept = await property.get(context);
  if (read === undefined || kept?.read !== read) return null;
  const { evidence } = kept;
  const wanted = parseServerName(server);
  const key = wanted.ok ? formatServerName(wanted.value) : '';
  const isWanted = ({ servers }: Evidence) => servers.some((known) => formatServerName(known) === key);
  return evidence.parts.find(isWanted) ?? evidence;
}

const mostNames = 10;

/** Without what is only shown: the state is written with each turn. What certificates tell stands in the other fields. */
function essence(evidence: Evidence): Evidence {
  return {
    ...evidence,
    servers: evidence.servers.slice(0, mostNames),
    commonNames: evidence.commonNames.slice(0, mostNames),
    dnsNames: evidence.dnsNames.slice(0, mostNames),
    certificates: [],
    steps: [],
    sources: [],
    parts: evidence.parts.map(essence),
  };
}
