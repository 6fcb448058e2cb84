import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inspectBaseline } from '../../src/baseline/baseline.js';
import { compareWithBaseline } from '../../src/baseline/compare.js';
import { readNamedBaseline } from '../../src/baseline/named-baseline.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { loadPolicy } from '../../src/policy/load.js';
import { inspectTarget } from '../../src/scan/target.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const now = new Date('2026-11-24T00:00:00Z');

const advisory = (id: string, ecosystem: string, name: string, fixed: string) =>
  JSON.stringify({
    id,
    modified: '2026-11-24T00:00:00Z',
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  });
beforeAll(() => {
  folder.write('osv/npm/a.json', advisory('CVE-2020-1', 'npm', 'lodash', '4.17.20'));
  folder.write('osv/Debian/b.json', advisory('CVE-2020-9', 'Debian:12', 'openssl', '3.0.2-1'));
});

const npm = (at: string, version: string): TarMember => ({
  name: `${at}/node_modules/lodash/package.json`,
  body: JSON.stringify({ name: 'lodash', version }),
});

const dpkg = (...packages: readonly string[]): TarMember => ({
  name: 'var/lib/dpkg/status',
  body: packages
    .map((one) => one.split(' '))
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nSource: openssl\nVersion: ${version}\nArchitecture: amd64\n`,
    )
    .join('\n'),
});
const debian: TarMember = { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\n' };

/** `status rule path` of the vulnerabilities of the second image, compared with the first. */
async function compare(before: readonly TarMember[][], after: readonly TarMember[][]) {
  const archive = (name: string, layers: readonly TarMember[][]) => {
    folder.write(`${name}.tar`, dockerArchive(layers.map((members) => tar(members))));
    return join(folder.path, `${name}.tar`);
  };
  const [baseline, target] = [archive('before', before), archive('after', after)];
  const options = readOptions(
    'scan',
    [target, '--offline', '--advisories', join(folder.path, 'osv'), '--baseline', baseline],
    { path: '', noColor: true },
    now,
  );
  const policy = await loadPolicy('', 'p.yml');
  const context = { root: folder.path, policy, options, host };
  const inspection = await inspectTarget(target, ['vulnerability'], context);
  const found = await inspectBaseline(
    inspection,
    context,
    await readNamedBaseline({ from: baseline }),
  );
  const { findings } = compareWithBaseline(inspection.findings, found, {
    targets: inspection.targets,
    incomplete: [],
    wholeRepository: true,
  });
  return findings
    .filter(({ check }) => check === 'vulnerability')
    .map(({ status, rule, subject }) => `${status} ${rule} ${subject?.path}`);
}

describe('a package in the same version', () => {
  const base = [npm('usr/lib/npm', '4.17.10')];

  it('that is installed once more at another path is new', async () => {
    expect(await compare([base], [base, [npm('app', '4.17.10')]])).toEqual([
      'new CVE-2020-1 app/node_modules/lodash/package.json',
    ]);
  });

  it('that is moved is existing', async () => {
    expect(await compare([[npm('app', '4.17.10')]], [[npm('srv', '4.17.10')]])).toEqual([
      'existing CVE-2020-1 srv/node_modules/lodash/package.json',
    ]);
  });

  it('that is removed from one of two places is existing at the other', async () => {
    expect(await compare([base, [npm('app', '4.17.10')]], [base])).toEqual([
      'existing CVE-2020-1 usr/lib/npm/node_modules/lodash/package.json',
    ]);
  });
});

it('a package in another version is existing at its path', async () => {
  expect(await compare([[npm('app', '4.17.10')]], [[npm('app', '4.17.11')]])).toEqual([
    'existing CVE-2020-1 app/node_modules/lodash/package.json',
  ]);
});

describe('a package of a distribution', () => {
  it('is existing when another package of its source is installed', async () => {
    const before = [[debian, dpkg('libssl3 3.0.1-1')]];
    const added = [debian, dpkg('libssl3 3.0.1-1', 'openssl 3.0.1-1')];
    expect(await compare(before, [added])).toEqual(['existing CVE-2020-9 var/lib/dpkg/status']);
    const updated = [debian, dpkg('libssl3 3.0.1-2', 'openssl 3.0.1-2')];
    expect(await compare(before, [updated])).toEqual(['existing CVE-2020-9 var/lib/dpkg/status']);
  });

  it('is fixed when all packages of its source are updated', async () => {
    const before = [[debian, dpkg('libssl3 3.0.1-1', 'openssl 3.0.1-1')]];
    expect(await compare(before, [[debian, dpkg('libssl3 3.0.2-1', 'openssl 3.0.2-1')]])).toEqual([
      'fixed CVE-2020-9 var/lib/dpkg/status',
    ]);
    expect(await compare(before, [[debian, dpkg('libssl3 3.0.2-1', 'openssl 3.0.1-1')]])).toEqual([
      'existing CVE-2020-9 var/lib/dpkg/status',
    ]);
  });
});
