import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { VulnerabilityDetails } from '../../src/core/details.js';
import type { Finding } from '../../src/core/finding.js';
import type { Package } from '../../src/core/package.js';
import { matchExceptions } from '../../src/policy/exceptions.js';
import {
  inspectVulnerabilities,
  type VulnerabilityOptions,
} from '../../src/vulnerabilities/inspect.js';
import { applyVex } from '../../src/vulnerabilities/vex/apply.js';
import { below, pkg, quietHost, record, row, temporaryFolder } from './fixtures.js';

const dump = join(temporaryFolder(), 'osv');
const records: Record<string, readonly object[]> = {
  Debian: [
    record('DEBIAN-CVE-2026-9', [row('Debian:12', 'openssl', below('3.0.2-1'))], {
      upstream: ['CVE-2026-9'],
    }),
    ...(
      [
        ['unimportant', 'sed', {}],
        ['end-of-life', 'grep', {}],
        ['low', 'tar', {}],
        ['unimportant', 'dash', { fixed: '2.0' }],
      ] as const
    ).map(([urgency, name, fixed]) =>
      record(
        `DEBIAN-CVE-2026-1-${name}`,
        [row('Debian:12', name, [{ introduced: '0' }, fixed], { ecosystem_specific: { urgency } })],
        { upstream: ['CVE-2026-1'] },
      ),
    ),
  ],
  AlmaLinux: [
    record('ALSA-2026:1', [row('AlmaLinux:9', 'bash', below('5.1-2.el9'))], {
      related: ['CVE-2026-7', 'CVE-2026-8'],
      summary: 'Important: bash security update',
    }),
  ],
  Go: [record('GO-2026-1', [row('Go', 'stdlib', below('1.22.5'))], { aliases: ['CVE-2026-5'] })],
};

beforeAll(() => {
  for (const [ecosystem, list] of Object.entries(records)) {
    mkdirSync(join(dump, ecosystem), { recursive: true });
    for (const [i, content] of list.entries())
      writeFileSync(join(dump, ecosystem, `${i}.json`), JSON.stringify(content));
  }
});

async function inspect(packages: readonly Package[], more: Partial<VulnerabilityOptions> = {}) {
  const options = { advisories: dump, offline: true, image: 'app:1', now: new Date('2026-01-03') };
  const { findings } = await inspectVulnerabilities(
    packages,
    { id: 'debian', version: '12' },
    { ...options, ...more },
    quietHost(),
  );
  return findings;
}

