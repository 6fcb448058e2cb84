import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Distribution, Package } from '../../src/core/package.js';
import {
  inspectVulnerabilities,
  type VulnerabilityOptions,
} from '../../src/vulnerabilities/inspect.js';
import { detailsOf } from '../core/details-of.js';
import { below, pkg, quietHost, record, row, temporaryFolder } from './fixtures.js';
import { type OsvServer, startOsvServer } from './sources/osv-server.js';

const V3 = (score: 'high' | 'low') => [
  {
    type: 'CVSS_V3',
    score:
      score === 'high'
        ? 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'
        : 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N',
  },
];

const folder = temporaryFolder();
const dump = join(folder, 'osv');
const records: Record<string, readonly object[]> = {
  npm: [
    record('GHSA-1', [row('npm', 'x', below('1.2.0'))], {
      aliases: ['CVE-2026-1'],
      severity: V3('high'),
      summary: 'Prototype pollution in x.',
    }),
    record('GHSA-2', [row('npm', 'x', below('1.4.0'))], {
      aliases: ['CVE-2026-2'],
      severity: V3('low'),
    }),
    record('GHSA-3', [row('npm', 'x', [{ introduced: '1.4.0' }, { fixed: '1.5.0' }])], {
      aliases: ['CVE-2026-3'],
    }),
    record('GHSA-4', [row('npm', 'x', [{ introduced: '0' }])], {
      aliases: ['CVE-2026-4'],
      severity: V3('high'),
    }),
    record('MAL-2026-1', [{ package: { ecosystem: 'npm', name: 'evil' }, versions: ['1.0.0'] }], {
      summary: 'Malicious code in evil (npm)',
    }),
  ],
  Debian: [
    record('DEBIAN-CVE-2026-9', [row('Debian:12', 'openssl', below('3.0.2-1'))], {
      upstream: ['CVE-2026-9'],
    }),
  ],
};

beforeAll(() => {
  for (const [ecosystem, list] of Object.entries(records)) {
    mkdirSync(join(dump, ecosystem), { recursive: true });
    for (const [i, content] of list.entries())
      writeFileSync(join(dump, ecosystem, `${i}.json`), JSON.stringify(content));
  }
});

const x = pkg('npm/x@1.0.0', {
  paths: ['app/node_modules/x/package.json'],
  layer: { index: 3, diffID: 'sha256:1' },
});
const openssl = pkg('deb/debian/libssl3@3.0.1-1?distro=debian-12', { source: { name: 'openssl' } });
const debian: Distribution = { id: 'debian', version: '12' };

function inspect(
  packages: readonly Package[],
  options: Partial<VulnerabilityOptions> = {},
  on?: Distribution,
) {
  return inspectVulnerabilities(
    packages,
    on,
    {
      advisories: dump,
      offline: true,
      image: 'ghcr.io/acme/app:1',
      now: new Date('2026-01-03'),
      ...options,
    },
    quietHost(),
  );
}

const reasons = (list: readonly { readonly reason: string }[]) => list.map(({ reason }) => reason);
const messages = (list: readonly { readonly message: string }[]) =>
  list.map(({ message }) => message);

