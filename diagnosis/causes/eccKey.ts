import type { Cause } from './cause.ts';

/**
 * An elliptic-curve key: Exchange supports such certificates only from the November 2024 security update on, and only
 * where EnableEccCertificateSupport is set (HealthChecker). A proxy in front has no such limit.
 */
export const eccKey: Cause = {
  code: 'ecc-key',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ leaf }) {
    if (leaf?.keyType !== 'ec') return null;
    return { data: { ...(leaf.keyBits !== null && { keyBits: leaf.keyBits }) } };
  },
};
