import { describe, expect, it } from '@jest/globals';
import type { Inventory } from '../../src/inventory/inventory.js';
import { type Files, inventoryOf } from './inventory-of.js';

const listOf = ({ packages }: Inventory): string[] =>
  packages.map((p) => `${p.purl}#${p.layer?.index}`);
const reasons = ({ gaps }: Inventory): string[] => gaps.map(({ reason }) => reason);

const ARCH = { 'etc/os-release': 'ID=arch\nNAME="Arch Linux"\n' };
const LOCAL = 'var/lib/pacman/local';
const pacman = (name: string, version: string, ...files: readonly string[]): Files => ({
  [`${LOCAL}/${name}-${version}/desc`]: `%NAME%\n${name}\n\n%VERSION%\n${version}\n\n%ARCH%\nx86_64\n\n%PACKAGER%\nA <a@archlinux.org>\n\n`,
  [`${LOCAL}/${name}-${version}/files`]: `%FILES%\n${files.join('\n')}\n\n`,
  ...Object.fromEntries(files.map((file) => [file, `${name} ${version}`])),
});
const purl = (name: string, version: string) =>
  `pkg:alpm/arch/${name}@${version}?arch=x86_64&distro=arch`;

describe('the packages of pacman', () => {
  const base = { ...ARCH, ...pacman('a', '1-1', 'usr/bin/a'), ...pacman('b', '1-1', 'usr/bin/b') };

  it('have the layer that introduced them', async () => {
    const upgrade = {
      [`${LOCAL}/.wh.a-1-1`]: '',
      ...pacman('a', '2-1', 'usr/bin/a'),
    };
    const inventory = await inventoryOf(base, upgrade, { 'usr/bin/c': 'c' });
    expect(listOf(inventory)).toEqual([`${purl('a', '2-1')}#1`, `${purl('b', '1-1')}#0`]);
    expect(reasons(inventory)).toEqual([]);
  });

  it('are gone when their folder and files are removed', async () => {
    const inventory = await inventoryOf(base, { [`${LOCAL}/.wh.a-1-1`]: '', 'usr/bin/.wh.a': '' });
    expect(listOf(inventory)).toEqual([`${purl('b', '1-1')}#0`]);
    expect(reasons(inventory)).toEqual([]);
  });

  it('are found in lower layers when only their folder is removed', async () => {
    const inventory = await inventoryOf(base, { [`${LOCAL}/.wh.a-1-1`]: '' });
    expect(listOf(inventory)).toEqual([`${purl('a', '1-1')}#0`, `${purl('b', '1-1')}#0`]);
    expect(reasons(inventory)).toEqual([
      expect.stringContaining(`A layer removes 1 package from ${LOCAL}, but not the files: a.`),
    ]);
  });

  it('are found in lower layers when the whole database is removed, without those that were upgraded', async () => {
    const upgrade = { [`${LOCAL}/.wh.a-1-1`]: '', ...pacman('a', '2-1', 'usr/bin/a') };
    const inventory = await inventoryOf(base, upgrade, { 'var/lib/.wh.pacman': '' });
    expect(listOf(inventory)).toEqual([`${purl('a', '2-1')}#1`, `${purl('b', '1-1')}#0`]);
    expect(reasons(inventory)).toEqual([
      expect.stringContaining(`Layer 2 removes ${LOCAL}: the packages that it listed before`),
    ]);
  });

  it('own files', async () => {
    const metadata = 'usr/lib/python3.12/site-packages/x.dist-info/METADATA';
    const inventory = await inventoryOf({
      ...ARCH,
      ...pacman('python-x', '1-1', metadata),
      [metadata]: 'Metadata-Version: 2.1\nName: x\nVersion: 1\n',
    });
    expect(inventory.packages.map(({ type, ownedBy }) => [type, ownedBy])).toEqual([
      ['alpm', undefined],
      ['pypi', purl('python-x', '1-1')],
    ]);
  });

  it('are not all known when a description is damaged', async () => {
    const { packages, incomplete } = await inventoryOf({ ...base, [`${LOCAL}/c-1-1/desc`]: 'x' });
    expect(packages).toHaveLength(2);
    expect(incomplete.map(({ reason }) => reason)).toEqual([
      `Cannot read ${LOCAL}/c-1-1/desc as pacman: it is not the description of a package of pacman`,
    ]);
  });
});

