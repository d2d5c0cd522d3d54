import { addressesDiffer } from './addressesDiffer.ts';
import { addressNotAllowed } from './addressNotAllowed.ts';
import type { Cause } from './cause.ts';
import { certificateProblemReported } from './certificateProblemReported.ts';
import { certificateUnreadable } from './certificateUnreadable.ts';
import { chainIncomplete } from './chainIncomplete.ts';
import { chainInvalid } from './chainInvalid.ts';
import { chainMisordered } from './chainMisordered.ts';
import { clientCertificateRequested } from './clientCertificateRequested.ts';
import { commonNameOnly } from './commonNameOnly.ts';
import { connectionRefused } from './connectionRefused.ts';
import { connectionReset } from './connectionReset.ts';
import { connectionTimeout } from './connectionTimeout.ts';
import { dnsFailed } from './dnsFailed.ts';
import { dnsTimeout } from './dnsTimeout.ts';
import { eccKey } from './eccKey.ts';
import { emailPrincipal } from './emailPrincipal.ts';
import { exchangeOnline } from './exchangeOnline.ts';
import { expired } from './expired.ts';
import { expiresSoon } from './expiresSoon.ts';
import { handshakeClosed } from './handshakeClosed.ts';
import { handshakeFailed } from './handshakeFailed.ts';
import { handshakeFlooded } from './handshakeFlooded.ts';
import { handshakeGarbled } from './handshakeGarbled.ts';
import { handshakeStalled } from './handshakeStalled.ts';
import { hostNameMismatch } from './hostNameMismatch.ts';
import { hostUnreachable } from './hostUnreachable.ts';
import { issuerExpired } from './issuerExpired.ts';
import { legacyTls } from './legacyTls.ts';
import { mapiOverHttp } from './mapiOverHttp.ts';
import { nameNotFound } from './nameNotFound.ts';
import { nameWithoutAddress } from './nameWithoutAddress.ts';
import { noCommonName } from './noCommonName.ts';
import { notTls } from './notTls.ts';
import { notYetValid } from './notYetValid.ts';
import { partlyUnreachable } from './partlyUnreachable.ts';
import { portNotAllowed } from './portNotAllowed.ts';
import { principalAssumed } from './principalAssumed.ts';
import { principalFullsic } from './principalFullsic.ts';
import { principalMatches } from './principalMatches.ts';
import { principalMatchesSanOnly } from './principalMatchesSanOnly.ts';
import { principalMatchesWildcard } from './principalMatchesWildcard.ts';
import { principalMismatch } from './principalMismatch.ts';
import { principalNormalised } from './principalNormalised.ts';
import { principalNotSet } from './principalNotSet.ts';
import { providerDefault } from './providerDefault.ts';
import { providerMatches } from './providerMatches.ts';
import { providerMismatch } from './providerMismatch.ts';
import { providerNone } from './providerNone.ts';
import { providerServerSet } from './providerServerSet.ts';
import { providerTtl } from './providerTtl.ts';
import { reportDiffers } from './reportDiffers.ts';
import { rootSent } from './rootSent.ts';
import { selfSigned } from './selfSigned.ts';
import { serverAssumed } from './serverAssumed.ts';
import { severalCommonNames } from './severalCommonNames.ts';
import { sniDiffers } from './sniDiffers.ts';
import { tlsMismatch } from './tlsMismatch.ts';
import { trustUnknown } from './trustUnknown.ts';
import { untrustedIssuer } from './untrustedIssuer.ts';
import { unusualName } from './unusualName.ts';
import { weakKey } from './weakKey.ts';
import { weakSignature } from './weakSignature.ts';

/**
 * Every cause, in the order in which it takes the headline from those of the same severity. What stops everybody
 * stands before what stops some, and what must be mended first stands before what can only be mended after it.
 */
export const causeGroups: Readonly<Record<string, readonly Cause[]>> = {
  'Nothing could be seen': [
    portNotAllowed,
    addressNotAllowed,
    nameNotFound,
    nameWithoutAddress,
    dnsFailed,
    dnsTimeout,
    connectionRefused,
    hostUnreachable,
    connectionTimeout,
    connectionReset,
    notTls,
    clientCertificateRequested,
    tlsMismatch,
    handshakeFailed,
    handshakeClosed,
    handshakeGarbled,
    handshakeStalled,
    handshakeFlooded,
    certificateUnreadable,
  ],
  'The certificate most likely stops every client': [
    expired,
    notYetValid,
    hostNameMismatch,
    chainInvalid,
    issuerExpired,
    weakKey,
    certificateProblemReported,
  ],
  'The names differ': [
    exchangeOnline,
    principalMismatch,
    principalMatchesWildcard,
    providerMismatch,
    providerServerSet,
  ],
  'The certificate stops every client that lacks the issuer': [
    selfSigned,
    chainIncomplete,
    untrustedIssuer,
    trustUnknown,
  ],
  'Some clients are affected, or something cannot be told': [
    addressesDiffer,
    partlyUnreachable,
    providerNone,
    providerTtl,
    emailPrincipal,
    noCommonName,
    severalCommonNames,
    principalMatchesSanOnly,
    principalFullsic,
    weakSignature,
    legacyTls,
    sniDiffers,
    unusualName,
  ],
  'All is well, and what to know about it': [
    principalMatches,
    principalNotSet,
    providerMatches,
    expiresSoon,
    commonNameOnly,
    chainMisordered,
    rootSent,
    eccKey,
    providerDefault,
    principalAssumed,
    serverAssumed,
    reportDiffers,
    principalNormalised,
    mapiOverHttp,
  ],
};

export const causes: readonly Cause[] = Object.values(causeGroups).flat();
