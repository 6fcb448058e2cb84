import { isPlain } from '../plain-value.js';

/** The host of an address or image of a registry, with its port: `https://reg.acme.io:5000/v2` has `reg.acme.io:5000`. */
export function registryHost(address: string): string {
  const [host = ''] = address.replace(/^[a-z+.-]{1,20}:\/\//i, '').split(/\/(?!\d{1,3}$)/, 1);
  return host;
}

/**
 * Whether a registry is one of another machine. Unknown names are not, nor this machine, names that exist only in local
 * networks and tests, and names without a dot, such as that of a container. Source: RFC 2606, RFC 6761, RFC 6762.
 */
export function isRemoteRegistry(host: string): boolean {
  if (!isPlain(host)) return false;
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name.includes('.') && !LOCAL.test(name);
}

const LOCAL =
  /^(?:127(?:\.\d{1,3}){3}(?:\/\d{1,2})?|0\.0\.0\.0)$|(?:^|\.)(?:localhost|local|test|invalid|localdomain|svc)$|^host\.[a-z]+\.internal$/;
