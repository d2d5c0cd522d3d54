import type { Facts } from '../facts.ts';
import type { EndpointError, Fix } from '../types.ts';
import type { Cause } from './cause.ts';

/** A cause that is the error of the judged endpoint itself. */
export function endpointError(
  code: EndpointError['code'],
  who: Cause['who'],
  fixes: (facts: Facts) => Fix[],
): Cause {
  return {
    code,
    severity: 'error',
    who,
    detect({ endpoint, server }) {
      const { error, address } = endpoint;
      if (error?.code !== code) return null;
      const { stage, cause, alert } = error;
      const { protocol, cipher } = endpoint;
      const seen = [protocol, cipher, alert ?? cause].filter((part) => part !== undefined).join(', ');
      const at = { ...(address !== null && { address }), ...(cause !== undefined && { cause }) };
      return { data: { host: server.host, port: server.port, stage, seen, ...at } };
    },
    fixes,
  };
}
