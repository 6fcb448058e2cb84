import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Distribution, Package } from '../../src/core/package.js';
import {
  inspectVulnerabilities,
  type VulnerabilityOptions,
} from '../../src/vulnerabilities/inspect.js';
import { mergeResults } from '../../src/vulnerabilities/records/source.js';
import { advisory, below, pkg, quietHost, record, row, temporaryFolder } from './fixtures.js';
import { type OsvServer, startOsvServer } from './sources/osv-server.js';

/** Each vendor knows the package `known`; the distribution knows `known` and `x`. */
function dumpOf(vendor: string, system: string): string {
  const folder = join(temporaryFolder(), 'osv');
  const write = (id: string, ecosystem: string, names: readonly string[], fixed: string) => {
    const [base = ''] = ecosystem.split(':');
    mkdirSync(join(folder, base), { recursive: true });
    const rows = names.map((name) => row(ecosystem, name, below(fixed)));
    writeFileSync(join(folder, base, `${id}.json`), JSON.stringify(record(id, rows)));
  };
  write('CVE-2026-1', vendor, ['known'], '0.1-r0');
  write('CVE-2026-2', system, ['x', 'known'], '99-r0');
  write('CVE-2026-3', 'npm', ['left'], '99');
  return folder;
}

async function inspect(
  packages: readonly Package[],
  options: Partial<VulnerabilityOptions>,
  on?: Distribution,
) {
  const now = new Date('2026-01-03');
  const { findings, coverage } = await inspectVulnerabilities(
    packages,
    on,
    { offline: true, image: 'app', now, ...options },
    quietHost(),
  );
  return {
    found: findings.flatMap(({ rule, subject }) =>
      rule === 'end-of-life' ? [] : `${rule} ${subject?.purl}`,
    ),
    coverage: coverage[0],
  };
}

/** Marks, each with the advisories of its vendor and of the distribution. */
const MARKS = [
  ['deb/debian/NAME@1-1%2Btuxcare.els1?distro=debian-10', 'TuxCare:Debian:10', 'Debian:10'],
  [
    'deb/ubuntu/NAME@1-1%2Btuxcare.els1?distro=ubuntu-18.04',
    'TuxCare:Ubuntu:18.04',
    'Ubuntu:18.04',
  ],
  [
    'rpm/redhat/NAME@1-2.el8_4.tuxcare.els1?distro=rhel-8.4',
    'TuxCare:RHEL:8',
    'Red Hat:enterprise_linux:8::baseos',
  ],
  [
    'rpm/almalinux/NAME@1-2.el9_2.tuxcare.els2?distro=almalinux-9.2',
    'TuxCare:AlmaLinux:9.2',
    'AlmaLinux:9',
  ],
  ['deb/debian/NAME@1-1.root.io.2?distro=debian-12', 'Root:Debian:12', 'Debian:12'],
  ['apk/alpine/NAME@1-r10071?distro=alpine-3.18.4', 'Root:Alpine:3.18', 'Alpine:v3.18'],
  ['deb/debian/NAME@1%2Becho.1?distro=debian-12', 'Echo', 'Debian:12'],
  ['deb/dhi/NAME@1-1%2Bdhi3?distro=dhi-13', 'Docker Hardened Images:Debian:13', 'Debian:13'],
  ['apk/dhi/NAME@1-r0?distro=dhi-3.24', 'Docker Hardened Images:Alpine:3.24', 'Alpine:v3.24'],
] as const;