describe('a vulnerability', () => {
  test('is a finding with message, place and details', async () => {
    const location = { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 9 };
    const related = { ...location, startLine: 2, endLine: 2 };
    const { findings } = await inspect([{ ...x, location, related }]);
    const [finding] = findings.filter(({ rule }) => rule === 'CVE-2026-1');
    expect(finding).toMatchObject({
      aliases: ['GHSA-1'],
      check: 'vulnerability',
      severity: 'high',
      message: 'x 1.0.0 is affected by CVE-2026-1: Prototype pollution in x; update to 1.5.0',
      location,
      related: [{ location: related }],
      subject: {
        image: 'ghcr.io/acme/app:1',
        layer: 3,
        purl: 'pkg:npm/x@1.0.0',
        path: 'app/node_modules/x/package.json',
      },
      status: 'new',
      details: {
        id: 'GHSA-1',
        aliases: ['CVE-2026-1', 'GHSA-1'],
        installed: '1.0.0',
        fixed: '1.2.0',
        cvss: { score: 7.5 },
        exploited: false,
        epss: null,
        published: null,
      },
    });
  });

  test('keeps its fingerprint when version and tag change, but not in another package or image', async () => {
    const fingerprintOf = async (one: Package, image = 'ghcr.io/acme/app:1') =>
      (await inspect([one], { image })).findings.find(({ rule }) => rule === 'CVE-2026-1')
        ?.fingerprint;
    const first = await fingerprintOf(x);
    expect(
      await fingerprintOf(
        { ...x, version: '1.1.0', purl: 'pkg:npm/x@1.1.0' },
        'ghcr.io/acme/app:2',
      ),
    ).toBe(first);
    expect(await fingerprintOf(x, 'ghcr.io/acme/other:1')).not.toBe(first);
    expect(await fingerprintOf({ ...x, paths: ['other/package.json'] })).not.toBe(first);
  });

  test('without a rating is medium, and is counted in a note', async () => {
    const { findings, notes } = await inspect([pkg('npm/x@1.4.0'), pkg('npm/evil@1.0.0')]);
    expect(findings.find(({ rule }) => rule === 'CVE-2026-3')).toMatchObject({
      severity: 'medium',
      details: { rating: 'unknown' },
    });
    expect(messages(notes)).toContainEqual(
      expect.stringMatching(/^1 of 2 vulnerabilities .*no severity rating/),
    );
  });

  test('of files from a distribution package is left to the distribution’s advisories', async () => {
    const owner = pkg('deb/debian/node-x@1?distro=debian-12');
    expect((await inspect([{ ...x, ownedBy: owner.purl }, owner])).findings).toEqual([]);
    const kali = pkg('deb/kali/node-x@1?distro=kali-2026.1');
    expect((await inspect([{ ...x, ownedBy: kali.purl }, kali])).findings).not.toEqual([]);
  });

  test('of files from a distribution package counts if the source has no advisories for the release', async () => {
    const owner = pkg('deb/debian/node-x@1?distro=debian-99');
    expect((await inspect([{ ...x, ownedBy: owner.purl }, owner])).findings).not.toEqual([]);
  });

  test('of files from an Alpine package counts, unless an advisory of Alpine names this package', async () => {
    mkdirSync(join(folder, 'alpine/npm'), { recursive: true });
    mkdirSync(join(folder, 'alpine/Alpine'), { recursive: true });
    const write = (path: string, id: string, ecosystem: string, name: string) =>
      writeFileSync(
        join(folder, 'alpine', path),
        JSON.stringify(record(id, [row(ecosystem, name, below('9'))])),
      );
    write('npm/A.json', 'GHSA-1', 'npm', 'x');
    write('Alpine/B.json', 'ALPINE-1', 'Alpine:v3.20', 'named');
    const ofPackage = async (name: string) => {
      const owner = pkg(`apk/alpine/${name}@99-r0?distro=alpine-3.20.1`);
      const advisories = join(folder, 'alpine');
      return (await inspect([{ ...x, ownedBy: owner.purl }, owner], { advisories })).findings;
    };
    expect((await ofPackage('silent')).map(({ rule }) => rule)).toEqual(['GHSA-1']);
    expect(await ofPackage('named')).toEqual([]);
  });

  test('of a package with control characters in its name has a message of one line', async () => {
    mkdirSync(join(folder, 'hostile/npm'), { recursive: true });
    const name = 'a\n::error::\u001b[31m';
    writeFileSync(
      join(folder, 'hostile/npm/1.json'),
      JSON.stringify(record('A\u0007|b', [row('npm', name, below('2.0.0'))])),
    );
    const { findings } = await inspect([{ ...pkg('npm/x@1.0.0'), name }], {
      advisories: join(folder, 'hostile'),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.rule).toBe('A__b');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that must not appear
    expect(findings[0]?.message).not.toMatch(/[\u0000-\u001f]/);
  });
});

test('a malicious package is critical malware', async () => {
  const { findings } = await inspect([pkg('npm/evil@1.0.0')]);
  expect(findings).toMatchObject([{ rule: 'MAL-2026-1', check: 'malware', severity: 'critical' }]);
});

describe('findings', () => {
  test('are ordered by exploitation, severity and fix', async () => {
    const kev = join(folder, 'kev.json');
    writeFileSync(kev, JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-2' }] }));
    const { findings } = await inspect([x], { kev });
    expect(findings.map(({ rule }) => rule)).toEqual(['CVE-2026-2', 'CVE-2026-1', 'CVE-2026-4']);
    expect(findings[0]).toMatchObject({ details: { exploited: true } });
    expect(findings[0]?.message).toContain('exploited in the wild');
  });

  test('that are equally urgent are ordered by package, then by the newest id', async () => {
    const path = join(folder, 'equal.json');
    const Vulnerabilities = [
      ['b', 'CVE-2026-30'],
      ['b', 'CVE-2026-31'],
      ['a', 'CVE-2026-29'],
    ].map(([PkgName, VulnerabilityID]) => ({
      PkgName,
      VulnerabilityID,
      InstalledVersion: '1',
      Severity: 'LOW',
    }));
    writeFileSync(path, JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities }] }));
    const { findings } = await inspect([], { externalReports: [path] });
    expect(findings.map(({ rule }) => rule)).toEqual(['CVE-2026-29', 'CVE-2026-31', 'CVE-2026-30']);
  });

  test('have EPSS scores', async () => {
    const epss = join(folder, 'epss.csv');
    writeFileSync(epss, 'cve,epss,percentile\nCVE-2026-1,0.25,0.9\n');
    const { findings } = await inspect([x], { epss });
    expect(detailsOf(findings.find(({ rule }) => rule === 'CVE-2026-1')).epss).toBe(0.25);
  });

  test('name one version that clears all fixable vulnerabilities and has no new ones', async () => {
    const { findings } = await inspect([x]);
    // 1.4.0 would clear them, but has CVE-2026-3.
    for (const found of findings)
      expect(detailsOf(found).upgrade).toEqual({ to: '1.5.0', clears: 2, of: 3 });
  });
});

