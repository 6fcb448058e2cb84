import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { HTTP_DEFAULTS, readBody, send } from '../../src/lib/http.js';
import { NO_PROXIES, proxyFor, useProxies } from '../../src/lib/proxy.js';

const HTTP = new URL('http://one.example:3128');
const HTTPS = new URL('http://two.example:3128');

test.each([
  ['http://api.osv.dev/', [], HTTP],
  ['https://api.osv.dev/', [], HTTPS],
  ['https://localhost:5000/', [], undefined],
  ['http://127.0.0.1:5000/', [], undefined],
  ['http://[::1]:5000/', [], undefined],
  ['https://ghcr.io/', ['*'], undefined],
  ['https://ghcr.io/', ['ghcr.io'], undefined],
  ['https://GHCR.io/', ['Ghcr.IO'], undefined],
  ['https://pkg.ghcr.io/', ['ghcr.io'], undefined],
  ['https://pkg.ghcr.io/', ['.ghcr.io'], undefined],
  ['https://pkg.ghcr.io/', ['*.ghcr.io'], undefined],
  ['https://ghcr.io/', ['.ghcr.io'], HTTPS],
  ['https://notghcr.io/', ['ghcr.io'], HTTPS],
  ['https://ghcr.io/', ['ghcr.io:443'], undefined],
  ['https://ghcr.io:8443/', ['ghcr.io:443'], HTTPS],
  ['http://10.1.2.3/', ['10.0.0.0/8'], undefined],
  ['http://11.1.2.3/', ['10.0.0.0/8'], HTTP],
  ['http://10.1.2.3/', ['10.0.0.0/99'], HTTP],
  ['http://10.1.2.3/', ['10.1.2.3'], undefined],
  ['http://[fd00::1]/', ['fd00::/8'], undefined],
  ['http://[fd00::1]/', ['fd00::1'], undefined],
  ['http://[fd00::1]:8080/', ['[fd00::1]:8080'], undefined],
  ['http://[fd00::1]:8080/', ['[fd00::1]:80'], HTTP],
  ['https://ghcr.io/', ['', ':443', '/8'], HTTPS],
])('proxyFor(%s) with NO_PROXY %j is %s', (url, exceptions, expected) => {
  expect(proxyFor(new URL(url), { http: HTTP, https: HTTPS, exceptions })).toBe(expected);
});

it('an address whose protocol has no proxy is asked directly', () => {
  expect(proxyFor(new URL('https://ghcr.io/'), { http: HTTP, exceptions: [] })).toBeUndefined();
});

describe('requests through a proxy', () => {
  let proxy: Server;
  const seen: (string | undefined)[][] = [];

  beforeEach(async () => {
    seen.length = 0;
    proxy = createServer(({ url, headers }, response) => {
      seen.push([url, headers.host, headers['proxy-authorization'], headers.authorization]);
      response.end('from the proxy');
    });
    proxy.on('connect', ({ url, headers }, socket) => {
      seen.push(['CONNECT', url, headers['proxy-authorization'], headers.authorization]);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const address = new URL(`http://user:secret@127.0.0.1:${port}`);
    useProxies({ http: address, https: address, exceptions: ['direct.invalid'] });
  });
  afterEach(async () => {
    useProxies(NO_PROXIES);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  const options = { ...HTTP_DEFAULTS, attempts: 1 };
  const request = (url: string) =>
    send({ url: new URL(url), authorization: 'Bearer t0ken', purpose: 'read it' }, options);
  const login = `Basic ${Buffer.from('user:secret').toString('base64')}`;

  it('http goes to the proxy, whose login stays with the proxy', async () => {
    const response = await request('http://registry.invalid/v2/');
    const body = await readBody(response, 100, 1_000, 'read it');
    expect(Buffer.from(body).toString()).toBe('from the proxy');
    expect(seen).toEqual([
      ['http://registry.invalid/v2/', 'registry.invalid', login, 'Bearer t0ken'],
    ]);
  });

  it('https makes a tunnel, and the proxy does not see the credentials of the request', async () => {
    const failure: Error = await request('https://registry.invalid/v2/').catch((error) => error);
    expect(failure.message).toMatch(
      /^Cannot read it: registry\.invalid through the proxy 127\.0\.0\.1:\d+: the proxy answered 403/,
    );
    expect(failure.message).not.toContain('secret');
    expect(seen).toEqual([['CONNECT', 'registry.invalid:443', login, undefined]]);
  });

  it('a host that NO_PROXY names is asked directly', async () => {
    await expect(request('http://direct.invalid/')).rejects.toThrow('direct.invalid: ');
    expect(seen).toEqual([]);
  });

  it('a private address that untrusted text names is not asked', async () => {
    const url = new URL('http://10.0.0.1/');
    const answer = send({ url, purpose: 'read it' }, { ...options, publicOnly: true });
    await expect(answer).rejects.toThrow('private network');
    expect(seen).toEqual([]);
  });
});