describe('a package that a mark moves to the advisories of a vendor', () => {
  test.each(MARKS)(
    '%s is looked up in the distribution’s if %s does not name it',
    async (purl, vendor, system) => {
      const advisories = dumpOf(vendor, system);
      const x = pkg(purl.replace('NAME', 'x'));
      expect(await inspect([x], { advisories })).toMatchObject({
        found: [`CVE-2026-2 ${x.purl}`],
        coverage: { state: 'checked' },
      });
    },
  );

  test.each(MARKS)('%s is decided by %s if it names the package', async (purl, vendor, system) => {
    const advisories = dumpOf(vendor, system);
    expect(await inspect([pkg(purl.replace('NAME', 'known'))], { advisories })).toMatchObject({
      found: [],
      coverage: { state: 'checked' },
    });
  });

  test('is looked up together with the packages without a mark, under the same advisory', async () => {
    const advisories = dumpOf('TuxCare:Debian:10', 'Debian:10');
    const [plain, marked] = [
      pkg('deb/debian/known@1-1?distro=debian-10'),
      pkg('deb/debian/x@1-1%2Btuxcare.els1?distro=debian-10'),
    ];
    const { found } = await inspect([plain, marked], { advisories });
    expect(found.sort()).toEqual([`CVE-2026-2 ${plain.purl}`, `CVE-2026-2 ${marked.purl}`].sort());
  });

  test('is not covered if the distribution has no advisories', async () => {
    const advisories = dumpOf('Echo', 'Debian:12');
    const kali = pkg('deb/kali/x@1%2Becho.1?distro=kali-2026.1');
    expect((await inspect([kali], { advisories })).coverage).toMatchObject({
      state: 'not-covered',
      reason: expect.stringContaining('no advisories for kali 2026.1'),
    });
  });

  test('is not covered if the source has no advisories of the vendor', async () => {
    const advisories = dumpOf('Echo', 'Debian:10');
    const x = pkg('deb/debian/x@1-1%2Btuxcare.els1?distro=debian-10');
    expect((await inspect([x], { advisories })).coverage).toMatchObject({
      state: 'not-covered',
      reason: expect.stringContaining('has no TuxCare advisories'),
    });
  });

  test('does not hide the packages of languages that it owns', async () => {
    const advisories = dumpOf('Root:Alpine:3.18', 'Alpine:v3.18');
    const owner = pkg('apk/alpine/nodejs@1-r10071?distro=alpine-3.18.4');
    const left = pkg('npm/left@1.0.0', { ownedBy: owner.purl });
    expect((await inspect([owner, left], { advisories })).found).toEqual([
      `CVE-2026-3 ${left.purl}`,
    ]);
  });
});

test('a package of CleanStart that no advisory of CleanStart names is not covered', async () => {
  const advisories = dumpOf('CleanStart', 'Alpine:v3.18');
  const on = { id: 'cleanstart', name: 'CleanStart' };
  const [x, known] = [pkg('apk/cleanstart/x@1-r0'), pkg('apk/cleanstart/known@1-r0')];
  expect((await inspect([x, known], { advisories }, on)).coverage).toMatchObject({
    state: 'partial',
    reason: expect.stringContaining('1 package is not covered: no CleanStart advisory names them'),
  });
});

describe('the API', () => {
  let osv: OsvServer;
  beforeAll(async () => {
    osv = await startOsvServer();
  });
  afterAll(() => osv.close());

  test('names packages that it has no record about in the installed version', async () => {
    const options = { offline: false, api: osv.url, feeds: { kev: osv.url, epss: osv.url } };
    const x = pkg('deb/debian/x@1-1%2Btuxcare.els1?distro=debian-10');
    const rows = [row('Debian:10', 'x', below('99'))];
    osv.records.set('DEBIAN-1', record('DEBIAN-1', rows, { upstream: ['CVE-2026-2'] }));
    osv.ids.set('x', ['DEBIAN-1']);
    // To a query without a version, the server answers with a record about any package.
    expect((await inspect([x], options)).found).toEqual([]);
    osv.unnamed.add('x');
    expect((await inspect([x], options)).found).toEqual([`CVE-2026-2 ${x.purl}`]);
  });
});

test('an advisory that two searches return has the rows of both', () => {
  const result = (names: readonly string[], ecosystem = 'npm') => ({
    advisories: [
      advisory(
        'GHSA-1',
        names.map((name) => row(ecosystem, name, below('2'))),
      ),
    ],
    coverage: { ecosystems: undefined },
    problems: [],
  });
  const rowsOf = (merged: ReturnType<typeof mergeResults>) =>
    merged.advisories.map(({ affected }) => affected.map(({ name }) => name));
  expect(rowsOf(mergeResults(result(['a', 'b']), result(['b', 'c'])))).toEqual([['a', 'b', 'c']]);
  expect(rowsOf(mergeResults(result(['a']), result(['a'], 'Maven')))).toEqual([['a', 'a']]);
});
