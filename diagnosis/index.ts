/** The door of the room: whoever needs a certificate check imports from here and from nowhere else inside. */
export { type Network, parseNetworks } from './addressPolicy.ts';
export { readCertificate } from './certificate.ts';
export { type Check, type CheckOptions, type CheckWorld, check, createCheck } from './check.ts';
export { diagnose } from './diagnose.ts';
export type { Observation } from './facts.ts';
export { parseNameServers } from './nameServers.ts';
export { httpsOnly, type PortRange, parsePorts } from './portPolicy.ts';
export { bareForm, type PrincipalNameProblem, parsePrincipalName } from './principalName.ts';
export type { Stage } from './progress.ts';
export { formatServerName, parseServerName, type ServerNameProblem } from './serverName.ts';
export { parseTrustAnchors } from './trustStore.ts';
export type * from './types.ts';
