import { BlockList, isIP } from 'node:net';

/** The proxies of the environment. */
export interface ProxySettings {
  /** For http addresses. */
  readonly http?: URL;
  /** For https addresses. */
  readonly https?: URL;
  /** NO_PROXY: `example.com`, `.example.com`, `host:8080`, `10.0.0.0/8` or `*`. */
  readonly exceptions: readonly string[];
}

export const NO_PROXIES: ProxySettings = { exceptions: [] };

let settings = NO_PROXIES;

/** Sets the proxies of all later requests of this process. */
export function useProxies(proxies: ProxySettings): void {
  settings = proxies;
}

/**
 * The proxy for an address, as the environment of the process names it; undefined if it is asked directly. Hosts of this
 * machine are always asked directly. Follows the rules that curl and Go share: golang.org/x/net/http/httpproxy.
 */
export function proxyFor(url: URL, proxies: ProxySettings = settings): URL | undefined {
  const proxy = url.protocol === 'https:' ? proxies.https : proxies.http;
  if (!proxy) return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (host === 'localhost' || LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))
    return undefined;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return proxies.exceptions.some((exception) => covers(exception, host, port)) ? undefined : proxy;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether an entry of NO_PROXY covers the host. An entry without a leading dot covers its subdomains too. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const network = /^(.+)\/(\d{1,3})$/.exec(entry);
  if (network) return isInNetwork(host, network[1] ?? '', Number(network[2]));
  const [, name = '', onlyPort] =
    /^\[(.*)\](?::(\d+))?$/.exec(entry) ??
    (isIP(entry) === 6 ? [entry, entry] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []));
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const domain = name.toLowerCase().replace(/^\*(?=\.)/, '');
  if (domain === '') return false;
  return domain.startsWith('.')
    ? host.endsWith(domain)
    : host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(host: string, network: string, prefix: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || prefix > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  const type = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(network, prefix, type);
  return list.check(host, type);
}
