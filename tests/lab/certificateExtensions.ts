import ipaddr from 'ipaddr.js';
import {
  type Asn1,
  bitString,
  context,
  integer,
  octetString,
  oid,
  sequence,
  toDer,
  trueOnly,
} from './der.ts';

export interface Extension {
  oid: string;
  critical?: boolean;
  /** The DER inside the extension. */
  value: Buffer;
}

export interface AlternativeNames {
  /** Written as they are; a Buffer where they are not ASCII. */
  dnsNames?: (string | Buffer)[];
  ipAddresses?: string[];
  emailNames?: string[];
}

export function extensionList(extensions: Extension[]): Asn1 {
  return sequence(
    ...extensions.map(({ oid: id, critical = false, value }) =>
      sequence(oid(id), ...trueOnly(critical), octetString(value)),
    ),
  );
}

export function basicConstraints(ca: boolean, pathLength?: number): Extension {
  const limit = pathLength === undefined ? [] : [integer(pathLength.toString(16).padStart(2, '0'))];
  return { oid: '2.5.29.19', critical: true, value: toDer(sequence(...trueOnly(ca), ...limit)) };
}

/** An authority signs certificates and revocation lists; a server signs, and with RSA takes an encrypted key. */
export function keyUsage(ca: boolean, rsa: boolean): Extension {
  const server = rsa ? bitString(Buffer.of(0xa0), 5) : bitString(Buffer.of(0x80), 7);
  return { oid: '2.5.29.15', critical: true, value: toDer(ca ? bitString(Buffer.of(0x06), 1) : server) };
}

/** The extended key usage; none without purposes. */
export function extendedKeyUsage(purposes: string[]): Extension[] {
  return purposes.length === 0 ? [] : [{ oid: '2.5.29.37', value: toDer(sequence(...purposes.map(oid))) }];
}

export function subjectKeyId(id: Buffer): Extension {
  return { oid: '2.5.29.14', value: toDer(octetString(id)) };
}

export function authorityKeyId(id: Buffer): Extension {
  return { oid: '2.5.29.35', value: toDer(sequence(context(0, id))) };
}

/** None without names; critical where the subject is empty (RFC 5280, 4.2.1.6). */
export function subjectAlternativeName(names: AlternativeNames, critical: boolean): Extension[] {
  const { dnsNames = [], ipAddresses = [], emailNames = [] } = names;
  const entries = [
    ...dnsNames.map((name) => context(2, Buffer.from(name))),
    ...ipAddresses.map((address) => context(7, Buffer.from(ipaddr.parse(address).toByteArray()))),
    ...emailNames.map((name) => context(1, Buffer.from(name))),
  ];
  return entries.length === 0 ? [] : [{ oid: '2.5.29.17', critical, value: toDer(sequence(...entries)) }];
}

/** Authority information access: where the issuer's certificate can be downloaded. */
export function issuerUrl(url: string): Extension {
  const description = sequence(oid('1.3.6.1.5.5.7.48.2'), context(6, Buffer.from(url)));
  return { oid: '1.3.6.1.5.5.7.1.1', value: toDer(sequence(description)) };
}
