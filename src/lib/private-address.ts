import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** A host is on this machine or in its private network, and only public ones may be asked. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/** Loopback, link-local, private, shared and reserved addresses. Source: IANA's special-purpose address registries. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address is not one of the public internet. An IPv4 address inside an IPv6 address counts as itself. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Throws PrivateAddressError for a host that is written as a private address; other hosts need `publicLookup`. */
export function requirePublicHost(url: URL): void {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw privateAddress(host, host);
}

type LookupCallback = (
  error: Error | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Looks up a host for a connection; the error is PrivateAddressError if any of its addresses is private. */
export function publicLookup(host: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const hidden = addresses.find(({ address }) => isPrivateAddress(address));
    if (hidden) return callback(privateAddress(host, hidden.address), []);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  });
}

/** Throws PrivateAddressError for a name that this machine looks up as a private address; unknown names pass. */
export async function requirePublicName(host: string): Promise<void> {
  const addresses = await lookupAll(host, { all: true }).catch(() => []);
  const hidden = addresses.find(({ address }) => isPrivateAddress(address));
  if (hidden) throw privateAddress(host, hidden.address);
}

function privateAddress(host: string, address: string): PrivateAddressError {
  const which = host === address ? host : `${host} (${address})`;
  return new PrivateAddressError(`${which} is an address of this machine or its private network`);
}
