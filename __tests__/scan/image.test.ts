import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { collectCoverage } from '../../src/core/coverage.js';
import type { Inspection } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { IMAGE_CHECKS, inspectImage } from '../../src/scan/image.js';
import { layoutIn } from '../image/build-layout.js';
import { dockerArchive, sha256, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { elf } from '../inventory/build/elf.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const now = new Date('2026-11-24T00:00:00Z');

const advisory = (id: string, name: string, fixed: string) => ({
  schema_version: '1.7.0',
  id,
  modified: '2026-11-24T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
    },
  ],
});
beforeAll(() => {
  folder.write('osv/npm/a.json', JSON.stringify(advisory('CVE-2020-1', 'lodash', '4.17.20')));
  folder.write('osv/npm/b.json', JSON.stringify(advisory('CVE-2020-2', 'minimist', '1.2.6')));
});

const npm = (name: string, version: string, at = 'app'): TarMember => ({
  name: `${at}/node_modules/${name}/package.json`,
  body: JSON.stringify({ name, version }),
});

async function inspect(reference: string, ...words: string[]): Promise<Inspection> {
  const advisories = join(folder.path, 'osv');
  const options = readOptions(
    'scan',
    ['--offline', '--advisories', advisories, ...words],
    { path: '', noColor: true },
    now,
  );
  const image = { name: 'app', reference };
  return inspectImage(image, { checks: IMAGE_CHECKS }, { options, host });
}

/** `rule package version platforms` of the vulnerabilities. */
const vulnerabilities = ({ findings }: Inspection) =>
  findings
    .filter(({ check }) => check === 'vulnerability')
    .map(({ rule, subject }) => [rule, subject?.purl, ...(subject?.platforms ?? [])].join(' '));

it('the start program of a compressed layer is read by all checks', async () => {
  const body = elf([{ name: '.dynstr', body: Buffer.from('\0chown\0') }]);
  const layer = tar([{ name: 'usr/bin/server', body, mode: 0o755 }]);
  const config = { config: { Entrypoint: ['/usr/bin/server'] } };
  const archive = dockerArchive([gzipSync(layer)], {
    config: { ...config, rootfs: { type: 'layers', diff_ids: [sha256(layer)] } },
  });
  const path = folder.write('compressed.tar', archive);
  const { incomplete, targets } = await inspect(`docker-archive:${path}`);
  expect(incomplete).toEqual([]);
  expect(targets[0]?.runtime).toBeDefined();
});

