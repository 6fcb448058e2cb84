import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest, test } from '@jest/globals';
import { HOST_ROWS, withHosts } from '../../scripts/pages/hosts.js';
import { VENDOR_FEEDS } from '../../src/vulnerabilities/vendor-feeds/registry.js';
import { commitAll, createRepository } from '../git-repository.js';
import { CLI } from './dist.js';

/** Each feature behind a proxy on loopback that records the hosts and refuses them: the table of the docs names them all. */

jest.setTimeout(300_000);

const NAMED = new Set(HOST_ROWS.flatMap(({ hosts }) => hosts));
const EXAMPLE = resolve('examples/webapp');
const folder = mkdtempSync(join(tmpdir(), 'portside-hosts-'));

const asked = new Set<string>();
const proxy = createServer((request, response) => {
  asked.add(new URL(request.url ?? '').host);
  response.writeHead(403).end();
}).on('connect', ({ url = '' }, socket) => {
  asked.add(url.replace(/:443$/, ''));
  socket.on('error', () => {}).end('HTTP/1.1 403 Forbidden\r\n\r\n');
});

beforeAll(async () => {
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The hosts that a command asks. */
async function hostsOf(args: readonly string[], cwd = folder): Promise<readonly string[]> {
  asked.clear();
  const { port } = proxy.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const home = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...home, HTTPS_PROXY: address, HTTP_PROXY: address },
    stdio: 'ignore',
  });
  await new Promise((done) => child.on('close', done));
  return [...asked].sort();
}

/** An SBOM of one package of a system. */
function sbom(name: string, purl: string): string {
  const components = [{ type: 'library', name: 'openssl', version: '1.0', purl }];
  const file = join(folder, `${name}.cdx.json`);
  writeFileSync(file, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components }));
  return file;
}

const SYSTEMS = {
  alpine: 'pkg:apk/alpine/openssl@1.0?distro=alpine-3.22.0',
  debian: 'pkg:deb/debian/openssl@1.0?distro=debian-12',
};

/** A repository whose change moves base images, packages and images that run. */
function repository(): string {
  const root = join(folder, 'repository');
  mkdirSync(root);
  const lock = (version: string) =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { ms: version } },
        'node_modules/ms': {
          version,
          resolved: `https://registry.npmjs.org/ms/-/ms-${version}.tgz`,
          integrity: `sha512-${'A'.repeat(86)}==`,
        },
      },
    });
  const write = (node: string, ms: string) => {
    writeFileSync(
      join(root, 'Dockerfile'),
      `FROM node:${node}\nCOPY package.json package-lock.json ./\nRUN npm ci\nUSER 1000\n`,
    );
    writeFileSync(join(root, 'package.json'), JSON.stringify({ dependencies: { ms } }));
    writeFileSync(join(root, 'package-lock.json'), lock(ms));
    writeFileSync(
      join(root, 'compose.yaml'),
      `services:\n  web:\n    image: registry.example/web:${ms}\n`,
    );
  };
  createRepository(root);
  write('22', '2.1.2');
  commitAll(root, 'main');
  write('24', '2.1.3');
  return root;
}

/** A command, and hosts that it asks at least. */
type Feature = readonly [name: string, args: () => readonly string[], some: readonly unknown[]];

const FEATURES: readonly Feature[] = [
  [
    'a scan',
    () => {
      const files = Object.entries(SYSTEMS).map(([name, purl]) => sbom(name, purl));
      return ['scan', ...files, '--out', join(folder, 'out')];
    },
    ['api.osv.dev', 'secdb.alpinelinux.org'],
  ],
  ['a scan of an image in a registry', () => ['scan', 'debian:12'], ['registry-1.docker.io']],
  ['verify', () => ['verify', 'registry.example/a:1', '--key', KEY], ['registry.example']],
  ['diff', () => ['diff', 'registry.example/a:1', 'registry.example/a:2'], ['registry.example']],
  ...VENDOR_FEEDS.map(
    ({ id }): Feature => [
      `db build of ${id}`,
      () => ['db', 'build', '--feed', id, '--out', join(folder, `db-${id}`)],
      [expect.any(String)],
    ],
  ),
  ['check of a change', () => ['check', repository(), '--baseline-ref', 'main'], ['gcr.io']],
  ['fix', () => ['fix', join(folder, 'repository')], ['registry-1.docker.io']],
];

const KEY = join(folder, 'cosign.pub');
beforeAll(() => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(KEY, publicKey.export({ type: 'spki', format: 'pem' }));
});

describe('behind a proxy that refuses', () => {
  test.each(FEATURES)('%s asks only hosts that the table names', async (_, args, some) => {
    const hosts = await hostsOf(args());
    expect(hosts.filter((host) => !NAMED.has(host) && host !== 'registry.example')).toEqual([]);
    expect(hosts).toEqual(expect.arrayContaining([...some]));
  });

  test.each([
    ['lint Dockerfile'],
    ['discover .'],
    ['policy check'],
    ['explain DL3008'],
    [`sbom ${join(EXAMPLE, 'image.tar')}`],
    ['init .'],
    ['check . --offline'],
    [`scan ${join(EXAMPLE, 'image.tar')} --offline`],
    ['help'],
  ])('%s asks none', async (command) => {
    expect(await hostsOf(command.split(' '), join(folder, 'repository'))).toEqual([]);
  });
});

it('the table of the docs is up to date (npm run docs)', () => {
  const page = readFileSync('docs/enterprise.md', 'utf8');
  expect(withHosts(page)).toBe(page);
});
