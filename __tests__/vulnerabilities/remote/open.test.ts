import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { isRemoteSource } from '../../../src/vulnerabilities/remote/open.js';
import { openSource } from '../../../src/vulnerabilities/sources/open.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { below, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from '../sources/zips.js';

/** Databases and dumps of a registry and of a web server, both on loopback. */

const asked = [query('npm/left@1.0.0')];
const archive = zip({
  'A.json': JSON.stringify(record('A', [row('npm', 'left', below('2.0.0'))])),
});

let registry: LoopbackRegistry;
let web: Server;
let address = '';
/** What the web server gives, by path; a number is a status. */
const pages = new Map<string, Buffer | number>();
const visits: string[] = [];
let database = '';
let cache = '';

beforeAll(async () => {
  registry = await loopbackRegistry();
  web = createServer((request, response) => {
    visits.push(request.url ?? '');
    const page = pages.get(request.url ?? '') ?? 404;
    response.writeHead(typeof page === 'number' ? page : 200);
    response.end(typeof page === 'number' ? undefined : page);
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const dump = temporaryFolder();
  for (const ecosystem of ['npm', 'PyPI']) {
    mkdirSync(join(dump, ecosystem));
    const text = JSON.stringify(record('A', [row(ecosystem, 'left', below('2.0.0'))]));
    writeFileSync(join(dump, ecosystem, 'A.json'), text);
  }
  database = temporaryFolder();
  await buildDatabase([dump], database, new Date('2026-02-01T00:00:00Z'));
});

afterAll(async () => {
  await registry.close();
  web.closeAllConnections();
  web.close();
});

beforeEach(() => {
  cache = temporaryFolder();
  pages.clear();
  visits.length = 0;
  registry.requests.length = 0;
  registry.answer = () => false;
});

async function ids(advisories: string, offline = false): Promise<readonly string[]> {
  const source = await openSource({ advisories, cache, offline }, quietHost());
  const { advisories: found, problems } = await source.find(asked);
  return [...found.map(({ id }) => id), ...problems.map(({ message }) => message)];
}

function push(files: Readonly<Record<string, Buffer>>, tag: string): string {
  const layers = Object.entries(files).map(([title, bytes]) => ({
    mediaType: 'application/octet-stream',
    digest: registry.blob(bytes),
    size: bytes.length,
    annotations: { 'org.opencontainers.image.title': title },
  }));
  return registry.manifest({ schemaVersion: 2, layers }, tag);
}

const filesOfDatabase = (): Record<string, Buffer> =>
  Object.fromEntries(
    readdirSync(database).map((name) => [name, readFileSync(join(database, name))]),
  );

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test.each([
  ['ghcr.io/acme/advisories@sha256:0011', true],
  ['oci://ghcr.io/acme/advisories:latest', true],
  ['https://example.com/all.zip#sha256=0011', true],
  ['advisories', false],
  ['./advisories/all.zip', false],
  ['/srv/osv', false],
])('%s is somewhere else: %s', (text, expected) => {
  expect(isRemoteSource(text)).toBe(expected);
});

describe('a registry', () => {
  test('gives the parts of a database that are asked for, once', async () => {
    const digest = push(filesOfDatabase(), 'db');
    const reference = `${registry.host}/acme/db@${digest}`;
    expect(await ids(reference)).toEqual(['A']);
    expect(registry.requests.filter(({ url }) => url.includes('/blobs/'))).toHaveLength(2);
    registry.requests.length = 0;
    expect(await ids(reference)).toEqual(['A']);
    expect(await ids(reference, true)).toEqual(['A']);
    expect(registry.requests).toEqual([]);
  });

  test('a tag is asked each time, and its digest is said', async () => {
    const digest = push(filesOfDatabase(), 'moving');
    const source = await openSource(
      { advisories: `oci://${registry.host}/acme/db:moving`, cache },
      quietHost(),
    );
    expect(source.name).toBe(`${registry.host}/acme/db@${digest}`);
    await expect(ids(`oci://${registry.host}/acme/db:moving`, true)).rejects.toThrow(
      /offline, and a tag may have moved/,
    );
  });

  test('gives zips of records, as oras pushes them', async () => {
    const digest = push({ 'npm/all.zip': archive }, 'zips');
    expect(await ids(`${registry.host}/acme/db@${digest}`)).toEqual(['A']);
  });

  test.each([
    ['an image', { 'layer.tar': Buffer.from('x') }],
    ['names that lead elsewhere', { '../../all.zip': archive, '/etc/all.zip': archive }],
  ])('with %s has no advisories', async (_, files) => {
    const digest = push(files, 'odd');
    await expect(ids(`${registry.host}/acme/db@${digest}`)).rejects.toThrow(
      /neither a database nor zips/,
    );
  });

  test('a blob with other bytes is refused, and its ecosystem named', async () => {
    const digest = push(filesOfDatabase(), 'lies');
    registry.answer = (request, response) => {
      if (!request.url?.includes('/blobs/') || registry.requests.length < 3) return false;
      response.writeHead(200);
      response.end(Buffer.alloc(readFileSync(join(database, 'npm.advisories')).length));
      return true;
    };
    expect(await ids(`${registry.host}/acme/db@${digest}`)).toEqual([
      expect.stringMatching(/advisories of npm.*its digest is/),
    ]);
  });

  test('what was kept and is damaged is fetched again', async () => {
    const digest = push(filesOfDatabase(), 'db');
    const reference = `${registry.host}/acme/db@${digest}`;
    await ids(reference);
    const kept = join(cache, 'databases', digest.replace(':', '-'), 'npm.advisories');
    writeFileSync(kept, Buffer.alloc(readFileSync(kept).length));
    expect(await ids(reference)).toEqual(['A']);
  });

  test('without the artifact says so', async () => {
    await expect(ids(`oci://${registry.host}/acme/none:1`)).rejects.toThrow(/does not have it/);
  });
});

describe('a web address', () => {
  test('gives a zip whose digest is right, once', async () => {
    pages.set('/npm.zip', archive);
    const url = `${address}/npm.zip#sha256=${sha256(archive)}`;
    expect(await ids(url)).toEqual(['A']);
    expect(await ids(url, true)).toEqual(['A']);
    expect(visits).toEqual(['/npm.zip']);
  });

  test('gives a database by its manifest, and what is beside it', async () => {
    for (const [name, bytes] of Object.entries(filesOfDatabase())) pages.set(`/db/${name}`, bytes);
    const manifest = filesOfDatabase()[MANIFEST_FILE] ?? Buffer.alloc(0);
    expect(await ids(`${address}/db/${MANIFEST_FILE}#sha256=${sha256(manifest)}`)).toEqual(['A']);
    expect(visits).toEqual([`/db/${MANIFEST_FILE}`, '/db/npm.advisories']);
  });

  test.each([
    ['another digest', 'f'.repeat(64), /is not what its digest says/],
    ['a digest that is none', 'f'.repeat(63), /names no digest/],
  ])('with %s is refused', async (_, digest, message) => {
    pages.set('/npm.zip', archive);
    await expect(ids(`${address}/npm.zip#sha256=${digest}`)).rejects.toThrow(message);
  });

  test.each([
    ['no digest', 'https://example.com/all.zip', /names no digest/],
    ['plain HTTP', `http://example.com/all.zip#sha256=${'f'.repeat(64)}`, /no https address/],
  ])('with %s is a mistake', async (_, url, message) => {
    await expect(ids(url)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
    });
  });

  test('that has it no more says so', async () => {
    await expect(ids(`${address}/gone.zip#sha256=${'f'.repeat(64)}`)).rejects.toThrow(
      /answered 404/,
    );
  });

  test('gives what it gives to a user with a token, and neither is shown', async () => {
    pages.set('/npm.zip?sig=secret', archive);
    const url = (path: string, digest = sha256(archive)) =>
      `${address.replace('//', '//user:secret@')}/${path}?sig=secret#sha256=${digest}`;
    const source = await openSource({ advisories: url('npm.zip'), cache }, quietHost());
    expect(source.name).toBe(`${address}/npm.zip`);
    for (const wrong of [
      url('gone.zip', 'f'.repeat(64)),
      url('npm.zip', 'f'.repeat(64)),
      url('npm.zip', 'f'),
      url('npm.zip').replace('http', 'ftp'),
      url('npm.zip').replace(':secret', ':sec/ret'),
    ])
      await expect(ids(wrong)).rejects.not.toThrow(/secret|sec.ret/);
  });

  test('offline is asked nothing', async () => {
    pages.set('/npm.zip', archive);
    await expect(ids(`${address}/npm.zip#sha256=${sha256(archive)}`, true)).rejects.toThrow(
      /offline, and it was not fetched before/,
    );
    expect(visits).toEqual([]);
  });
});
