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
import { NOW } from '../../now.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { below, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from '../sources/zips.js';

const queries = [query('npm/left@1.0.0')];
const archive = zip({
  'A.json': JSON.stringify(record('A', [row('npm', 'left', below('2.0.0'))])),
});

let registry: LoopbackRegistry;
let web: Server;
let address = '';
/** Content or status of the web server by path. */
const responses = new Map<string, Buffer | number>();
const requests: string[] = [];
let database = '';
let cache = '';

beforeAll(async () => {
  registry = await loopbackRegistry();
  web = createServer((request, response) => {
    requests.push(request.url ?? '');
    const content = responses.get(request.url ?? '') ?? 404;
    response.writeHead(typeof content === 'number' ? content : 200);
    response.end(typeof content === 'number' ? undefined : content);
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
  responses.clear();
  requests.length = 0;
  registry.requests.length = 0;
  registry.answer = () => false;
});

/** The ids of the advisories that are found, and the problems. */
async function ids(advisories: string, offline = false): Promise<readonly string[]> {
  const source = await openSource({ now: NOW, advisories, cache, offline }, quietHost());
  const { advisories: found, problems } = await source.find(queries);
  return [...found.map(({ id }) => id), ...problems.map(({ message }) => message)];
}

/** Pushes files as an artifact; returns its digest. */
function push(files: Readonly<Record<string, Buffer>>, tag: string): string {
  const layers = Object.entries(files).map(([title, bytes]) => ({
    mediaType: 'application/octet-stream',
    digest: registry.blob(bytes),
    size: bytes.length,
    annotations: { 'org.opencontainers.image.title': title },
  }));
  return registry.manifest({ schemaVersion: 2, layers }, tag);
}

const databaseFiles = (): Record<string, Buffer> =>
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
])('%s is remote: %s', (location, expected) => {
  expect(isRemoteSource(location)).toBe(expected);
});

describe('in a registry', () => {
  test('a database is downloaded once, and only its needed files', async () => {
    const digest = push(databaseFiles(), 'db');
    const reference = `${registry.host}/acme/db@${digest}`;
    expect(await ids(reference)).toEqual(['A']);
    expect(registry.requests.filter(({ url }) => url.includes('/blobs/'))).toHaveLength(2);
    registry.requests.length = 0;
    expect(await ids(reference)).toEqual(['A']);
    expect(await ids(reference, true)).toEqual(['A']);
    expect(registry.requests).toEqual([]);
  });

  test('a tag is resolved to its digest on every run', async () => {
    const digest = push(databaseFiles(), 'moving');
    const source = await openSource(
      { now: NOW, advisories: `oci://${registry.host}/acme/db:moving`, cache },
      quietHost(),
    );
    expect(source.name).toBe(`${registry.host}/acme/db@${digest}`);
    await expect(ids(`oci://${registry.host}/acme/db:moving`, true)).rejects.toMatchObject({
      code: 'PSE6505',
    });
  });

  test('zips of records may be pushed with oras', async () => {
    const digest = push({ 'npm/all.zip': archive }, 'zips');
    expect(await ids(`${registry.host}/acme/db@${digest}`)).toEqual(['A']);
  });

  test.each([
    ['an image', { 'layer.tar': Buffer.from('x') }],
    ['file names in other folders', { '../../all.zip': archive, '/etc/all.zip': archive }],
  ])('an artifact with %s has no advisories', async (_, files) => {
    const digest = push(files, 'unusable');
    await expect(ids(`${registry.host}/acme/db@${digest}`)).rejects.toMatchObject({
      code: 'PSE6508',
    });
  });

  test('a blob with a wrong digest is a problem of its ecosystem', async () => {
    const digest = push(databaseFiles(), 'changed');
    registry.answer = (request, response) => {
      if (!request.url?.includes('/blobs/') || registry.requests.length < 3) return false;
      response.writeHead(200);
      response.end(Buffer.alloc(readFileSync(join(database, 'npm.advisories')).length));
      return true;
    };
    expect(await ids(`${registry.host}/acme/db@${digest}`)).toEqual([
      expect.stringMatching(/Cannot read npm advisories.*digest/),
    ]);
  });

  test('a damaged file in the cache is downloaded again', async () => {
    const digest = push(databaseFiles(), 'db');
    const reference = `${registry.host}/acme/db@${digest}`;
    await ids(reference);
    const cached = join(cache, 'databases', digest.replace(':', '-'), 'npm.advisories');
    writeFileSync(cached, Buffer.alloc(readFileSync(cached).length));
    expect(await ids(reference)).toEqual(['A']);
  });

  test('a missing artifact is an error', async () => {
    await expect(ids(`oci://${registry.host}/acme/none:1`)).rejects.toMatchObject({
      code: 'PSE6504',
    });
  });
});

describe('at a web address', () => {
  test('a zip with its digest is downloaded once', async () => {
    responses.set('/npm.zip', archive);
    const url = `${address}/npm.zip#sha256=${sha256(archive)}`;
    expect(await ids(url)).toEqual(['A']);
    expect(await ids(url, true)).toEqual(['A']);
    expect(requests).toEqual(['/npm.zip']);
  });

  test('a database is its manifest and the files next to it', async () => {
    for (const [name, bytes] of Object.entries(databaseFiles()))
      responses.set(`/db/${name}`, bytes);
    const manifest = databaseFiles()[MANIFEST_FILE] ?? Buffer.alloc(0);
    expect(await ids(`${address}/db/${MANIFEST_FILE}#sha256=${sha256(manifest)}`)).toEqual(['A']);
    expect(requests).toEqual([`/db/${MANIFEST_FILE}`, '/db/npm.advisories']);
  });

  test.each([
    ['another digest', 'f'.repeat(64), 'PSE6507'],
    ['an invalid digest', 'f'.repeat(63), 'PSE6003'],
  ])('a zip with %s is rejected', async (_, digest, code) => {
    responses.set('/npm.zip', archive);
    await expect(ids(`${address}/npm.zip#sha256=${digest}`)).rejects.toMatchObject({
      code,
    });
  });

  test.each([
    ['no digest', 'https://example.com/all.zip', 'PSE6003'],
    ['plain HTTP', `http://example.com/all.zip#sha256=${'f'.repeat(64)}`, 'PSE6002'],
  ])('an address with %s is rejected', async (_, url, code) => {
    await expect(ids(url)).rejects.toMatchObject({ code });
  });

  test('a missing file is an error', async () => {
    await expect(ids(`${address}/gone.zip#sha256=${'f'.repeat(64)}`)).rejects.toThrow(
      /returned status 404/,
    );
  });

  test('credentials and tokens are sent, and never shown', async () => {
    responses.set('/npm.zip?sig=secret', archive);
    const url = (path: string, digest = sha256(archive)) =>
      `${address.replace('//', '//user:secret@')}/${path}?sig=secret#sha256=${digest}`;
    const source = await openSource({ now: NOW, advisories: url('npm.zip'), cache }, quietHost());
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

  test('nothing is downloaded when offline', async () => {
    responses.set('/npm.zip', archive);
    await expect(ids(`${address}/npm.zip#sha256=${sha256(archive)}`, true)).rejects.toMatchObject({
      code: 'PSE6505',
    });
    expect(requests).toEqual([]);
  });
});
