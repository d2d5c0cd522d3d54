/** The door of the room: whoever needs a certificate check imports from here and from nowhere else inside. */

export { readCertificate } from './certificate/certificate.ts';
export {
  type Check,
  type CheckCaller,
  type CheckOptions,
  type CheckWorld,
  check,
  createCheck,
} from './check.ts';
export { readProvider } from './commands.ts';
export { diagnose } from './diagnose.ts';
export { hostsInText, principalsInText } from './evidence/hostInText.ts';
export { holdsPrivateKey } from './evidence/privateKey.ts';
export { readEvidence } from './evidence/readEvidence.ts';
export { certificateProblems, type EvidenceField, type EvidenceFormat } from './evidence/statement.ts';
export type { Observation } from './facts.ts';
export { stoppedBy } from './findingOrder.ts';
export { bareForm, type PrincipalNameProblem, parsePrincipalName } from './names/principalName.ts';
export { formatServerName, parseServerName, type ServerNameProblem } from './names/serverName.ts';
export { type Network, parseNetworks } from './network/addressPolicy.ts';
export { parseNameServers } from './network/nameServers.ts';
export { httpsOnly, type PortRange, parsePorts } from './network/portPolicy.ts';
export { handshakeLoad, TooBusyError } from './openHandshakes.ts';
export type { Stage } from './progress.ts';
export { checkEvidence, diagnoseEvidence, requestOf } from './reportedDiagnosis.ts';
export { parseTrustAnchors } from './trust/trustStore.ts';
export type * from './types.ts';
