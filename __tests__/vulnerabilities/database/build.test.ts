import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { inspectVulnerabilities } from '../../../src/vulnerabilities/inspect.js';
import { NOW } from '../../now.js';
import { below, pkg, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';

const now = new Date('2026-02-03T04:05:06Z');

test('a database gives the same findings and ratings as its dump', async () => {
  const dump = temporaryFolder();
  const rated = (id: string, type: string, score: string, more: object = {}) =>
    record(id, [row('npm', 'x', below('2.0.0'))], {
      severity: [{ type, score }],
      published: '2026-01-05T06:07:08Z',
      summary: `Wei\u00dfe \ud83d\ude00 ${id}`,
      ...more,
    });
  const records = [
    rated('A', 'CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'),
    rated('B', 'CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N'),
    rated('C', 'CVSS_V2', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'),
    rated('D', 'CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N'),
    rated('E', 'CVSS_V3', 'CVSS:3.1/AV:N'),
    rated('F', 'CVSS_V3', 'high', { database_specific: { severity: 'HIGH' } }),
    record('G', [
      row('Ubuntu:22.04:LTS', 'y', below('2'), { severity: [{ type: 'Ubuntu', score: 'low' }] }),
    ]),
  ];
  for (const one of records) writeFileSync(join(dump, `${one.id}.json`), JSON.stringify(one));
  const folder = temporaryFolder();
  await buildDatabase([dump], folder, now);
  const packages = [pkg('npm/x@1.0.0'), pkg('deb/ubuntu/y@1?distro=ubuntu-22.04')];
  const inspect = async (advisories: string) => {
    const options = { advisories, offline: true, now };
    return inspectVulnerabilities(packages, undefined, options, quietHost());
  };
  const [fromDump, fromDatabase] = [await inspect(dump), await inspect(folder)];
  expect(fromDatabase.findings).toEqual(fromDump.findings);
  expect(Object.fromEntries(fromDump.findings.map((f) => [f.rule, f.severity]))).toEqual({
    A: 'critical',
    B: 'medium',
    C: 'high',
    D: 'info',
    E: 'medium',
    F: 'high',
    G: 'low',
  });
});

test('invalid ecosystems and names do not hide other records', async () => {
  const dump = temporaryFolder();
  const records = [
    record('A', [row('npm', 'a\nb', below('2.0.0'))]),
    record('B', [row('npm', 'x', below('2.0.0'))]),
    record('C', [row('Red/Hat', 'x', below('2')), row('../Red Hat', 'x', below('2'))]),
    record('D', [row('Red Hat:enterprise_linux:9::baseos', 'x', below('0:2-1'))]),
    record('E', [row('RED HAT', 'x', below('2')), row('__proto__', 'x', below('2'))]),
  ];
  for (const one of records) writeFileSync(join(dump, `${one.id}.json`), JSON.stringify(one));
  const folder = temporaryFolder();
  await buildDatabase([dump], folder, now);
  const asked = [query('npm/x@1.0.0'), query('rpm/redhat/x@1-1?distro=rhel-9')];
  const { advisories, problems } = await (await openDatabase(folder, NOW)).find(asked);
  expect(problems).toEqual([]);
  expect(advisories.map(({ id }) => id).sort()).toEqual(['B', 'D']);
});