test('reports of other scanners are merged and ordered together', async () => {
  const path = join(folder, 'trivy.json');
  const entry = (VulnerabilityID: string, Severity: string) => ({
    VulnerabilityID,
    Severity,
    PkgName: 'x',
    InstalledVersion: '1.0.0',
  });
  const Vulnerabilities = [entry('CVE-2026-1', 'LOW'), entry('CVE-2026-77', 'CRITICAL')];
  writeFileSync(path, JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities }] }));
  const { findings } = await inspect([x], { externalReports: [path] });
  expect(findings.map((found) => [found.rule, detailsOf(found).sources])).toEqual([
    ['CVE-2026-77', ['trivy']],
    ['CVE-2026-1', ['osv', 'trivy']],
    ['CVE-2026-4', ['osv']],
    ['CVE-2026-2', ['osv']],
  ]);
});

test('reported vulnerabilities are looked up in KEV and EPSS', async () => {
  const path = join(folder, 'trivy-only.json');
  const kev = join(folder, 'kev-77.json');
  const epss = join(folder, 'epss-77.csv');
  const entry = { VulnerabilityID: 'CVE-2026-77', PkgName: 'y', InstalledVersion: '1' };
  const Results = [{ Vulnerabilities: [{ ...entry, Severity: 'LOW' }] }];
  writeFileSync(path, JSON.stringify({ SchemaVersion: 2, Results }));
  writeFileSync(kev, JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-77' }] }));
  writeFileSync(epss, 'cve,epss,percentile\nCVE-2026-77,0.25,0.9\n');
  const { findings, missingFacts } = await inspect([], { externalReports: [path], kev, epss });
  expect(findings.map(detailsOf)).toMatchObject([{ exploited: true, epss: 0.25 }]);
  expect(missingFacts).toEqual([]);
  expect((await inspect([], { externalReports: [path] })).missingFacts).toMatchObject([
    { fact: 'known-exploited', target: 'ghcr.io/acme/app:1' },
    { fact: 'epss', target: 'ghcr.io/acme/app:1' },
  ]);
});

describe('coverage', () => {
  test.each([
    ['an ecosystem without advisories', pkg('pypi/y@1'), 'no PyPI advisories'],
    [
      'a release without advisories',
      pkg('deb/debian/y@1?distro=debian-99'),
      'no advisories for Debian 99',
    ],
    [
      'a release without a number',
      pkg('deb/debian/y@1?distro=debian'),
      'no advisories exist for Debian without a release number (testing, unstable)',
    ],
    [
      'a release that no file names',
      pkg('deb/debian/y@1'),
      'the release of Debian is not known, because neither /etc/os-release nor the SBOM names it',
    ],
    [
      'an unknown distribution',
      pkg('rpm/scientific/y@1?distro=scientific-7'),
      'no advisories for scientific 7',
    ],
  ])('is partial with %s, and none without other packages', async (_, one, reason) => {
    const { coverage, incomplete, findings } = await inspect([one, x]);
    expect(coverage).toEqual([
      {
        check: 'vulnerability',
        target: 'ghcr.io/acme/app:1',
        state: 'partial',
        uncoveredPackages: 1,
        reason: expect.stringContaining(reason),
        source: expect.stringMatching(/\/osv \((?:Debian 2026-01-01, )?npm 2026-01-01\)$/),
      },
    ]);
    expect(incomplete).toEqual([]);
    expect(findings).toHaveLength(3);
    expect((await inspect([one])).coverage).toMatchObject([{ state: 'not-covered' }]);
  });

  test('counts packages with the same reason in one line', async () => {
    const { coverage } = await inspect([pkg('pypi/a@1'), pkg('pypi/b@1'), pkg('pypi/c@1')]);
    expect(coverage[0]?.reason).toMatch(/^3 packages are not covered: .*\. Pass advisories that/);
  });

  test('has a note for packages that no advisory can cover, next to others', async () => {
    const { coverage, notes } = await inspect([pkg('conda/a@1'), x]);
    expect(coverage).toMatchObject([{ state: 'checked' }]);
    expect(messages(notes)).toContainEqual(expect.stringContaining('type conda'));
  });

  test('counts headers of the kernel in a note, and keeps the vulnerabilities of the kernel itself', async () => {
    const kernel = (name: string, source: string) =>
      pkg(`deb/debian/${name}@3.0.1-1?distro=debian-12`, { source: { name: source } });
    const { coverage, findings, notes } = await inspect(
      [kernel('linux-libc-dev', 'linux'), kernel('linux-image-amd64', 'openssl')],
      {},
      debian,
    );
    expect(findings.map(({ subject }) => subject?.purl)).toEqual([
      'pkg:deb/debian/linux-image-amd64@3.0.1-1?distro=debian-12',
    ]);
    expect(notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^1 package with headers or tools of the Linux kernel only, .*: linux-libc-dev$/,
      ),
    );
    expect(coverage).toMatchObject([{ state: 'checked' }]);
  });

  test('is partial for a version that the ecosystem does not allow, and its findings have low confidence', async () => {
    const odd = pkg('deb/debian/libssl3@-1?distro=debian-12', { source: { name: 'openssl' } });
    const { coverage, findings } = await inspect([odd, x], {}, debian);
    expect(findings.find(({ rule }) => rule === 'CVE-2026-9')).toMatchObject({ confidence: 'low' });
    expect(coverage).toMatchObject([
      {
        state: 'partial',
        reason: expect.stringContaining('the version is not one of Debian: "-1" (libssl3)'),
      },
    ]);
  });

  test('needs usable advisories also without packages, if they are named', async () => {
    await expect(inspect([], { advisories: '/no/such/folder' })).rejects.toMatchObject({
      code: 'PSE6001',
    });
    expect(await inspect([], { advisories: undefined })).toMatchObject({ incomplete: [] });
  });

  test('is incomplete when offline without advisories', async () => {
    const { incomplete } = await inspect([x], { advisories: undefined });
    expect(reasons(incomplete)).toEqual([expect.stringContaining('offline')]);
  });

  test('has a note for advisories older than five days, and is incomplete for older ones than allowed', async () => {
    const at = (now: string, maximumAgeDays?: number) =>
      inspect([x], { now: new Date(now), maximumAgeDays });
    expect(messages((await at('2026-01-05')).notes)).toEqual([]);
    expect(messages((await at('2026-01-09')).notes)).toEqual([
      expect.stringMatching(/^Advisory data in .* is 8 days old\. Download newer ones$/),
    ]);
    expect(reasons((await at('2026-01-09', 7)).incomplete)).toEqual([
      expect.stringContaining('at most 7 are allowed'),
    ]);
  });

  test('has the age of the oldest ecosystem that is asked and gets advisories every day', async () => {
    const advisories = mkdtempSync(join(folder, 'ages-'));
    const dates = { Debian: '2025-10-01', npm: '2026-01-02', CRAN: '2025-01-01' };
    for (const [ecosystem, day] of Object.entries(dates))
      writeFileSync(
        join(advisories, `${ecosystem}.json`),
        JSON.stringify({
          id: `TEST-${ecosystem}`,
          modified: `${day}T00:00:00Z`,
          affected: [
            {
              package: {
                ecosystem: ecosystem === 'Debian' ? 'Debian:12' : ecosystem,
                name: 'unused',
              },
              ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
            },
          ],
        }),
      );
    const ages = async (...packages: Package[]) => {
      const result = await inspect(packages, { advisories, maximumAgeDays: 5 }, debian);
      return reasons(result.incomplete);
    };
    expect(await ages(x, pkg('cran/a@1'))).toEqual([]);
    expect(await ages(x, openssl)).toEqual([
      expect.stringMatching(
        /^Debian advisories in .* are 94 days old; at most 5 are allowed\. Download newer advisories$/,
      ),
    ]);
  });

  test('has a finding for a distribution past its end of life', async () => {
    const { findings } = await inspect([openssl], {}, { ...debian, version: '10' });
    expect(findings[0]).toMatchObject({ rule: 'end-of-life' });
  });
});