describe('an image for several platforms', () => {
  let reference: string;
  beforeAll(() => {
    const { path, image, index, nested } = layoutIn(folder, 'index');
    const both = npm('minimist', '1.2.0');
    index([
      nested([
        image([tar([both, npm('lodash', '4.17.21')])], { platform: 'linux/amd64' }),
        image([tar([both, npm('lodash', '4.17.15')])], { platform: 'linux/arm64/v8' }),
      ]),
    ]);
    reference = `oci:${path}`;
  });

  it('has each vulnerability once, with its platforms', async () => {
    const inspection = await inspect(reference);
    expect(vulnerabilities(inspection)).toEqual([
      'CVE-2020-1 pkg:npm/lodash@4.17.15 linux/arm64/v8',
      'CVE-2020-2 pkg:npm/minimist@1.2.0 linux/amd64 linux/arm64/v8',
    ]);
    const messages = inspection.findings.map(({ message }) => message);
    expect(messages.filter((message) => message.includes('lodash'))).toEqual([
      expect.stringMatching(/ \(linux\/arm64\/v8\)$/),
    ]);
    expect(messages.filter((message) => / \(linux\/amd64/.test(message))).toEqual([]);
    expect(messages.filter((message) => message.includes('runs as root'))).toHaveLength(1);
  });

  it('has each package once, and is one target with the digest of each platform', async () => {
    const { packages, targets } = await inspect(reference);
    expect(packages.map(({ name, platforms }) => [name, platforms?.length])).toEqual([
      ['lodash', 1],
      ['minimist', 2],
      ['lodash', 1],
    ]);
    expect(targets).toMatchObject([
      {
        kind: 'image',
        name: 'app',
        digest: expect.stringMatching(/^sha256:/),
        platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64/v8' }],
      },
    ]);
    expect(targets[0]?.platform).toBeUndefined();
  });

  it('has the coverage of each platform', async () => {
    const { coverage = [], incomplete } = await inspect(reference);
    const rows = collectCoverage(coverage, incomplete).map(({ check, platform, state }) =>
      [check, platform, state].join(' '),
    );
    const expected = ['linux/amd64', 'linux/arm64/v8'].flatMap((platform) =>
      IMAGE_CHECKS.map((check) => `${check} ${platform} checked`),
    );
    expect(rows.sort()).toEqual(expected.sort());
  });

  it('has no gap for platforms that --platform leaves out', async () => {
    const inspection = await inspect(reference, '--platform', 'linux/amd64');
    expect(vulnerabilities(inspection)).toEqual(['CVE-2020-2 pkg:npm/minimist@1.2.0']);
    expect(new Set(inspection.coverage?.map((row) => `${row.platform} ${row.state}`))).toEqual(
      new Set(['linux/amd64 checked']),
    );
  });

  it('is incomplete for a platform whose image is missing', async () => {
    const { path, image, index, nested } = layoutIn(folder, 'missing');
    const amd = image([tar([npm('minimist', '1.2.0')])]);
    const platform = { os: 'linux', architecture: 's390x' };
    index([nested([amd, { ...amd, digest: `sha256:${'b'.repeat(64)}`, platform }])]);
    const inspection = await inspect(`oci:${path}`);
    expect(vulnerabilities(inspection)).toHaveLength(1);
    expect(inspection.incomplete).toEqual(
      IMAGE_CHECKS.map((check) => ({
        check,
        target: 'app',
        reason: expect.stringMatching(/^linux\/s390x: .* is missing$/),
      })),
    );
  });

  it('names the platform whose layer is damaged', async () => {
    const { path, image, index, nested } = layoutIn(folder, 'damaged');
    const [good, bad] = [tar([npm('minimist', '1.2.0')]), Buffer.alloc(1024, 'x')];
    index([nested([image([good]), image([bad], { platform: 'linux/arm64' })])]);
    const inspection = await inspect(`oci:${path}`);
    expect(vulnerabilities(inspection)).toEqual(['CVE-2020-2 pkg:npm/minimist@1.2.0 linux/amd64']);
    expect(inspection.incomplete[0]?.reason).toMatch(/^linux\/arm64: /);
  });
});

describe('an image', () => {
  const scan = (...layers: readonly TarMember[][]) =>
    inspect(
      `docker-archive:${folder.write('image.tar', dockerArchive(layers.map((layer) => tar(layer))))}`,
    );

  it('names all places of a package', async () => {
    const { findings } = await scan([
      npm('minimist', '1.2.0', 'a'),
      npm('minimist', '1.2.0', 'b'),
      npm('minimist', '1.2.0', 'c'),
    ]);
    const found = findings.find(({ rule }) => rule === 'CVE-2020-2');
    expect(found?.subject?.paths).toEqual(
      ['a', 'b', 'c'].map((at) => `${at}/node_modules/minimist/package.json`),
    );
    expect(found?.message).toMatch(
      / \(in a\/node_modules\/minimist\/package\.json and 2 more places\)$/,
    );
  });

  it('names twenty of many files that cannot be read', async () => {
    const root = join(folder.path, 'unreadable');
    mkdirSync(root);
    // Names that are not UTF-8 cannot be opened by their text.
    for (let i = 0; i < 25; i++)
      writeFileSync(Buffer.concat([Buffer.from(`${root}/${i}`), Buffer.from([0xff])]), '');
    const { incomplete } = await inspect(`dir:${root}`);
    const reasons = incomplete.filter(({ check }) => check === 'secret').map((row) => row.reason);
    expect(reasons).toHaveLength(21);
    expect(reasons.at(-1)).toBe('5 more parts cannot be read');
  });

  it('whose package database a layer removes has its packages, a gap and a finding', async () => {
    const status = 'Package: a\nStatus: install ok installed\nVersion: 1\n';
    const { packages, coverage, findings } = await scan(
      [
        { name: 'var/lib/dpkg/status', body: status },
        { name: 'usr/bin/a', body: 'x' },
      ],
      [{ name: 'var/lib/.wh.dpkg' }],
    );
    expect(packages.map(({ name }) => name)).toEqual(['a']);
    expect(coverage?.find(({ state }) => state === 'partial')?.reason).toContain('Layer 1 removes');
    expect(findings.map(({ rule }) => rule)).toContain('IMG-PKGDB');
  });

  it.each([
    ['without layers', []],
    ['with a layer that has only a folder', [[{ name: 'srv/', type: '5' }]]],
    ['whose files are all deleted', [[{ name: 'a', body: 'x' }], [{ name: '.wh.a' }]]],
  ])('%s is not covered', async (_, layers: TarMember[][]) => {
    const { coverage = [] } = await scan(...layers);
    const gaps = coverage.filter(({ state }) => state === 'not-covered');
    expect(gaps).toMatchObject([
      { check: 'vulnerability', reason: expect.stringContaining('The image has no file.') },
      { check: 'secret', reason: expect.stringContaining('The image has no file.') },
    ]);
  });

  it('that is an empty folder is not covered', async () => {
    const root = join(folder.path, 'empty');
    mkdirSync(root);
    const { coverage = [] } = await inspect(`dir:${root}`);
    const gaps = coverage.filter(({ state }) => state === 'not-covered');
    expect(gaps.map(({ check, reason }) => [check, reason])).toEqual(
      IMAGE_CHECKS.map((check) => [check, 'The folder has no file. Check its path']),
    );
  });
});

describe('an image of which a part is not checked', () => {
  // Assembled here, so that no scanner reports this file as a leak.
  const token = (number: number) => `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0a${number}`;
  const tokens = Array.from({ length: 1_200 }, (_, i) => token(i + 1_000)).join('\n');

  it.each<[string, string[], TarMember, string]>([
    ['packages', [], { name: 'var/lib/dpkg/status', body: '<html>' }, 'vulnerability'],
    ['secrets', [], { name: 'srv/.env', body: tokens }, 'secret'],
    ['malware', ['--malware', 'clamav'], { name: 'a', body: 'a' }, 'malware'],
  ])('is incomplete in its %s', async (_, words, member, check) => {
    const archive = folder.write('part.tar', dockerArchive([tar([member])], { tags: ['app:1'] }));
    const { incomplete } = await inspect(`docker-archive:${archive}`, ...words);
    expect(incomplete.map((one) => one.check)).toEqual([check]);
  });
});
