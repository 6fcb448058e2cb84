import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readEpss, readKev } from '../../src/vulnerabilities/urgency.js';
import { temporaryFolder } from './fixtures.js';

const folder = temporaryFolder();
function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test('the catalog of exploited vulnerabilities gives their ids', async () => {
  const path = file(
    'kev.json',
    JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1' }, 5, {}, { cveID: 'CVE-2026-2' }] }),
  );
  expect([...(await readKev(path))]).toEqual(['CVE-2026-1', 'CVE-2026-2']);
});

const scores =
  '#model_version:v2025.03.14,score_date:2026-01-01\ncve,epss,percentile\nCVE-2026-1,0.00042,0.1\nCVE-2026-2,0.97,0.99\nCVE-2026-3,7,0.99\n';
test.each([
  ['plain', scores],
  ['without a comment', scores.slice(scores.indexOf('\n') + 1)],
  ['gzipped', gzipSync(scores)],
])('EPSS scores are read %s, for wanted ids alone', async (name, content) => {
  const wanted = new Set(['CVE-2026-2', 'CVE-2026-3', 'CVE-2026-9']);
  expect([...(await readEpss(file(`${name}.csv`, content), wanted))]).toEqual([
    ['CVE-2026-2', 0.97],
  ]);
});

test.each([
  ['no JSON', 'hello'],
  ['other JSON', '{"a":1}'],
])('a catalog that is %s is an error of the user', async (name, content) => {
  await expect(readKev(file(`${name}.json`, content))).rejects.toMatchObject({ kind: 'usage' });
});

test('scores that are none are an error of the user', async () => {
  await expect(readEpss(file('x.csv', 'hello'), new Set())).rejects.toMatchObject({
    kind: 'usage',
  });
  await expect(readEpss(join(folder, 'missing'), new Set())).rejects.toMatchObject({
    kind: 'usage',
  });
});
