import { type ChannelToken, tokenReader } from './channelToken.ts';
import type { Configuration } from './configuration.ts';

/** The request may not come in: 401 without a good token, 403 from another tenant, 503 while no token can be checked. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly statusCode: 401 | 403 | 503;

  constructor(statusCode: 401 | 403 | 503, cause?: unknown) {
    super(`request refused with ${statusCode}`, { cause });
    this.statusCode = statusCode;
  }
}

/** Decides who may talk to the bot. */
export interface Gate {
  /** Before the body is read: what the token proves; null where none is needed. Rejects with `RefusedError`. */
  identify(authorization: string | undefined): Promise<ChannelToken | null>;
  /** Afterwards: whether the token was made for this activity, and its tenant is allowed. Throws `RefusedError`. */
  admit(token: ChannelToken | null, activity: unknown): void;
}

/** Without credentials everybody comes in: the bot then listens on loopback only. */
export function createGate({
  credentials,
  sovereign,
  allowedTenants,
}: Pick<Configuration, 'credentials' | 'sovereign' | 'allowedTenants'>): Gate {
  const readToken = credentials && tokenReader(credentials.appId, sovereign);
  return {
    async identify(authorization) {
      if (readToken === null) return null;
      const token = await readToken(authorization).catch((cause: unknown) => {
        throw new RefusedError(503, cause);
      });
      if (token === null) throw new RefusedError(401);
      return token;
    },
    admit(token, activity) {
      if (readToken !== null && (token === null || !isMadeFor(token, activity))) throw new RefusedError(401);
      if (allowedTenants !== null && !isFromOneOf(allowedTenants, activity)) throw new RefusedError(403);
    },
  };
}

function isMadeFor({ serviceUrl, channels }: ChannelToken, activity: unknown): boolean {
  const channel = at(activity, 'channelId');
  return (
    serviceUrl !== '' &&
    serviceUrl === at(activity, 'serviceUrl') &&
    typeof channel === 'string' &&
    channels.includes(channel)
  );
}

/** An activity may name its tenant twice; one that names none is nobody's. */
function isFromOneOf(allowed: readonly string[], activity: unknown): boolean {
  const named = tenantsOf(activity);
  return named.length > 0 && named.every((tenant) => allowed.includes(tenant.toLowerCase()));
}

function tenantsOf(activity: unknown): string[] {
  const named = [
    at(at(activity, 'conversation'), 'tenantId'),
    at(at(at(activity, 'channelData'), 'tenant'), 'id'),
  ];
  return named.filter((tenant): tenant is string => typeof tenant === 'string' && tenant !== '');
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
