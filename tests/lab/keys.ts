import { generateKeyPairSync, type KeyObject } from 'node:crypto';

export type KeyType = `rsa-${number}` | 'p256' | 'p384' | 'p521' | 'ed25519';

/** One private key per type for the whole process: RSA keys take tens of milliseconds each. */
export function sharedKey(type: KeyType): KeyObject {
  const key = shared.get(type) ?? newKey(type);
  shared.set(type, key);
  return key;
}

export function newKey(type: KeyType): KeyObject {
  if (type === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  if (type === 'p256' || type === 'p384' || type === 'p521') {
    return generateKeyPairSync('ec', { namedCurve: `P-${type.slice(1)}` }).privateKey;
  }
  return generateKeyPairSync('rsa', { modulusLength: Number(type.slice('rsa-'.length)) }).privateKey;
}

const shared = new Map<KeyType, KeyObject>();
