import { mkdirSync, writeFileSync } from 'node:fs';
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
  test('is a finding with all that a reader needs', async () => {
    const location = { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 9 };
    const related = { ...location, startLine: 2, endLine: 2 };
    const { findings } = await inspect([{ ...x, location, related }]);
    const [finding] = findings.filter(({ rule }) => rule === 'CVE-2026-1');
    expect(finding).toMatchObject({
      aliases: ['GHSA-1'],
      check: 'vulnerability',
      severity: 'high',
      message: 'x 1.0.0 is affected by CVE-2026-1: Prototype pollution in x; fixed in 1.2.0.',
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

  test('keeps its fingerprint over versions and tags, not over packages and images', async () => {
    const print = async (one: Package, image = 'ghcr.io/acme/app:1') =>
      (await inspect([one], { image })).findings.find(({ rule }) => rule === 'CVE-2026-1')
        ?.fingerprint;
    const first = await print(x);
    expect(
      await print({ ...x, version: '1.1.0', purl: 'pkg:npm/x@1.1.0' }, 'ghcr.io/acme/app:2'),
    ).toBe(first);
    expect(await print(x, 'ghcr.io/acme/other:1')).not.toBe(first);
    expect(await print({ ...x, paths: ['other/package.json'] })).not.toBe(first);
  });

  test('that nobody rated counts as medium, and is counted', async () => {
    const { findings, notes } = await inspect([pkg('npm/x@1.4.0')]);
    expect(findings.find(({ rule }) => rule === 'CVE-2026-3')).toMatchObject({
      severity: 'medium',
      details: { rating: 'unknown' },
    });
    expect(messages(notes)).toContainEqual(expect.stringContaining('1 of 2 vulnerabilities'));
  });

  test('of a file that a distribution’s package owns is the distribution’s matter', async () => {
    expect((await inspect([{ ...x, ownedBy: 'pkg:deb/debian/node-x@1' }])).findings).toEqual([]);
  });

  test('of a package with a hostile name is one plain line', async () => {
    mkdirSync(join(folder, 'odd/npm'), { recursive: true });
    const name = 'a\n::error::\u001b[31m';
    writeFileSync(
      join(folder, 'odd/npm/1.json'),
      JSON.stringify(record('A\u0007|b', [row('npm', name, below('2.0.0'))])),
    );
    const { findings } = await inspect([{ ...pkg('npm/x@1.0.0'), name }], {
      advisories: join(folder, 'odd'),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.rule).toBe('A__b');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(findings[0]?.message).not.toMatch(/[\u0000-\u001f]/);
  });
});

test('a malicious package is critical malware', async () => {
  const { findings } = await inspect([pkg('npm/evil@1.0.0')]);
  expect(findings).toMatchObject([{ rule: 'MAL-2026-1', check: 'malware', severity: 'critical' }]);
});

describe('order and upgrade', () => {
  test('exploited first, then severity, then what can be fixed', async () => {
    const kev = join(folder, 'kev.json');
    writeFileSync(kev, JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-2' }] }));
    const { findings } = await inspect([x], { kev });
    expect(findings.map(({ rule }) => rule)).toEqual(['CVE-2026-2', 'CVE-2026-1', 'CVE-2026-4']);
    expect(findings[0]).toMatchObject({ details: { exploited: true } });
    expect(findings[0]?.message).toContain('exploited in the wild');
  });

  test('EPSS scores are shown', async () => {
    const epss = join(folder, 'epss.csv');
    writeFileSync(epss, 'cve,epss,percentile\nCVE-2026-1,0.25,0.9\n');
    const { findings } = await inspect([x], { epss });
    expect(detailsOf(findings.find(({ rule }) => rule === 'CVE-2026-1')).epss).toBe(0.25);
  });

  test('one version is named that clears all that can be cleared, and is not affected anew', async () => {
    const { findings } = await inspect([x]);
    // 1.4.0 would clear what was found, but has CVE-2026-3.
    for (const found of findings)
      expect(detailsOf(found).upgrade).toEqual({ to: '1.5.0', clears: 2, of: 3 });
  });
});

test('other scanners’ reports are merged, in one order', async () => {
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

describe('what is not covered is said', () => {
  test.each([
    ['an ecosystem without data', pkg('pypi/y@1'), 'no advisories of PyPI'],
    [
      'a release without data',
      pkg('deb/debian/y@1?distro=debian-99'),
      'no advisories of Debian 99',
    ],
    ['a release without a number', pkg('deb/debian/y@1'), 'without a release number'],
    [
      'an unknown distribution',
      pkg('rpm/fedora/y@1?distro=fedora-40'),
      'no advisories for fedora 40',
    ],
  ])('%s makes the result incomplete', async (_, one, reason) => {
    const { incomplete, findings } = await inspect([one, x]);
    expect(incomplete).toEqual([
      {
        check: 'vulnerability',
        target: 'ghcr.io/acme/app:1',
        reason: expect.stringContaining(reason),
      },
    ]);
    expect(findings).toHaveLength(3);
  });

  test('packages of a kind are counted in one line', async () => {
    const { incomplete } = await inspect([pkg('pypi/a@1'), pkg('pypi/b@1'), pkg('pypi/c@1')]);
    expect(reasons(incomplete)).toEqual([expect.stringMatching(/^3 packages are not covered/)]);
  });

  test('what advisories never speak of is a note', async () => {
    const { incomplete, notes } = await inspect([pkg('conda/a@1')]);
    expect(incomplete).toEqual([]);
    expect(messages(notes)).toEqual([expect.stringContaining('type conda')]);
  });

  test('offline without advisories is incomplete, and asks nobody', async () => {
    const { incomplete } = await inspect([x], { advisories: undefined });
    expect(reasons(incomplete)).toEqual([expect.stringContaining('offline')]);
  });

  test('without packages no advisories are needed', async () => {
    expect(await inspect([], { advisories: '/no/such/folder' })).toEqual({
      findings: [],
      incomplete: [],
      notes: [],
    });
  });

  test('advisories older than five days are noted, older than is allowed are incomplete', async () => {
    const at = (now: string, maximumAgeDays?: number) =>
      inspect([x], { now: new Date(now), maximumAgeDays });
    expect(messages((await at('2026-01-05')).notes)).toEqual([]);
    expect(messages((await at('2026-01-09')).notes)).toEqual([
      expect.stringContaining('8 days old'),
    ]);
    expect(reasons((await at('2026-01-09', 7)).incomplete)).toEqual([
      expect.stringContaining('more than the 7'),
    ]);
  });

  test('the end of a distribution’s life is a finding', async () => {
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

  test('suppressed vulnerabilities stay in the list, and are counted', async () => {
    const { findings, notes } = await inspect([x], { vex: [vex('CVE-2026-1')] });
    expect(findings.filter(({ status }) => status === 'excepted').map(({ rule }) => rule)).toEqual([
      'CVE-2026-1',
    ]);
    expect(messages(notes)).toContainEqual(expect.stringContaining('suppresses 1 of 3'));
  });

  test('a document that suppresses everything is warned of', async () => {
    const { notes } = await inspect([x], { vex: [vex('CVE-2026-1', 'CVE-2026-2', 'CVE-2026-4')] });
    expect(messages(notes)).toContainEqual(expect.stringContaining('suppresses all 3'));
  });
});

describe('online', () => {
  let osv: OsvServer;
  beforeAll(async () => {
    osv = await startOsvServer();
  });
  afterAll(() => osv.close());

  test('the API gives records, and the ratings of CVEs that advisories lack', async () => {
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
      expect.stringContaining('What is exploited is not known'),
    );
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'CVE-2026-3 high',
      'CVE-2026-1 high',
    ]);
  });
});