describe('VEX', () => {
  function vex(...rules: string[]): string {
    const path = join(folder, 'vex.json');
    const statements = rules.map((name) => ({
      vulnerability: { name },
      products: [{ '@id': 'pkg:npm/x' }],
      status: 'not_affected',
      justification: 'component_not_present',
    }));
    writeFileSync(
      path,
      JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements }),
    );
    return path;
  }

  test('suppresses findings, which stay in the list and are counted', async () => {
    const { findings, notes } = await inspect([x], { vex: [vex('CVE-2026-1')] });
    expect(findings.filter(({ status }) => status === 'excepted').map(({ rule }) => rule)).toEqual([
      'CVE-2026-1',
    ]);
    expect(messages(notes)).toContainEqual(expect.stringContaining('suppresses 1 of 3'));
  });

  test.each([
    ['some', ['CVE-2026-1'], 'suppresses 1 of 3'],
    ['all', ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-4'], 'suppresses all 3'],
  ])('is not counted against malware, which it never suppresses: %s', async (_, rules, message) => {
    const { notes } = await inspect([x, pkg('npm/evil@1.0.0')], { vex: [vex(...rules)] });
    expect(messages(notes)).toContainEqual(expect.stringContaining(message));
  });

  test('has a warning when it suppresses everything', async () => {
    const { notes } = await inspect([x], { vex: [vex('CVE-2026-1', 'CVE-2026-2', 'CVE-2026-4')] });
    expect(messages(notes)).toContainEqual(expect.stringContaining('suppresses all 3'));
  });

  test('statements that have no effect are in the notes with their lines', async () => {
    const path = join(folder, 'no-reason.json');
    const products = [{ '@id': 'pkg:npm/x' }];
    const statements = [{ vulnerability: 'CVE-2026-1', status: 'not_affected', products }];
    const document = { '@context': 'https://openvex.dev/ns/v0.2.0', statements };
    writeFileSync(path, JSON.stringify(document, null, 1));
    const { findings, notes } = await inspect([x], { vex: [path] });
    expect(findings.filter(({ status }) => status === 'excepted')).toEqual([]);
    expect(notes.map(({ message }) => message)).toContain(
      `VEX document ${path}:4 has no effect: CVE-2026-1 is not_affected without a justification`,
    );
  });
});