const line = (startLine: number) => ({
  location: { path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
});
const layer = (index: number) => ({ layer: { index, diffID: `sha256:${index}` } });
const deb = (name: string, more: Partial<Package> = {}, version = '3.0.1-1') =>
  pkg(`deb/debian/${name}@${version}?distro=debian-12`, {
    source: { name: 'openssl' },
    paths: ['var/lib/dpkg/status'],
    ...layer(0),
    ...line(1),
    ...more,
  });
const stdlib = (path: string, version = '1.22.4', more: Partial<Package> = {}) =>
  pkg(`golang/stdlib@${version}`, { paths: [path], ...layer(1), ...more });
const detailsOf = (finding: Finding | undefined) => finding?.details as VulnerabilityDetails;

describe('the packages of one source', () => {
  const base = [deb('libssl3'), deb('openssl')];
  const own = deb('libssl-dev', { ...layer(3), ...line(4) });

  it('have one finding, on a line of your own if one of them is there', async () => {
    const findings = await inspect([...base, own]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      message: expect.stringMatching(/^libssl-dev 3.0.1-1 and 2 more packages of openssl is /),
      ...line(4),
      related: [{ ...line(1), message: 'libssl3 is affected too' }],
      subject: { purl: own.purl, layer: 3, path: 'var/lib/dpkg/status' },
    });
    expect(findings[0]?.subject?.paths).toBeUndefined();
    expect(detailsOf(findings[0])).toMatchObject({
      package: 'libssl-dev',
      installed: '3.0.1-1',
      source: 'openssl',
      fixed: '3.0.2-1',
      packages: [
        { name: 'libssl-dev', purl: own.purl, layer: 3, paths: ['var/lib/dpkg/status'] },
        { name: 'libssl3', layer: 0, ...line(1) },
        { name: 'openssl', layer: 0, ...line(1) },
      ],
    });
  });

  it('keep the fingerprint when another one is installed, and over an update', async () => {
    const [before] = await inspect(base.slice(0, 1));
    const [after] = await inspect([...base, own]);
    const [updated] = await inspect([deb('openssl', {}, '3.0.1-2')]);
    expect(after?.fingerprint).toBe(before?.fingerprint);
    expect(updated?.fingerprint).toBe(before?.fingerprint);
    expect(detailsOf(before).packages).toBeUndefined();
  });

  it('have a finding for each version', async () => {
    const findings = await inspect([deb('libssl3'), deb('openssl', {}, '3.0.0-1')]);
    expect(findings.map((one) => detailsOf(one).installed)).toEqual(['3.0.1-1', '3.0.0-1']);
  });

  it('have their platforms together', async () => {
    const [finding] = await inspect([
      deb('libssl3', { platforms: ['linux/amd64'] }),
      deb('openssl', { platforms: ['linux/amd64', 'linux/arm64'] }),
    ]);
    expect(finding?.subject?.platforms).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('have a finding each in a list of components that is not of an image', async () => {
    const findings = await inspect(base, { isComponentList: true });
    expect(findings.map(({ subject }) => subject?.purl)).toEqual(base.map(({ purl }) => purl));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('are suppressed only by VEX statements about all of them', async () => {
    const findings = await inspect(base);
    const about = (...names: string[]) => {
      const products = names.map((name) => ({
        identifiers: [{ kind: 'purl' as const, value: `pkg:deb/debian/${name}` }],
        components: [],
      }));
      const statement = {
        ids: ['CVE-2026-9'],
        status: 'not_affected' as const,
        justification: 'inline_mitigations_already_exist',
        products,
        timestamp: '2026-01-01',
      };
      const documents = [{ name: 'v.json', statements: [statement], problems: [] }];
      return applyVex(findings, documents, { name: 'app:1', digest: undefined }).findings[0]
        ?.status;
    };
    expect(about('libssl3')).toBe('new');
    expect(about('libssl3', 'openssl')).toBe('excepted');
  });
});

describe('a vulnerability that Debian does not fix', () => {
  it.each([
    ['unimportant', 'sed', 'will-not-fix', 'will not be fixed'],
    ['end-of-life', 'grep', 'will-not-fix', 'will not be fixed'],
    ['low', 'tar', undefined, 'no fix available'],
    ['unimportant, with a fix', 'dash', undefined, 'fixed in 2.0'],
  ])('says so: %s', async (_, name, state, words) => {
    const [finding] = await inspect([pkg(`deb/debian/${name}@1.0?distro=debian-12`)]);
    expect(detailsOf(finding).state).toBe(state);
    expect(finding?.message).toMatch(new RegExp(`; ${words}$`));
  });
});

describe('a package without a source', () => {
  it('has one finding for the same version in several layers, with all files', async () => {
    const [finding, ...others] = await inspect([
      stdlib('usr/bin/a', '1.22.4', layer(1)),
      stdlib('usr/bin/b', '1.22.4', layer(2)),
    ]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'CVE-2026-5',
      message: expect.stringContaining('(in usr/bin/b and 1 more place)'),
      subject: { layer: 2, path: 'usr/bin/b', paths: ['usr/bin/b', 'usr/bin/a'] },
    });
    expect(detailsOf(finding).packages?.map(({ paths }) => paths)).toEqual([
      ['usr/bin/b'],
      ['usr/bin/a'],
    ]);
  });

  it('has a finding for each version, with a fingerprint that depends on the path', async () => {
    const findings = await inspect([stdlib('usr/bin/a'), stdlib('usr/bin/b', '1.21.0')]);
    const [onlyA] = await inspect([stdlib('usr/bin/a', '1.22.1')]);
    expect(findings.map((one) => detailsOf(one).installed)).toEqual(['1.22.4', '1.21.0']);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(findings[0]?.fingerprint).toBe(onlyA?.fingerprint);
  });
});

describe('a package that only an SBOM or a lock file lists', () => {
  const claimed = { claimed: true, evidence: 'sbom-claim', paths: ['app/bom.json'] } as const;

  it('has findings that say so, of medium confidence', async () => {
    const [finding] = await inspect([deb('libssl3', claimed)]);
    expect(finding?.message).toBe(
      'libssl3 3.0.1-1 is affected by CVE-2026-9; fixed in 3.0.2-1 (only app/bom.json lists it)',
    );
    expect(finding?.confidence).toBe('medium');
    expect(detailsOf(finding).claimed).toBe(true);
  });

  it('does not replace a package of the same source that the image shows', async () => {
    const [finding] = await inspect([deb('libssl3', { ...claimed, ...layer(4) }), deb('openssl')]);
    expect(finding?.confidence).toBe('high');
    expect(detailsOf(finding)).toMatchObject({ package: 'openssl', installed: '3.0.1-1' });
    expect(detailsOf(finding).packages?.map(({ name }) => name)).toEqual(['openssl', 'libssl3']);
    expect(detailsOf(finding).claimed).toBeUndefined();
  });
});

describe('an advisory of AlmaLinux about several CVEs', () => {
  const bash = pkg('rpm/almalinux/bash@5.1-1.el9?distro=almalinux-9', {
    source: { name: 'bash', version: '5.1-1.el9' },
    paths: ['var/lib/rpm/rpmdb.sqlite'],
  });

  it('is one finding for each CVE, with the advisory as an alias and as the one that rates', async () => {
    const findings = await inspect([bash], { advisories: dump });
    expect(findings.map(({ rule, aliases, message }) => [rule, aliases, message])).toEqual(
      ['CVE-2026-8', 'CVE-2026-7'].map((id) => [
        id,
        ['ALSA-2026:1'],
        `bash 5.1-1.el9 is affected by ${id}: bash security update; fixed in 5.1-2.el9 (high in advisory ALSA-2026:1)`,
      ]),
    );
    expect(detailsOf(findings[0])).toMatchObject({
      id: 'ALSA-2026:1',
      cvss: null,
      rating: 'high',
      ratedBy: 'advisory',
      ratedIn: 'ALSA-2026:1',
    });
  });

  it.each([
    ['CVE-2026-7', ['new', 'excepted']],
    ['ALSA-2026:1', ['excepted', 'excepted']],
  ])('is covered by exceptions for %s', async (rule, statuses) => {
    const exception = {
      rule,
      packages: [],
      paths: [],
      images: [],
      licenses: [],
      reason: 'r',
      file: 'p',
      line: 1,
    };
    const matcher = matchExceptions([exception], new Date('2026-01-03'));
    const findings = matcher.apply(await inspect([bash]));
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });
});
