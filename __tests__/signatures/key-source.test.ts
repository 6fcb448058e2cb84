import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { readOptions } from '../../src/options/read-options.js';
import { readKey } from '../../src/signatures/key-source.js';

const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
const DIGEST = createHash('sha256').update(PEM).digest('hex');
const environment = {
  path: '',
  noColor: true,
  variable: (name: string) => (name === 'KEY' ? PEM : undefined),
};
const settings = readOptions('verify', [], environment, new Date('2026-11-24'));

let server: Server;
let address: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/missing' ? 404 : 200).end(PEM);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

describe('a key', () => {
  it('is in a variable, or at an address with its digest', async () => {
    expect(await readKey('env://KEY', settings)).toBe(PEM);
    expect(await readKey(`${address}/key.pub#sha256=${DIGEST}`, settings)).toBe(PEM);
  });

  test.each([
    ['in an empty variable', () => 'env://OTHER', 'usage'],
    ['at an address without a digest', () => `${address}/key.pub`, 'usage'],
    [
      'at an address with half of one',
      () => `${address}/key.pub#sha256=${DIGEST.slice(1)}`,
      'usage',
    ],
    ['in plain text elsewhere', () => `http://example.org/k#sha256=${DIGEST}`, 'usage'],
    ['in a file that is not there', () => '/nowhere/key.pub', 'usage'],
    ['with another digest', () => `${address}/key.pub#sha256=${'0'.repeat(64)}`, 'incomplete'],
    ['at an address that has none', () => `${address}/missing#sha256=${DIGEST}`, 'incomplete'],
  ])('%s is an error', async (_, name, kind) => {
    await expect(readKey(name(), settings)).rejects.toMatchObject({ kind });
  });

  it('is not fetched when offline', async () => {
    const offline = { ...settings, offline: true };
    const name = `${address}/key.pub#sha256=${DIGEST}`;
    await expect(readKey(name, offline)).rejects.toMatchObject({ kind: 'incomplete' });
  });
});
