import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { indexAdvisories, matchAdvisories } from '../../../src/vulnerabilities/match.js';
import { openApi } from '../../../src/vulnerabilities/sources/api.js';
import { NOW } from '../../now.js';
import { below, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { type OsvServer, startOsvServer } from './osv-server.js';

let osv: OsvServer;
beforeAll(async () => {
  osv = await startOsvServer();
});
beforeEach(() => osv.reset());
afterAll(() => osv.close());

/** Adds records that affect an npm package. */
function publish(name: string, ...ids: string[]): void {
  osv.ids.set(name, ids);
  for (const id of ids) osv.records.set(id, record(id, [row('npm', name, below('2.0.0'))]));
}

const find = (queries = [query('npm/x@1.0.0')], options: { cache?: string } = {}) =>
  openApi({ now: NOW, url: `${osv.url}/`, pause: 1, ...options }, quietHost()).find(queries);

const ids = (found: Awaited<ReturnType<typeof find>>) =>
  found.advisories.map(({ id }) => id).sort();

describe('the API', () => {
  test('is queried in one batch, and once for each record', async () => {
    publish('x', 'A', 'B');
    publish('y', 'B', 'C');
    const found = await find([query('npm/x@1.0.0'), query('npm/y@1.0.0'), query('npm/z@1.0.0')]);
    expect(ids(found)).toEqual(['A', 'B', 'C']);
    expect(found.problems).toEqual([]);
    expect(osv.requests).toHaveLength(4);
  });

  test('is queried page by page', async () => {
    const many = Array.from({ length: 7 }, (_, i) => `A-${i}`);
    publish('x', ...many);
    osv.pageSize = 3;
    expect(ids(await find())).toEqual(many);
    expect(osv.requests.filter((r) => r.includes('querybatch'))).toHaveLength(3);
  });

  test('is queried in batches of a thousand', async () => {
    const found = await find(Array.from({ length: 2500 }, (_, i) => query(`npm/p${i}@1.0.0`)));
    expect(found).toMatchObject({ advisories: [], problems: [] });
    expect(osv.requests).toHaveLength(3);
  });

  test('gets sixteen requests at a time', async () => {
    publish('x', ...Array.from({ length: 100 }, (_, i) => `A-${i}`));
    osv.holdUntil = 16;
    expect((await find()).advisories).toHaveLength(100);
    expect(osv.mostOpen()).toBe(16);
  });

  test('is queried with source packages and with names as OSV writes them', async () => {
    const names: string[] = [];
    const get = osv.ids.get.bind(osv.ids);
    osv.ids.get = (name) => {
      names.push(name);
      return get(name);
    };
    await find([
      query('deb/debian/libssl3@3.0?distro=debian-12', { source: { name: 'openssl' } }),
      query('nuget/Newtonsoft.Json@1.0.0'),
    ]);
    osv.ids.get = get;
    expect(names).toEqual(['openssl', 'Newtonsoft.Json']);
  });
});

describe('a request is retried', () => {
  test.each([
    ['rate limits', [429, 429]],
    ['server errors', [500, 503, 502]],
    ['broken connections', ['hang up', 'hang up']],
    ['an empty response', ['']],
    ['a response that is not JSON', ['<html>']],
  ])('after %s', async (_, failures) => {
    publish('x', 'A');
    osv.failures.push(...failures);
    const found = await find();
    expect(ids(found)).toEqual(['A']);
    expect(found.problems).toEqual([]);
  });
});

describe('a problem is reported', () => {
  test.each([
    ['always fails', [500, 500, 500, 500, 500], 'status 500'],
    ['returns an empty object', ['{}', '{}'], '0 results for 1 queries'],
    ['returns no results', ['{"results":[]}'], '0 results for 1 queries'],
    ['returns null for a package', ['{"results":[null]}'], 'no result for 1 package'],
    ['returns no list', ['{"results":[{"vulns":{"id":"A"}}]}'], 'no result for 1 package'],
    ['returns no id', ['{"results":[{"vulns":[{"ID":"A"}]}]}'], 'no result for 1 package'],
    ['returns no token', ['{"results":[{"next_page_token":7}]}'], 'no result for 1 package'],
    ['returns more results', ['{"results":[{},{}]}'], '2 results for 1 queries'],
    ['rejects the request', [400], 'status 400'],
    [
      'has too many requests',
      [429, 429, 429, 429, 429],
      'status 429. Too many requests. Or pass a database with --advisories: portside db build',
    ],
    ['refuses the network', [403], 'It refuses requests from this network. Or pass a database'],
  ])('when the API %s', async (_, failures, why) => {
    osv.failures.push(...failures);
    const found = await find();
    expect(found.advisories).toEqual([]);
    expect(found.problems).toEqual([{ message: expect.stringContaining(why) }]);
  });

  test('when the API cannot be reached', async () => {
    const found = await openApi(
      { now: NOW, url: 'http://127.0.0.1:9', pause: 1 },
      quietHost(),
    ).find([query('npm/x@1.0.0')]);
    expect(found.problems).toEqual([{ message: expect.stringContaining('127.0.0.1:9') }]);
  });

  test('for a record that is missing, has another id, or is not a record', async () => {
    publish('x', 'A', 'B', 'C', 'D');
    osv.records.delete('B');
    osv.records.set('C', record('OTHER', []));
    osv.records.set('D', []);
    const found = await find();
    expect(ids(found)).toEqual(['A']);
    expect(found.problems.map(({ message }) => message.split(' ')[3]).sort()).toEqual([
      'B',
      'C',
      'D',
    ]);
  });

  test('for an invalid id, which is not requested', async () => {
    osv.ids.set('x', ['../../admin', '[a](b)', 'x\ny', 'A'.repeat(500)]);
    const found = await find();
    expect(found.problems).toHaveLength(4);
    expect(osv.requests).toHaveLength(1);
  });

  test('when there are too many records', async () => {
    const vulns = Array.from({ length: 100_001 }, (_, i) => ({ id: `[${i}]` }));
    osv.failures.push(JSON.stringify({ results: [{ vulns }] }));
    const { problems } = await find();
    expect(problems[0]?.message).toContain('more than 100000 records');
    expect(problems.length).toBeLessThan(30);
    expect(osv.requests).toHaveLength(1);
  });

  test('when most records cannot be fetched, after limited attempts', async () => {
    publish('x', ...Array.from({ length: 1000 }, (_, i) => `A-${i}`));
    for (const id of osv.records.keys()) if (id !== 'A-999') osv.records.delete(id);
    const found = await find();
    expect(ids(found)).toEqual(['A-999']);
    expect(osv.requests.length).toBeLessThan(70);
    expect(found.problems.at(-1)?.message).toMatch(/^Cannot fetch 979 more records/);
  });

  test('when the pages do not end', async () => {
    publish('x', ...Array.from({ length: 60 }, (_, i) => `A-${i}`));
    osv.pageSize = 1;
    const found = await find();
    expect(found.problems).toEqual([{ message: expect.stringContaining('more than 50 pages') }]);
    expect(found.advisories).toHaveLength(50);
  });
});

describe('the cache', () => {
  test('has records by id and time of modification', async () => {
    const cache = join(temporaryFolder(), 'made', 'when-needed');
    publish('x', 'A', 'B');
    await find(undefined, { cache });
    osv.requests.length = 0;
    expect(ids(await find(undefined, { cache }))).toEqual(['A', 'B']);
    expect(osv.requests).toEqual(['POST /v1/querybatch']);
  });

  /** The only record of the cache with another text, below its digest or below a new one. */
  function replaceRecord(cache: string, text: string, digest?: string): void {
    const [folder = ''] = readdirSync(cache);
    const [file = ''] = readdirSync(join(cache, folder));
    const path = join(cache, folder, file);
    const [line = ''] = readFileSync(path, 'utf8').split('\n', 1);
    writeFileSync(path, `${digest ?? line}\n${text}`);
  }

  const A = record('A', [row('npm', 'x', below('2.0.0'))]);
  const digestOf = (text: string) =>
    createHash('sha256').update(`A@2026-01-01T00:00:00Z\n${text}`).digest('hex');

  test.each([
    ['is about another vulnerability', { ...A, id: 'B' }],
    ['affects nothing', { ...A, affected: [] }],
    ['affects another package', record('A', [row('npm', 'y', below('2.0.0'))])],
    ['affects another ecosystem', record('A', [row('PyPI', 'x', below('2.0.0'))])],
    ['affects other versions', record('A', [row('npm', 'x', below('0.1.0'))])],
    ['is withdrawn', { ...A, withdrawn: '2026-01-01T00:00:00Z' }],
  ])('does not hide a vulnerability with a record that %s', async (_, poisoned) => {
    const cache = temporaryFolder();
    publish('x', 'A');
    await find(undefined, { cache });
    const text = JSON.stringify(poisoned);
    for (const digest of [undefined, digestOf(text)]) {
      replaceRecord(cache, text, digest);
      osv.requests.length = 0;
      const { advisories } = await find(undefined, { cache });
      expect(advisories).toMatchObject([{ id: 'A', withdrawn: false, affected: [{ name: 'x' }] }]);
      // It is fetched again, and replaces the poisoned copy.
      expect(osv.requests).toContain('GET /v1/vulns/A');
      osv.requests.length = 0;
      await find(undefined, { cache });
      expect(osv.requests).toEqual(['POST /v1/querybatch']);
    }
  });

  test('does not use a record that was edited', async () => {
    const cache = temporaryFolder();
    publish('x', 'A');
    await find(undefined, { cache });
    replaceRecord(cache, JSON.stringify({ ...A, summary: 'Harmless' }));
    expect((await find(undefined, { cache })).advisories[0]?.summary).toBeUndefined();
  });

  test('has one warning when it cannot be written', async () => {
    const cache = join(temporaryFolder(), 'file');
    writeFileSync(cache, '');
    publish('x', 'A', 'B');
    const host = quietHost();
    const found = await openApi({ now: NOW, url: osv.url, cache, pause: 1 }, host).find([
      query('npm/x@1.0.0'),
    ]);
    expect(found.advisories).toHaveLength(2);
    expect(host.warnings).toHaveLength(1);
    rmSync(cache);
  });
});

test('records are looked up by id, unknown ids are left out', async () => {
  osv.records.set('CVE-2026-1', record('CVE-2026-1', []));
  const records = await openApi({ now: NOW, url: osv.url, pause: 1 }, quietHost()).lookup?.([
    'CVE-2026-1',
    'CVE-2026-2',
  ]);
  expect(records?.map(({ id }) => id)).toEqual(['CVE-2026-1']);
});

test('results in a wrong order are still matched to their packages', async () => {
  publish('x', 'A');
  osv.ids.set('y', ['B']);
  osv.records.set('B', record('B', [row('npm', 'y', below('2.0.0'))]));
  const answer = [{ vulns: [{ id: 'B' }] }, { vulns: [{ id: 'A' }] }];
  osv.failures.push(JSON.stringify({ results: answer }));
  const queries = [query('npm/x@1.0.0'), query('npm/y@1.0.0')];
  const found = await find(queries);
  const index = indexAdvisories(found.advisories);
  expect(
    queries.map((one) => matchAdvisories(one, index).map(({ advisory }) => advisory.id)),
  ).toEqual([['A'], ['B']]);
});

test('a redirect from the API to plain HTTP is not followed', async () => {
  const server = createServer((_, response) =>
    response.writeHead(302, { location: 'http://192.0.2.1/v1/vulns/A' }).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lookedUp: string[] = [];
  const host = { ...quietHost(), debug: (message: string) => void lookedUp.push(message) };
  expect(await openApi({ now: NOW, url, pause: 1 }, host).lookup?.(['A'])).toEqual([]);
  expect(lookedUp[0]).toContain('it redirects to http://192.0.2.1, which is not https');
  server.closeAllConnections();
  server.close();
});
