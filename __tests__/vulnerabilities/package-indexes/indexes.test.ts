import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { terminalHost } from '../../../src/cli/terminal.js';
import type { UpgradedSystem } from '../../../src/core/package-indexes.js';
import { packageIndexes } from '../../../src/vulnerabilities/package-indexes/indexes.js';
import { sha256 } from '../../registry/loopback.js';
import {
  apkIndexFile,
  debSuite,
  type IndexServer,
  indexServer,
} from '../../remedy/upgrades/index-server.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const folder = mkdtempSync(join(tmpdir(), 'portside-indexes-'));
let server: IndexServer;
beforeAll(async () => {
  server = await indexServer();
});
beforeEach(() => {
  server.files.clear();
  server.requests.length = 0;
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

function newest(
  system: UpgradedSystem,
  names: readonly string[],
  { offline = false, now = NOW } = {},
) {
  const { addressOf } = server;
  return packageIndexes({ cache: folder, offline, now, addressOf }, host).newest(
    system,
    new Set(names),
  );
}

const serve = (...files: readonly (readonly [string, Uint8Array])[]) => {
  for (const [path, content] of files) server.files.set(path, content);
};

const alpine = (...sources: readonly string[]): UpgradedSystem => ({
  distribution: { id: 'alpine', version: '3.22.1' },
  arch: 'x86_64',
  sources,
});
const MAIN = 'https://dl-cdn.alpinelinux.org/alpine/v3.22/main';
const MAIN_FILE = '/dl-cdn.alpinelinux.org/alpine/v3.22/main/x86_64/APKINDEX.tar.gz';

const debian = (...sources: readonly string[]): UpgradedSystem => ({
  distribution: { id: 'debian', version: '12', codename: 'bookworm' },
  arch: 'amd64',
  sources,
});
const SECURITY = 'http://security.debian.org/debian-security bookworm-security main';
const SECURITY_HOST = '/security.debian.org/debian-security';

describe('the index of Alpine', () => {
  it('has the newest version of each package', async () => {
    serve([MAIN_FILE, apkIndexFile({ libssl3: '3.3.1-r1', zlib: '1.3-r0' })]);
    expect(await newest(alpine(MAIN), ['libssl3', 'other'])).toEqual(
      new Map([['libssl3', { version: '3.3.1-r1', sourceVersion: '3.3.1-r1' }]]),
    );
    expect(server.requests).toEqual([MAIN_FILE]);
  });

  it('is kept for a day, and used without a network as long', async () => {
    serve([MAIN_FILE, apkIndexFile({ zlib: '1.3-r0' })]);
    await newest(alpine(MAIN), ['zlib']);
    await newest(alpine(MAIN), ['zlib'], { offline: true });
    expect(server.requests).toHaveLength(1);
    server.files.clear();
    const later = new Date(NOW.getTime() + 8 * 86_400_000);
    await expect(newest(alpine(MAIN), ['zlib'], { now: later })).rejects.toThrow(/8 days old/);
  });

  it.each<readonly [what: string, file: Uint8Array, why: RegExp]>([
    ['is not an archive', Buffer.from('<html>'), /cannot be used/],
    ['is cut short', apkIndexFile({ zlib: '1.3-r0' }).subarray(0, -20), /damaged/],
    ['is another archive', gzipSync('x'.repeat(512)), /cannot be used/],
    ['is too large', Buffer.alloc((64 << 20) + 1), /larger than 64 MB/],
    ['grows too large', gzipSync(Buffer.alloc(200 << 20)), /larger than 192 MB|cannot be used/],
  ])('is refused if it %s', async (_, file, why) => {
    serve([MAIN_FILE, file]);
    await expect(newest(alpine(MAIN), ['zlib'])).rejects.toThrow(why);
  });
});

describe('the archive of Debian', () => {
  it('has the versions of packages and of their source packages, and of suites the newest', async () => {
    const deb = '/deb.debian.org/debian';
    serve(
      ...debSuite(SECURITY_HOST, 'bookworm-security', {
        libssl3: '3.0.12-1',
        curl: '7.1 x (8.0-1)',
      }),
      ...debSuite(deb, 'bookworm', { libssl3: '3.0.11-1' }),
    );
    const sources = [SECURITY, 'http://deb.debian.org/debian/ bookworm main contrib'];
    serve(...debSuite(deb, 'bookworm', { libssl3: '3.0.11-1' }));
    await expect(newest(debian(...sources), ['libssl3'])).rejects.toThrow(
      /names no list of packages of contrib/,
    );
    const [first = '', second = ''] = sources;
    expect(
      await newest(debian(first, second.replace(' contrib', '')), ['libssl3', 'curl']),
    ).toEqual(
      new Map([
        ['libssl3', { version: '3.0.12-1', sourceVersion: '3.0.12-1' }],
        ['curl', { version: '7.1', sourceVersion: '8.0-1' }],
      ]),
    );
  });

  it.each<readonly [what: string, files: ReturnType<typeof debSuite>, why: RegExp]>([
    [
      'is no longer valid',
      debSuite(SECURITY_HOST, 'bookworm-security', {}, { until: 'Mon, 02 Nov 2026 00:00:00 UTC' }),
      /not valid since Mon, 02 Nov 2026/,
    ],
    [
      'is valid until no day',
      debSuite(SECURITY_HOST, 'bookworm-security', {}, { until: 'ever' }),
      /not valid since ever/,
    ],
    [
      'is that of another suite',
      debSuite(SECURITY_HOST, 'bookworm-security', {}, { name: 'trixie-security' }),
      /not the index of bookworm-security/,
    ],
    [
      'has another list of packages than it names',
      debSuite(SECURITY_HOST, 'bookworm-security', {}).map(([path, content]) => [
        path,
        path.includes('by-hash') ? Buffer.alloc(content.length) : content,
      ]),
      /its digest is/,
    ],
    [
      'has a list of packages that is cut short',
      debSuite(SECURITY_HOST, 'bookworm-security', {}).map(([path, content]) => [
        path,
        path.includes('by-hash') ? content.subarray(1) : content,
      ]),
      /it ends after/,
    ],
    ['is gone', [], /status 404/],
  ])('is refused if it %s', async (_, files, why) => {
    serve(...files);
    await expect(newest(debian(SECURITY), ['libssl3'])).rejects.toThrow(why);
  });
});

describe('the repositories of rpm', () => {
  it('have the versions of packages that belong to no module', async () => {
    const row = (name: string, epoch: string, ver: string, rel: string) =>
      `<package type="rpm"><name>${name}</name><version epoch="${epoch}" ver="${ver}" rel="${rel}"/><format><rpm:provides><rpm:entry name="x"/></rpm:provides></format></package>`;
    const primary = gzipSync(
      `<metadata xmlns:rpm="x">${row('openssl-libs', '1', '3.2.2', '7.el9')}${row('nodejs', '1', '22.0', '1.module+el9')}</metadata>`,
    );
    const repomd = `<repomd><data type="primary"><checksum type="sha256">${sha256(primary).slice(7)}</checksum><location href="repodata/primary.xml.gz"/><size>${primary.length}</size></data></repomd>`;
    const base = '/repo.almalinux.org/almalinux/9';
    for (const name of ['BaseOS', 'AppStream'])
      serve(
        [`${base}/${name}/x86_64/os/repodata/repomd.xml`, Buffer.from(repomd)],
        [`${base}/${name}/x86_64/os/repodata/primary.xml.gz`, primary],
      );
    const system: UpgradedSystem = {
      distribution: { id: 'almalinux', version: '9.6' },
      arch: 'x86_64',
      sources: ['https://mirrors.almalinux.org/mirrorlist/9/baseos'],
    };
    expect(await newest(system, ['openssl-libs', 'nodejs', 'x'])).toEqual(
      new Map([['openssl-libs', { version: '1:3.2.2-7.el9', sourceVersion: '1:3.2.2-7.el9' }]]),
    );
  });
});

describe('a host that only an image names', () => {
  it.each<readonly [what: string, system: UpgradedSystem]>([
    ['in the list of apk', alpine('http://10.0.0.1/alpine/v3.22/main')],
    ['for another release', alpine('https://dl-cdn.alpinelinux.org/alpine/v3.21/main')],
    ['in the list of apt', debian('http://mirror.example/debian bookworm main')],
    ['for a snapshot', debian('http://snapshot.debian.org/archive/debian/2026 bookworm main')],
    ['as its architecture', { ...alpine(MAIN), arch: '../../x' }],
    ['as its release', { ...alpine(MAIN), distribution: { id: 'alpine', version: '3.22/../x' } }],
    [
      'as its code name',
      { ...debian(SECURITY), distribution: { id: 'debian', codename: '../bookworm' } },
    ],
    ['as its distribution', { ...alpine(MAIN), distribution: { id: 'wolfi', version: '1' } }],
    ['nowhere', alpine()],
  ])('%s is not asked', async (_, system) => {
    await expect(newest(system, ['zlib'])).rejects.toThrow(/package repositories/);
    expect(server.requests).toEqual([]);
  });
});
