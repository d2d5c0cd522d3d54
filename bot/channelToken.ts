import { AuthenticationConstants, GovernmentConstants } from 'botframework-connector';
import { JOSEError } from 'jose/errors';
import { createRemoteJWKSet, type RemoteJWKSet } from 'jose/jwks/remote';
import { jwtVerify } from 'jose/jwt/verify';

/** What a good token proves about the activity that comes with it. */
export interface ChannelToken {
  /** Where the answers must go. */
  readonly serviceUrl: string;
  /** The channels that the signing key vouches for. */
  readonly channels: readonly string[];
}

/** Reads an Authorization header; null where there is no good token in it. Rejects where the keys cannot be fetched. */
export type ReadToken = (authorization: string | undefined) => Promise<ChannelToken | null>;

/**
 * The rules for requests from the Bot Connector to a bot ("Authentication with the Bot Connector API" in Microsoft's
 * documentation). The SDK checks them, too, but prints a stack and its keys for each token that it refuses, takes keys
 * without endorsements and activities without a service URL, and remembers each tenant that a stranger makes up.
 * @param sovereign The SDK's settings for sovereign clouds.
 */
export function tokenReader(appId: string, sovereign: Readonly<Record<string, string>>): ReadToken {
  const cloud =
    sovereign.ChannelService === GovernmentConstants.ChannelService
      ? GovernmentConstants
      : AuthenticationConstants;
  const issuer = sovereign.ToBotFromChannelTokenIssuer ?? cloud.ToBotFromChannelTokenIssuer;
  const currentKeys = keySource(
    sovereign.ToBotFromChannelOpenIdMetadataUrl ?? cloud.ToBotFromChannelOpenIdMetadataUrl,
  );
  const rules = {
    issuer,
    audience: appId,
    algorithms: [...AuthenticationConstants.AllowedSigningAlgorithms],
    clockTolerance: 300,
    requiredClaims: ['exp'],
  };

  return async (authorization) => {
    const [, token] = /^Bearer ([\w.-]+)$/.exec(authorization ?? '') ?? [];
    if (token === undefined) return null;
    const keys = await currentKeys();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, rules);
      const key: object | undefined = keys.jwks()?.keys.find(({ kid }) => kid === protectedHeader.kid);
      const endorsements = key !== undefined && 'endorsements' in key ? key.endorsements : undefined;
      return { serviceUrl: textOf(payload.serviceurl), channels: textsOf(endorsements) };
    } catch (error) {
      if (isAboutToken(error)) return null;
      throw error;
    }
  };
}

const day = 24 * 60 * 60 * 1000;

/** The keys that the OpenID document names; the document is read again after a day, as the SDK does. */
function keySource(metadataUrl: string): () => Promise<RemoteJWKSet> {
  let known: { keys: RemoteJWKSet; until: number } | null = null;
  return async () => {
    if (known !== null && Date.now() < known.until) return known.keys;
    const response = await fetch(metadataUrl, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the OpenID document was answered with ${response.status}`);
    const { jwks_uri: address } = (await response.json()) as { jwks_uri: string };
    known = { keys: createRemoteJWKSet(new URL(address)), until: Date.now() + day };
    return known.keys;
  };
}

/** The library uses its general error for an answer of the key server that it cannot use. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof JOSEError &&
    !['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code)
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
