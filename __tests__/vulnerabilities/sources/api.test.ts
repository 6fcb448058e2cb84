import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { indexAdvisories, match } from '../../../src/vulnerabilities/match.js';
import { openApi } from '../../../src/vulnerabilities/sources/api.js';
import { below, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { type OsvServer, startOsvServer } from './osv-server.js';

let osv: OsvServer;
beforeAll(async () => {
  osv = await startOsvServer();
});
beforeEach(() => osv.reset());
afterAll(() => osv.close());

function publish(name: string, ...ids: string[]): void {
  osv.ids.set(name, ids);
  for (const id of ids) osv.records.set(id, record(id, [row('npm', name, below('2.0.0'))]));
}

const ask = (queries = [query('npm/x@1.0.0')], options: { cache?: string } = {}) =>
  openApi({ url: `${osv.url}/`, pause: 1, ...options }, quietHost()).find(queries);

const ids = (found: Awaited<ReturnType<typeof ask>>) => found.advisories.map(({ id }) => id).sort();

describe('the API', () => {
  test('is asked in one batch, then for each record once', async () => {
    publish('x', 'A', 'B');
    publish('y', 'B', 'C');
    const found = await ask([query('npm/x@1.0.0'), query('npm/y@1.0.0'), query('npm/z@1.0.0')]);
    expect(ids(found)).toEqual(['A', 'B', 'C']);
    expect(found.problems).toEqual([]);
    expect(osv.requests).toHaveLength(4);
  });

  test('is asked page by page', async () => {
    const many = Array.from({ length: 7 }, (_, i) => `A-${i}`);
    publish('x', ...many);
    osv.pageSize = 3;
    expect(ids(await ask())).toEqual(many);
    expect(osv.requests.filter((r) => r.includes('querybatch'))).toHaveLength(3);
  });

  test('is asked in batches of a thousand', async () => {
    const found = await ask(Array.from({ length: 2500 }, (_, i) => query(`npm/p${i}@1.0.0`)));
    expect(found).toMatchObject({ advisories: [], problems: [] });
    expect(osv.requests).toHaveLength(3);
  });

  test('has at most sixteen requests at a time', async () => {
    publish('x', ...Array.from({ length: 100 }, (_, i) => `A-${i}`));
    expect((await ask()).advisories).toHaveLength(100);
    expect(osv.mostOpen()).toBeGreaterThan(4);
    expect(osv.mostOpen()).toBeLessThanOrEqual(16);
  });

  test('is asked about releases, sources and names as OSV writes them', async () => {
    const asked: string[] = [];
    const get = osv.ids.get.bind(osv.ids);
    osv.ids.get = (name) => {
      asked.push(name);
      return get(name);
    };
    await ask([
      query('deb/debian/libssl3@3.0?distro=debian-12', { source: { name: 'openssl' } }),
      query('nuget/Newtonsoft.Json@1.0.0'),
    ]);
    osv.ids.get = get;
    expect(asked).toEqual(['openssl', 'Newtonsoft.Json']);
  });
});

describe('an API that fails for a while is asked again', () => {
  test.each([
    ['overload', [429, 429]],
    ['server errors', [500, 503, 502]],
    ['broken connections', ['hang up', 'hang up']],
    ['empty answers', ['']],
    ['answers that are not JSON', ['<html>']],
  ])('after %s', async (_, failures) => {
    publish('x', 'A');
    osv.failures.push(...failures);
    const found = await ask();
    expect(ids(found)).toEqual(['A']);
    expect(found.problems).toEqual([]);
  });
});

describe('what cannot be had is named and leaves the rest', () => {
  test.each([
    ['always fails', [500, 500, 500, 500, 500], '500'],
    ['answers nothing', ['{}', '{}'], '0 of 1'],
    ['answers fewer queries', ['{"results":[]}'], '0 of 1'],
    ['answers nothing about a package', ['{"results":[null]}'], 'no answer about 1'],
    ['answers no list', ['{"results":[{"vulns":{"id":"A"}}]}'], 'no answer about 1'],
    ['names no id', ['{"results":[{"vulns":[{"ID":"A"}]}]}'], 'no answer about 1'],
    ['has more at no place', ['{"results":[{"next_page_token":7}]}'], 'no answer about 1'],
    ['answers more queries', ['{"results":[{},{}]}'], '2 of 1'],
    ['refuses', [400], '400'],
  ])('an API that %s', async (_, failures, why) => {
    osv.failures.push(...failures);
    const found = await ask();
    expect(found.advisories).toEqual([]);
    expect(found.problems).toEqual([{ message: expect.stringContaining(why) }]);
  });

  test('an API that answers in the order of another batch: what is found is matched here', async () => {
    publish('x', 'A');
    osv.ids.set('y', ['B']);
    osv.records.set('B', record('B', [row('npm', 'y', below('2.0.0'))]));
    const answer = [{ vulns: [{ id: 'B' }] }, { vulns: [{ id: 'A' }] }];
    osv.failures.push(JSON.stringify({ results: answer }));
    const queries = [query('npm/x@1.0.0'), query('npm/y@1.0.0')];
    const found = await ask(queries);
    const index = indexAdvisories(found.advisories);
    expect(queries.map((one) => match(one, index).map(({ advisory }) => advisory.id))).toEqual([
      ['A'],
      ['B'],
    ]);
  });

  test('an API that nobody serves', async () => {
    const found = await openApi({ url: 'http://127.0.0.1:9', pause: 1 }, quietHost()).find([
      query('npm/x@1.0.0'),
    ]);
    expect(found.problems).toEqual([{ message: expect.stringContaining('127.0.0.1:9') }]);
  });

  test('a record that is missing, about something else, or no record', async () => {
    publish('x', 'A', 'B', 'C', 'D');
    osv.records.delete('B');
    osv.records.set('C', record('OTHER', []));
    osv.records.set('D', []);
    const found = await ask();
    expect(ids(found)).toEqual(['A']);
    expect(found.problems.map(({ message }) => message.split(' ')[1]).sort()).toEqual([
      'B',
      'C',
      'D',
    ]);
  });

  test('an id that would lead elsewhere is not asked for', async () => {
    osv.ids.set('x', ['../../admin', '[a](b)', 'x\ny', 'A'.repeat(500)]);
    const found = await ask();
    expect(found.problems).toHaveLength(4);
    expect(osv.requests).toHaveLength(1);
  });

  test('more records than there can be', async () => {
    const vulns = Array.from({ length: 100_001 }, (_, i) => ({ id: `[${i}]` }));
    osv.failures.push(JSON.stringify({ results: [{ vulns }] }));
    const { problems } = await ask();
    expect(problems[0]?.message).toContain('more than 100000 records');
    expect(problems.length).toBeLessThan(30);
    expect(osv.requests).toHaveLength(1);
  });

  test('an API that fails for good after it named records is not waited for', async () => {
    publish('x', ...Array.from({ length: 1000 }, (_, i) => `A-${i}`));
    for (const id of osv.records.keys()) if (id !== 'A-999') osv.records.delete(id);
    const found = await ask();
    expect(ids(found)).toEqual(['A-999']);
    expect(osv.requests.length).toBeLessThan(70);
    expect(found.problems.at(-1)?.message).toMatch(/^and 979 more records/);
  });

  test('pages without end', async () => {
    publish('x', ...Array.from({ length: 60 }, (_, i) => `A-${i}`));
    osv.pageSize = 1;
    const found = await ask();
    expect(found.problems).toEqual([{ message: expect.stringContaining('no end of pages') }]);
    expect(found.advisories).toHaveLength(50);
  });
});

describe('the cache', () => {
  test('keeps records by id and time of modification', async () => {
    const cache = join(temporaryFolder(), 'made', 'when-needed');
    publish('x', 'A', 'B');
    await ask(undefined, { cache });
    osv.requests.length = 0;
    expect(ids(await ask(undefined, { cache }))).toEqual(['A', 'B']);
    expect(osv.requests).toEqual(['POST /v1/querybatch']);
  });

  test('that holds something else is as if empty', async () => {
    const cache = temporaryFolder();
    publish('x', 'A');
    await ask(undefined, { cache });
    for (const folder of readdirSync(cache))
      for (const file of readdirSync(join(cache, folder)))
        writeFileSync(join(cache, folder, file), '{"id":"B"}');
    expect(ids(await ask(undefined, { cache }))).toEqual(['A']);
  });

  test('that cannot be written is warned of once', async () => {
    const cache = join(temporaryFolder(), 'file');
    writeFileSync(cache, '');
    publish('x', 'A', 'B');
    const host = quietHost();
    const found = await openApi({ url: osv.url, cache, pause: 1 }, host).find([
      query('npm/x@1.0.0'),
    ]);
    expect(found.advisories).toHaveLength(2);
    expect(host.warnings).toHaveLength(1);
    rmSync(cache);
  });
});

test('records of CVEs are looked up, missing ones left out', async () => {
  osv.records.set('CVE-2026-1', record('CVE-2026-1', []));
  const records = await openApi({ url: osv.url, pause: 1 }, quietHost()).lookup?.([
    'CVE-2026-1',
    'CVE-2026-2',
  ]);
  expect(records?.map(({ id }) => id)).toEqual(['CVE-2026-1']);
});