describe('online', () => {
  let osv: OsvServer;
  beforeAll(async () => {
    osv = await startOsvServer();
  });
  afterAll(() => osv.close());

  test('the API provides advisories, and CVE records for missing ratings', async () => {
    osv.ids.set('x', ['GHSA-1', 'GHSA-3']);
    for (const id of ['GHSA-1', 'GHSA-3'])
      osv.records.set(id, records.npm?.find((one) => 'id' in one && one.id === id) ?? {});
    osv.records.set('CVE-2026-3', record('CVE-2026-3', [], { severity: V3('high') }));
    const nowhere = { kev: `${osv.url}/kev`, epss: `${osv.url}/epss` };
    const online = { advisories: undefined, offline: false, api: osv.url, feeds: nowhere };
    const cache = temporaryFolder();
    const { findings, incomplete, notes } = await inspect([x, pkg('npm/x@1.4.0')], {
      ...online,
      cache,
    });
    expect(incomplete).toEqual([]);
    expect(messages(notes)).toContainEqual(
      expect.stringContaining('Known exploited vulnerabilities (KEV) are not available'),
    );
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'CVE-2026-3 high',
      'CVE-2026-1 high',
    ]);
  });

  test.each([
    ['Alpine 3.99', pkg('apk/alpine/busybox@1?distro=alpine-3.99.0'), 'Alpine:v3.99'],
    ['Debian 99', pkg('deb/debian/y@1?distro=debian-99'), 'Debian:99'],
    ['Photon OS', pkg('rpm/photon/y@1?distro=photon-5.0'), 'Photon OS:5.0'],
  ])('packages of %s are not covered', async (_, one, ecosystem) => {
    osv.reset();
    osv.uncovered.add(ecosystem);
    const online = { advisories: undefined, offline: false, api: osv.url };
    const { coverage, incomplete } = await inspect([one], online);
    expect(incomplete).toEqual([]);
    expect(coverage).toEqual([
      {
        check: 'vulnerability',
        target: 'ghcr.io/acme/app:1',
        state: 'not-covered',
        reason: expect.stringContaining(
          `has no advisories for ${ecosystem.replace(':', ' ')}. Pass advisories that cover`,
        ),
        source: osv.url,
      },
    ]);
  });
});
