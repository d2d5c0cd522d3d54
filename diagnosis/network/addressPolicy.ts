import ipaddr from 'ipaddr.js';
import type { Result } from '../types.ts';

/** A CIDR block in ipaddr.js' form. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const globalUnicast = ipaddr.parseCIDR('2000::/3');
const nat64 = ipaddr.parseCIDR('64:ff9b::/96');
/** Deprecated (RFC 4291 section 2.5.5.1), and ipaddr.js takes `::8.8.8.8` for `::ffff:8.8.8.8`, another address. */
const ipv4Compatible = /^::\d+\./;
/** Azure's platform address answers inside every Azure network although it is a public one. */
const azurePlatform = '168.63.129.16';

/**
 * Whether an IP address may be dialled: public unicast addresses only, unless one of `allowed` contains it.
 * Refuses unspecified, loopback, link-local (cloud metadata), private, unique-local, shared (RFC 6598), multicast,
 * reserved and broadcast addresses, and every IPv6 form that carries one of them (IANA special-purpose registries).
 */
export function isAllowedAddress(text: string, allowed: readonly Network[]): boolean {
  if (!ipaddr.isValid(text) || ipv4Compatible.test(text)) return false;
  const address = withoutDisguise(ipaddr.parse(text));
  if (allowed.some((network) => contains(network, address))) return true;
  if (address.toString() === azurePlatform) return false;
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  return contains(globalUnicast, address) && address.range() === 'unicast';
}

/**
 * Reads a comma-separated list of CIDR blocks or single addresses. IPv4-mapped ones mean the IPv4 network. Blocks of
 * NAT64 are none: its addresses are judged by the IPv4 addresses inside them, and `64:ff9b::/96` would be all of those.
 */
export function parseNetworks(text: string): Result<Network[], 'not-a-network'> {
  const networks: Network[] = [];
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const network = parseNetwork(entry);
    if (network === null) return { ok: false, reason: 'not-a-network', data: { entry } };
    networks.push(network);
  }
  return { ok: true, value: networks };
}

function parseNetwork(entry: string): Network | null {
  const block = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`;
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(block) && !ipaddr.IPv6.isValidCIDR(block)) return null;
  const [address, length] = ipaddr.parseCIDR(block);
  if (ipv4Compatible.test(block) || contains(nat64, address)) return null;
  if (!(address instanceof ipaddr.IPv6) || !address.isIPv4MappedAddress())
    return [address, length] as Network;
  return length < 96 ? null : [address.toIPv4Address(), length - 96];
}

/** IPv4-mapped and NAT64 addresses end up at the IPv4 address inside them, so that one is judged. */
function withoutDisguise(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (contains(nat64, address)) return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}

function contains(network: Network, address: Address): boolean {
  return network[0].kind() === address.kind() && address.match(network);
}
