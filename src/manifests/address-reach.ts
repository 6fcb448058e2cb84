import type { ObservedReach } from './observed-reach.js';

/** From where a port is reached that listens on an address of the host; without an address, on all. */
export function addressReach(hostIp: string): ObservedReach[] {
  const address = hostIp.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (LOOPBACK.test(address)) return [];
  return PRIVATE.test(address) ? [NETWORK] : [NETWORK, INTERNET];
}

const NETWORK: ObservedReach = { value: 'network', name: 'the network' };
const INTERNET: ObservedReach = { value: 'internet', name: 'all networks' };

const LOOPBACK = /^(?:127\.|localhost$|::1$)/;
/** Source: RFC 1918, RFC 3927, RFC 4193, RFC 4291. */
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