const MD5 = '0'.repeat(32);

describe('the packages of Portage', () => {
  const at = 'var/db/pkg/dev-python/x-1.2-r1';
  const metadata = 'usr/lib/python3.12/site-packages/x.dist-info/METADATA';
  const base = {
    'etc/os-release': 'ID=gentoo\n',
    [`${at}/CONTENTS`]: `obj /${metadata} ${MD5} 1\n`,
    [`${at}/LICENSE`]: 'MIT\n',
    [`${at}/repository`]: 'gentoo\n',
    [metadata]: 'Metadata-Version: 2.1\nName: x\nVersion: 1.2\n',
  };

  it('have a license, and own files', async () => {
    const { packages, gaps } = await inventoryOf(base);
    expect(packages.map((p) => [p.purl, p.license, p.ownedBy])).toEqual([
      ['pkg:ebuild/dev-python/x@1.2-r1', 'MIT', undefined],
      ['pkg:pypi/x@1.2', 'MIT', 'pkg:ebuild/dev-python/x@1.2-r1'],
    ]);
    expect(gaps).toEqual([]);
  });

  it('are found in lower layers when only their folder is removed', async () => {
    const inventory = await inventoryOf(
      { ...base, 'var/db/pkg/a/b-1/CONTENTS': 'dir /usr\n' },
      { 'var/db/pkg/dev-python/.wh.x-1.2-r1': '' },
    );
    expect(reasons(inventory)).toEqual([
      expect.stringContaining('A layer removes 1 package from var/db/pkg, but not the files'),
    ]);
  });
});

describe('the packages of opkg', () => {
  const record = (name: string) =>
    `Package: ${name}\nVersion: 1\nStatus: install user installed\nArchitecture: mips\n\n`;

  it('have the layer that introduced them, a source and a license', async () => {
    const { packages } = await inventoryOf(
      { 'etc/os-release': 'ID=openwrt\n', 'usr/lib/opkg/status': record('a') },
      {
        'usr/lib/opkg/status': record('a') + record('b'),
        'usr/lib/opkg/info/b.control': 'Package: b\nVersion: 1\nSource: libs/bsrc\nLicense: MIT\n',
        'usr/lib/opkg/info/b.list': '/usr/bin/b\n',
      },
    );
    expect(packages.map((p) => [p.purl, p.layer?.index, p.license])).toEqual([
      ['pkg:opkg/openwrt/a@1?arch=mips&distro=openwrt', 0, undefined],
      ['pkg:opkg/openwrt/b@1?arch=mips&distro=openwrt&upstream=bsrc', 1, 'MIT'],
    ]);
  });
});

describe('the packages of a Nix store', () => {
  const hash = (digit: string) => `nix/store/${digit.repeat(32)}`;

  it('are listed once for all outputs, with the lowest layer of their files', async () => {
    const inventory = await inventoryOf(
      { [`${hash('0')}-a-1.0/bin/a`]: 'a', [`${hash('1')}-a-1.0-man/a.1`]: 'a' },
      { [`${hash('0')}-a-1.0/share/x`]: 'x', [`${hash('2')}-b-2/bin/b`]: 'b' },
      { [`nix/store/.wh.${'2'.repeat(32)}-b-2`]: '' },
    );
    expect(listOf(inventory)).toEqual(['pkg:nix/a@1.0#0']);
    expect(inventory.packages[0]?.paths).toEqual([`${hash('0')}-a-1.0`, `${hash('1')}-a-1.0-man`]);
  });
});

describe('packages next to those of the distribution', () => {
  it('are listed for Homebrew and snap', async () => {
    const keg = 'home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1';
    const { packages, gaps } = await inventoryOf({
      [`${keg}/INSTALL_RECEIPT.json`]: '{}',
      [`${keg}/.brew/jq.rb`]: 'class Jq < Formula\n  license "MIT"\nend\n',
      'snap/jq/6/meta/snap.yaml': 'name: jq\nversion: 1.5\n',
    });
    expect(packages.map((p) => [p.purl, p.license])).toEqual([
      ['pkg:brew/jq@1.7.1', 'MIT'],
      ['pkg:snap/jq@1.5', undefined],
    ]);
    expect(gaps).toEqual([]);
  });
});

describe('a NuGet library that deps.json has no file of', () => {
  const list = (more: object) =>
    JSON.stringify({
      targets: { net9: { 'A.B/1.0.0': { dependencies: {} }, ...more } },
      libraries: { 'A.B/1.0.0': { type: 'package' } },
    });

  it.each([
    ['the image has an assembly with its name', { 'app/A.B.dll': 'MZ' }, {}, 'unlisted-file'],
    ['the image has it elsewhere only', { 'other/A.B.dll': 'MZ' }, {}, 'no-assets'],
    [
      'the assembly is one of another library',
      { 'app/A.B.dll': 'MZ' },
      { 'runtimepack.R/9.0.0': { runtime: { 'lib/net9/A.B.dll': {} } } },
      'no-assets',
    ],
  ])('is evaluated by its files: %s', async (_, files, more, evidence) => {
    const { packages } = await inventoryOf({ 'app/Shop.deps.json': list(more), ...files });
    expect(packages.map((p) => [p.purl, p.evidence])).toEqual([['pkg:nuget/A.B@1.0.0', evidence]]);
    expect(packages[0]).not.toHaveProperty('fileIfInstalled');
  });
});

describe('the packages of SBOM files and lock files', () => {
  const cycloneDx = (...purls: readonly string[]) =>
    JSON.stringify({
      bomFormat: 'CycloneDX',
      components: purls.map((purl) => ({ type: 'library', name: 'x', purl })),
    });
  const npm = { 'app/node_modules/a/package.json': '{"name":"a","version":"1"}' };

  it('are listed when nothing else shows them, with their layer and evidence', async () => {
    const { packages, notes } = await inventoryOf(npm, {
      'app/bom.json': cycloneDx('pkg:npm/a@1', 'pkg:npm/b@2', 'pkg:apk/wolfi/c@3-r0?arch=x86_64'),
      'app/conan.lock': '{"requires":["zlib/1.3.1#r"]}',
    });
    expect(packages.map((p) => [p.purl, p.layer?.index, p.claimed, p.evidence, p.paths])).toEqual([
      ['pkg:apk/wolfi/c@3-r0?arch=x86_64', 1, true, 'sbom-claim', ['app/bom.json']],
      ['pkg:conan/zlib@1.3.1', 1, true, 'lock-file', ['app/conan.lock']],
      ['pkg:npm/a@1', 0, undefined, undefined, ['app/node_modules/a/package.json']],
      ['pkg:npm/b@2', 1, true, 'sbom-claim', ['app/bom.json']],
    ]);
    expect(notes).toEqual([]);
  });

  it('are gone when the file is removed', async () => {
    const { packages } = await inventoryOf(
      { ...npm, 'app/bom.json': cycloneDx('pkg:npm/b@2') },
      { 'app/.wh.bom.json': '' },
    );
    expect(packages.map(({ purl: one }) => one)).toEqual(['pkg:npm/a@1']);
  });

  it('are a note when the image has another version', async () => {
    const { packages, notes } = await inventoryOf({ ...npm, 'bom.json': cycloneDx('pkg:npm/a@3') });
    expect(packages.map(({ purl: one }) => one)).toEqual(['pkg:npm/a@1']);
    expect(notes.map(({ message }) => message)).toEqual([
      'bom.json contradicts the image. It lists the npm package a 3, but the image has 1',
    ]);
  });
});
