import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import { CatalogError } from '../../src/inventory/catalog-error.js';
import { dpkg } from '../../src/inventory/catalogers/dpkg.js';
import { createCollector } from '../../src/inventory/collector.js';
import { type Inventory, takeInventory } from '../../src/inventory/inventory.js';
import { type TarMember, temporaryFolder } from '../image/build-tar.js';
import { type OpenedImage, openImage } from '../image/open-image.js';
import { elf } from './build/elf.js';
import { inlineInfo } from './build/go.js';
import { pclntab } from './build/pclntab.js';
import { berkeley, ndb, rpmHeader } from './build/rpm.js';
import { changedPages, sqlite, wal } from './build/sqlite.js';
import { zip } from './build/zip.js';
import { type Files, inventoryOf, inventoryWith } from './inventory-of.js';

const folder = temporaryFolder();
const opened: OpenedImage[] = [];
afterAll(async () => {
  for (const image of opened) await image.close();
  folder.remove();
});

/** `name@version#layer` */
const listOf = ({ packages }: Inventory): string[] =>
  packages.map((p) => `${p.name}@${p.version}#${p.layer?.index}`).sort();
const packageNamed = (inventory: Inventory, name: string): Package | undefined =>
  inventory.packages.find((p) => p.name === name);

const DPKG = 'var/lib/dpkg/status';
const status = (...packages: readonly string[]): string =>
  packages
    .map((p) => {
      const [name, version] = p.split('@');
      return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nMaintainer: Team <team+x@tracker.debian.org>\n`;
    })
    .join('\n');
const npm = (name: string, version: string): string => JSON.stringify({ name, version });
const NPM = 'app/node_modules/a/package.json';
const whiteout: Omit<TarMember, 'name'> = { body: '' };

describe('the layer of a package', () => {
  test.each<[string, readonly Files[], readonly string[]]>([
    [
      'introduced it',
      [{ [DPKG]: status('a@1') }, { [DPKG]: status('a@1', 'b@1') }],
      ['a@1#0', 'b@1#1'],
    ],
    ['upgraded it', [{ [DPKG]: status('a@1') }, { [DPKG]: status('a@2') }], ['a@2#1']],
    ['downgraded it', [{ [DPKG]: status('a@2') }, { [DPKG]: status('a@1') }], ['a@1#1']],
    [
      'added it again',
      [
        { [DPKG]: status('a@1') },
        { [DPKG]: status() },
        { [DPKG]: status('a@1') },
        { [DPKG]: status('a@1') },
      ],
      ['a@1#2'],
    ],
    [
      'added it again after its database was deleted',
      [
        { [DPKG]: status('a@1') },
        { 'var/lib/dpkg/.wh.status': whiteout },
        { [DPKG]: status('a@1') },
      ],
      ['a@1#2'],
    ],
    [
      'added it again after a folder above was deleted',
      [{ [NPM]: npm('a', '1') }, { 'app/.wh.node_modules': whiteout }, { [NPM]: npm('a', '1') }],
      ['a@1#2'],
    ],
    [
      'introduced it, and not the one that wrote it again',
      [{ [NPM]: npm('a', '1') }, { [NPM]: npm('a', '1') }],
      ['a@1#0'],
    ],
    [
      'introduced it, although a later one replaced its folder',
      [
        { [NPM]: npm('a', '1') },
        { 'app/node_modules/.wh..wh..opq': whiteout, [NPM]: npm('a', '1') },
      ],
      ['a@1#0'],
    ],
  ])('is the one that %s', async (_, layers, expected) => {
    expect(listOf(await inventoryOf(...layers))).toEqual(expected);
  });

  it('has the digest of that layer', async () => {
    const { packages } = await inventoryOf({ x: 'y' }, { [NPM]: npm('a', '1') });
    expect(packages[0]?.layer?.diffID).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('an inventory', () => {
  it('does not list packages that a later layer deleted', async () => {
    const inventory = await inventoryOf(
      { [NPM]: npm('a', '1'), 'app/node_modules/b/package.json': npm('b', '1') },
      { 'app/node_modules/.wh.a': whiteout },
    );
    expect(listOf(inventory)).toEqual(['b@1#0']);
  });

  it('merges the paths of a package in one layer, but not in several layers', async () => {
    const inventory = await inventoryOf(
      { [NPM]: npm('a', '1'), 'app/node_modules/b/node_modules/a/package.json': npm('a', '1') },
      { 'other/node_modules/a/package.json': npm('a', '1') },
    );
    expect(inventory.packages.map((p) => p.paths)).toEqual([
      [NPM, 'app/node_modules/b/node_modules/a/package.json'],
      ['other/node_modules/a/package.json'],
    ]);
  });

  it.each([
    [['MIT', 'AGPL-3.0-only'], 'MIT AND AGPL-3.0-only'],
    [['AGPL-3.0-only', 'MIT'], 'AGPL-3.0-only AND MIT'],
    [['MIT OR ISC', 'SSPL-1.0'], '(MIT OR ISC) AND SSPL-1.0'],
    [['MIT', undefined], 'MIT'],
    [[undefined, 'MIT'], 'MIT'],
    [['see LICENSE', 'see LICENSE'], 'see LICENSE'],
    [['see LICENSE', 'MIT'], 'LicenseRef-see-LICENSE AND MIT'],
  ])('joins the licenses %j of a package at several paths', async (licenses, expected) => {
    const files = licenses.map((license, index) => [
      `app${index}/node_modules/a/package.json`,
      JSON.stringify({ name: 'a', version: '1', license }),
    ]);
    const { packages } = await inventoryOf(Object.fromEntries(files));
    expect(packages.map(({ license }) => license)).toEqual([expected]);
  });

  it('adds the distribution to package URLs when os-release comes after the database', async () => {
    const inventory = await inventoryOf({
      [DPKG]: status('a@1'),
      'etc/os-release': { type: '2', link: '../usr/lib/os-release' },
      'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
    });
    expect(inventory.distribution).toEqual({ id: 'debian', version: '12' });
    expect(packageNamed(inventory, 'a')?.purl).toBe(
      'pkg:deb/debian/a@1?arch=amd64&distro=debian-12',
    );
  });

  it('uses the os-release of the last layer', async () => {
    const { distribution } = await inventoryOf(
      { 'etc/os-release': 'ID=debian\nVERSION_ID=11\n' },
      { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' },
    );
    expect(distribution?.version).toBe('12');
  });

  test.each<[string, Files]>([
    [
      'a symbolic link',
      { 'data/status': status('a@1'), [DPKG]: { type: '2', link: '/data/status' } },
    ],
    [
      'a link to its folder',
      { 'data/status': status('a@1'), 'var/lib/dpkg': { type: '2', link: '../../data' } },
    ],
    ['a hard link', { 'data/status': status('a@1'), [DPKG]: { type: '1', link: 'data/status' } }],
  ])('reads the database through %s', async (_, files) => {
    expect(listOf(await inventoryOf(files))).toEqual(['a@1#0']);
  });

  it('gives the layers of the linked database, not that of the link', async () => {
    const inventory = await inventoryOf(
      { 'data/status': status('a@1') },
      { 'data/status': status('a@1', 'b@1') },
      { [DPKG]: { type: '2', link: '/data/status' } },
    );
    expect(listOf(inventory)).toEqual(['a@1#0', 'b@1#1']);
  });

  it('lists npm packages that are hard links into a store', async () => {
    const inventory = await inventoryOf({
      'store/files/aa/bb': npm('a', '1'),
      [NPM]: { type: '1', link: 'store/files/aa/bb' },
    });
    expect(listOf(inventory)).toEqual(['a@1#0']);
  });

  it('reads a write-ahead log of a later layer', async () => {
    const header = (version: string) => rpmHeader({ name: 'a', version, release: '1' });
    const before = sqlite([header('1')]);
    const log = wal([changedPages(before, sqlite([header('2')]))]);
    const path = 'var/lib/rpm/rpmdb.sqlite';
    const inventory = await inventoryOf({ [path]: before }, { [`${path}-wal`]: log });
    expect(listOf(inventory)).toEqual(['a@2-1#1']);
  });

  it('lists the modules in a program of which it reads parts', async () => {
    const body = inlineInfo('go1.22.4', 'mod\texample.com/a\tv1.0.0\t\n');
    const program = elf([
      { name: '.text', body: Buffer.alloc(300_000) },
      { name: '.go.buildinfo', body },
    ]);
    const inventory = await inventoryOf({ 'bin/a': { body: program, mode: 0o755 } });
    expect(listOf(inventory)).toEqual(['example.com/a@v1.0.0#0', 'stdlib@go1.22.4#0']);
  });

  it('has the Go programs of the final file system with the packages', async () => {
    const program = elf([
      {
        name: '.go.buildinfo',
        body: inlineInfo('go1.22.4', 'build\tGOOS=linux\n'),
        writable: true,
      },
      { name: '.gopclntab', body: pclntab(['main.main', 'runtime.main']) },
      { name: '.text', body: Buffer.alloc(20_000) },
    ]);
    const file = { body: program, mode: 0o755 };
    const inventory = await inventoryOf(
      { 'bin/a': file, 'bin/gone': file },
      { 'bin/.wh.gone': whiteout },
    );
    expect([...inventory.goPrograms.keys()]).toEqual(['bin/a']);
    expect(inventory.goPrograms.get('bin/a')?.goos).toBe('linux');
    expect(JSON.stringify(inventory.packages)).not.toContain('program');
  });

  it('is empty for an image without packages', async () => {
    const { ownersOf: _, ownedFiles: __, ...inventory } = await inventoryOf({ 'bin/x': 'y' });
    expect(inventory).toEqual({
      packages: [],
      goPrograms: new Map(),
      distribution: undefined,
      incomplete: [],
      gaps: [],
      notes: [],
    });
  });
});

describe('a package in a file of a distribution package', () => {
  const wheel = (name: string): string => `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n`;
  const META = 'usr/lib/python3/dist-packages/x-1.dist-info/METADATA';
  const list = (path: string): string => `/.\n/usr\n/${path}\n`;
  const ownerOf = async (...layers: readonly Files[]) =>
    packageNamed(await inventoryOf(...layers), 'x')?.ownedBy;
  const DEB = 'pkg:deb/debian/python3-x@1?arch=amd64';
  const installed = { [DPKG]: status('python3-x@1'), [META]: wheel('x') };

  it('is owned by that package in Debian', async () => {
    expect(await ownerOf({ ...installed, 'var/lib/dpkg/info/python3-x.list': list(META) })).toBe(
      DEB,
    );
  });

  it('is owned by the package of the architecture in the name of the list', async () => {
    const lists = (arch: string) => ({ [`var/lib/dpkg/info/python3-x:${arch}.list`]: list(META) });
    expect(await ownerOf({ ...installed, ...lists('amd64') })).toBe(DEB);
    expect(await ownerOf({ ...installed, ...lists('arm64') })).toBeUndefined();
  });

  it('is owned when the list has the path from before /usr was merged', async () => {
    const jar = 'usr/lib/node_modules/x/package.json';
    const lists = { 'var/lib/dpkg/info/python3-x.list': '/lib/node_modules/x/package.json\n' };
    expect(await ownerOf({ [DPKG]: status('python3-x@1'), [jar]: npm('x', '1'), ...lists })).toBe(
      DEB,
    );
  });

  it('is owned by the package that the database of apk or rpm lists', async () => {
    const apk = `P:py3-x\nV:1\no:py3-x\nc:${'a'.repeat(40)}\nF:${META.slice(0, META.lastIndexOf('/'))}\nR:METADATA\n`;
    expect(await ownerOf({ 'lib/apk/db/installed': apk, [META]: wheel('x') })).toBe(
      'pkg:apk/alpine/py3-x@1',
    );
    expect(await ownerOf(rpmWith('Rocky Enterprise Software Foundation'))).toBe(
      'pkg:rpm/rocky/python3-x@1-1?arch=x86_64&distro=rocky-9',
    );
  });

  it('is left out if it is a program with a version file', async () => {
    const release = 'usr/lib/jvm/java-21/release';
    const java = { [DPKG]: status('openjdk-21-jre@1'), [release]: 'JAVA_VERSION="21.0.2"\n' };
    const lists = { 'var/lib/dpkg/info/openjdk-21-jre.list': list(release) };
    expect(packageNamed(await inventoryOf({ ...java, ...lists }), 'openjdk')).toBeUndefined();
    const other = { 'opt/java/release': 'JAVA_VERSION="21.0.2"\n' };
    expect(
      packageNamed(await inventoryOf({ ...java, ...lists, ...other }), 'openjdk')?.paths,
    ).toEqual(['opt/java/release']);
  });

  it('has no owner if another vendor published the distribution package', async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    const acme = (text: string) => ownerOf({ [DPKG]: `${text}\n`, [META]: wheel('x'), ...lists });
    const record = 'Package: python3-x\nStatus: install ok installed\nVersion: 1\n';
    const debian = 'Maintainer: Team <team@lists.debian.org>';
    expect(await acme(record + debian)).toBe('pkg:deb/debian/python3-x@1');
    expect(await acme(`${record}Maintainer: Jonathan Nieder <jrnieder@gmail.com>`)).toBeDefined();
    expect(await acme(record)).toBeUndefined();
    expect(await acme(`${record}Maintainer: Acme <debian.org@acme.io>`)).toBeUndefined();
    expect(await acme(`${record}Maintainer: Acme <x@acmedebian.org>`)).toBeUndefined();
    expect(await acme(`${record}Origin: acme\n${debian}`)).toBeUndefined();
    const apk = `P:acme\nV:1\no:acme\nF:${META.slice(0, META.lastIndexOf('/'))}\nR:METADATA\n`;
    expect(await ownerOf({ 'lib/apk/db/installed': apk, [META]: wheel('x') })).toBeUndefined();
    expect(await ownerOf(rpmWith('Acme'))).toBeUndefined();
    expect(await ownerOf(rpmWith('Fedora Project'))).toBeUndefined();
    expect(await ownerOf(rpmWith(undefined))).toBeUndefined();
  });

  const rpmWith = (vendor: string | undefined): Files => {
    const file = { name: 'python3-x', version: '1', release: '1', files: [`/${META}`] };
    return {
      'etc/os-release': 'ID=rocky\nVERSION_ID=9\n',
      'var/lib/rpm/Packages.db': ndb([
        rpmHeader(vendor === undefined ? file : { ...file, vendor }),
      ]),
      [META]: wheel('x'),
    };
  };

  it('has no owner after another tool changed the file', async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    const newer = wheel('x').replace('Version: 1', 'Version: 2');
    expect(await ownerOf({ ...installed, ...lists }, { [META]: newer })).toBeUndefined();
  });

  it('is owned when a later layer writes the same file again', async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    expect(await ownerOf({ ...installed, ...lists }, { [META]: wheel('x') })).toBe(DEB);
  });

  it('has no owner if another tool wrote it after the distribution package was removed', async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    const removed = {
      [DPKG]: status('b@1'),
      'var/lib/dpkg/info/.wh.python3-x.list': whiteout,
      [META]: wheel('x'),
    };
    expect(await ownerOf({ ...installed, ...lists }, removed)).toBeUndefined();
  });
});

describe('a program in a folder of the distribution', () => {
  const NODE = {
    'usr/bin/node': {
      body: elf([{ name: '.rodata', body: Buffer.from('node-v18.0.0-x'.padEnd(9000, '\0')) }]),
      mode: 0o755,
    },
  };
  const list = { 'var/lib/dpkg/info/nodejs.list': '/usr/bin/node\n' };
  const nodeOf = async (...layers: readonly Files[]) =>
    packageNamed(await inventoryOf(...layers), 'node')?.purl;
  const PROGRAM = 'pkg:generic/node@18.0.0';

  it('is a package of its own if no distribution package owns it', async () => {
    expect(await nodeOf(NODE)).toBe(PROGRAM);
    expect(await nodeOf({ [DPKG]: status('bash@5') }, NODE)).toBe(PROGRAM);
    expect(await nodeOf({ [DPKG]: status('nodejs@18') }, NODE)).toBe(PROGRAM);
    const acme = status('nodejs@18').replace('debian.org', 'acme.io');
    expect(await nodeOf({ [DPKG]: acme, ...list, ...NODE })).toBe(PROGRAM);
  });

  it('is the distribution package that owns it, or that may own it if no list says so', async () => {
    expect(await nodeOf({ [DPKG]: status('nodejs@18'), ...list, ...NODE })).toBeUndefined();
    expect(await nodeOf({ [DPKG]: status('nodejs@18'), ...NODE })).toBeUndefined();
  });

  const programs = (...files: readonly (readonly [path: string, text: string])[]): Files =>
    Object.fromEntries(
      files.map(([path, text]) => [
        path,
        {
          body: elf([{ name: '.rodata', body: Buffer.from(`\0${text}\0`.padEnd(9000, '\0')) }]),
          mode: 0o755,
        },
      ]),
    );
  const found = async (...layers: readonly Files[]) =>
    (await inventoryOf(...layers)).packages
      .filter(({ type }) => type === 'generic')
      .map(({ name, version }) => `${name}@${version}`);
  const BUSYBOX = programs(['bin/busybox', 'BusyBox v1.36.1 (now)']);

  it('is BusyBox in an image without a database, and no program in Alpine', async () => {
    expect(await found(BUSYBOX)).toEqual(['busybox@1.36.1']);
    const apk = `P:busybox\nV:1.36.1-r2\no:busybox\nc:${'0'.repeat(40)}\nF:bin\nR:busybox\n\n`;
    expect(await found({ 'lib/apk/db/installed': apk, ...BUSYBOX })).toEqual([]);
  });

  it('is not listed twice because its package is of another publisher, if it has no advisories', async () => {
    const other = status('xz-utils@5.8.1-1', 'nginx@1.26.3-1').replaceAll('debian.org', 'acme.io');
    const lists = {
      'var/lib/dpkg/info/xz-utils.list': '/usr/bin/xz\n',
      'var/lib/dpkg/info/nginx.list': '/usr/sbin/nginx\n',
    };
    const files = programs(
      ['usr/bin/xz', 'xz (XZ Utils) 5.8.1'],
      ['usr/sbin/nginx', 'nginx/1.26.3'],
    );
    expect(await found({ [DPKG]: other, ...lists, ...files })).toEqual(['nginx@1.26.3']);
    expect(await found(files)).toEqual(['nginx@1.26.3', 'xz@5.8.1']);
  });

  it('may belong to a package without a list that has another name, but not outside of these folders', async () => {
    const httpd = programs(['usr/sbin/apache2', 'Apache/2.4.62']);
    const own = programs(['usr/local/apache2/bin/httpd', 'Apache/2.4.62']);
    const zlib = programs(['usr/lib/libz.so.1', ' inflate 1.3.1 Copyright 1995-2024 Mark Adler ']);
    expect(await found({ [DPKG]: status('apache2@2', 'r-base@4'), ...httpd, ...zlib })).toEqual([
      'zlib@1.3.1',
    ]);
    expect(await found({ [DPKG]: status('apache2@2'), ...own })).toEqual(['httpd@2.4.62']);
  });

  it('names the package of a language that contains it', async () => {
    const SITE = 'usr/lib/python3/site-packages';
    const files = {
      [`${SITE}/psycopg2_binary-2.9.9.dist-info/METADATA`]:
        'Metadata-Version: 2.1\nName: psycopg2-binary\nVersion: 1\n',
      'app/node_modules/@x/a/package.json': npm('@x/a', '2.0.0'),
      ...programs(
        [`${SITE}/psycopg2_binary.libs/libcrypto-1ba28ddd.so.3`, 'OpenSSL 3.0.16 11 Feb 2025'],
        ['app/node_modules/@x/a/lib/libcrypto.so.3', 'OpenSSL 3.0.16 11 Feb 2025'],
        [`${SITE}/other.libs/libcrypto-2ba28ddd.so.3`, 'OpenSSL 3.0.17 11 Feb 2025'],
      ),
    };
    const { packages } = await inventoryOf(files);
    const libraries = packages.filter(({ type }) => type === 'generic');
    expect(libraries.map(({ version, partOf, paths }) => [version, partOf, paths.length])).toEqual([
      ['3.0.16', 'pkg:pypi/psycopg2-binary@1', 1],
      ['3.0.16', 'pkg:npm/%40x/a@2.0.0', 1],
      ['3.0.17', undefined, 1],
    ]);
  });
});

describe('a file that cannot be read', () => {
  let inventory: Inventory;
  beforeAll(async () => {
    inventory = await inventoryOf(
      {
        [DPKG]: '<html>',
        [NPM]: '{',
        'lib/x.jar': 'no archive',
        'app/node_modules/gone/package.json': '[',
      },
      { 'app/node_modules/.wh.gone': whiteout },
    );
  });

  it('makes the inventory incomplete when it is the database of the distribution', () => {
    expect(inventory.incomplete.map((i) => i.reason)).toEqual([
      'Cannot read var/lib/dpkg/status as dpkg: it is not a dpkg database',
    ]);
  });

  it('makes the inventory incomplete when it lists too many packages', async () => {
    const names = Array.from({ length: 60_000 }, (_, i) => `a/p${i}`);
    const list = JSON.stringify(names.map((name) => ({ name, version: '1' })));
    const { incomplete, packages } = await inventoryOf({
      'app/vendor/composer/installed.json': list,
    });
    expect(incomplete.map(({ reason }) => reason)).toEqual([
      'Cannot read app/vendor/composer/installed.json as composer: it lists more than 50000 packages',
    ]);
    expect(packages).toHaveLength(50_000);
  });

  it('makes the inventory incomplete when it exceeds a limit', async () => {
    let archive = zip([{ name: 'README', body: 'x' }]);
    for (let depth = 0; depth < 17; depth++)
      archive = zip([{ name: 'inner.jar', body: archive, stored: true }]);
    const { incomplete } = await inventoryOf({ 'lib/deep.jar': archive });
    expect(incomplete.map(({ check, reason }) => `${check}: ${reason}`)).toEqual([
      'vulnerability: Cannot read lib/deep.jar as java: it contains archives nested deeper than 16 levels',
    ]);
  });

  it('is a gap when it is another file, unless it was deleted', () => {
    expect(inventory.gaps.filter(({ state }) => state === 'partial')).toEqual([
      { state: 'partial', reason: `Cannot read ${NPM} as npm: it is not JSON` },
      { state: 'partial', reason: 'Cannot read lib/x.jar as java: it is not a ZIP archive' },
    ]);
  });

  it('is a note when its name does not say that it has packages', async () => {
    const { gaps, notes } = await inventoryOf({ 'lib/x.par': 'no archive' });
    expect(gaps).toEqual([]);
    expect(notes.map((n) => n.message)).toEqual([
      'Cannot read lib/x.par as java: it is not a ZIP archive',
    ]);
  });

  test.each([
    ['an npm name without a part', NPM, '{"name":"@scope/","version":"1.0.0"}', '@scope/ 1.0.0'],
    ['half a character in a name', NPM, '{"name":"b\\ud800","version":"1"}', 'b\ufffd 1'],
    ['half a character in a version', NPM, '{"name":"b","version":"1\\udc00"}', 'b 1\ufffd'],
    [
      'a name without a part in a list of Composer',
      'app/vendor/composer/installed.json',
      '{"packages":[{"name":"b/","version":"1.0"},{"name":"acme/c","version":"1.0"}]}',
      'b/ 1.0',
    ],
    [
      'half a character in a claim',
      'srv/bom.json',
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"b","version":"1\\ud800","purl":"pkg:npm/b@1\\ud800"}]}',
      undefined,
    ],
  ])('is a gap for the package when it has %s', async (_what, path, text, named) => {
    const files = { [path]: text, 'app/node_modules/ok/package.json': npm('ok', '1.0.0') };
    const found = await inventoryOf({ [DPKG]: status('a@1'), ...files });
    const names = found.packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['a', 'ok']));
    expect(names.filter((name) => name.startsWith('b'))).toEqual([]);
    expect(found.incomplete).toEqual([]);
    const invalid = `a package whose name or version is invalid: "${named}"`;
    expect(found.gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringMatching(/^Cannot read \S+ as \w+: it has /),
      },
    ]);
    expect(found.gaps[0]?.reason).toContain(named ? invalid : '1 damaged component');
  });

  it('is counted when five others are named', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const { gaps } = await inventoryOf(
      Object.fromEntries(names.map((name) => [`node_modules/${name}/package.json`, '{'])),
    );
    expect(gaps.map(({ reason }) => reason.split('. ').at(-1))).toEqual([
      '2 more files cannot be read as npm',
    ]);
  });

  it('is a gap when it is packed with UPX', async () => {
    const packed = elf([{ name: '.text', body: Buffer.alloc(300_000) }]);
    packed.write('UPX!', 0xec, 'latin1');
    const { gaps } = await inventoryOf({ 'bin/a': { body: packed, mode: 0o755 } });
    expect(gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringMatching(/^Cannot read bin\/a as a program: it is packed with UPX/),
      },
    ]);
  });
});

describe('a package that a layer removes from the database only', () => {
  const lower = {
    [DPKG]: status('a@1', 'libx@1'),
    'usr/lib/libx.so.1': 'x',
    'etc/libx.conf': 'x',
    'var/lib/dpkg/info/libx.list': '/.\n/etc/libx.conf\n/usr\n/usr/lib/libx.so.1\n',
  };
  const upper = { [DPKG]: status('a@1') };

  test.each<[string, Files]>([
    ['its list of files remains', upper],
    ['its list of files is gone', { ...upper, 'var/lib/dpkg/info/.wh.libx.list': whiteout }],
    ['its list of files is empty', { ...upper, 'var/lib/dpkg/info/libx.list': '' }],
    [
      'its list of files has only configuration',
      { ...upper, 'var/lib/dpkg/info/libx.list': '/.\n/etc/libx.conf\n' },
    ],
    [
      'a link replaces the folder of the database',
      {
        'opt/dpkg/status': status('a@1'),
        'var/lib/.wh.dpkg': whiteout,
        'var/lib/dpkg': { type: '2', link: '/opt/dpkg' },
      },
    ],
    [
      'a link replaces the database and its list is gone',
      {
        'opt/status': status('a@1'),
        [DPKG]: { type: '2', link: '/opt/status' },
        'var/lib/dpkg/info/.wh.libx.list': whiteout,
      },
    ],
  ])('is still a package, and a gap, if %s', async (_, files) => {
    const inventory = await inventoryOf(lower, files);
    expect(inventory.packages.map(({ name }) => name)).toEqual(['a', 'libx']);
    expect(inventory.gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringMatching(
          /^A layer removes 1 package from var\/lib\/dpkg\/status, but not the files: libx\. /,
        ),
      },
    ]);
  });

  test.each<[string, Files]>([
    ['its files', { 'usr/lib/.wh.libx.so.1': whiteout }],
    [
      'its list, if another package has written its file',
      { 'usr/lib/libx.so.1': 'y', 'var/lib/dpkg/info/.wh.libx.list': whiteout },
    ],
  ])('is removed with %s', async (_, files) => {
    const inventory = await inventoryOf(lower, { ...upper, ...files });
    expect(listOf(inventory)).toEqual(['a@1#0']);
    expect(inventory.gaps).toEqual([]);
  });
});

describe('a package that a layer removes from a database with lists of files', () => {
  const APK = 'lib/apk/db/installed';
  const a = 'P:a\nV:1\nF:usr/bin\nR:a\n\n';
  const b = (files = 'R:b\nR:shared\n') => `P:b\nV:1\nF:usr/bin\n${files}\n`;
  const lower = { [APK]: a + b(), 'usr/bin/a': 'a', 'usr/bin/b': 'b', 'usr/bin/shared': 'b' };

  it('is still a package, and a gap', async () => {
    const inventory = await inventoryOf(lower, { [APK]: a }, { [APK]: `${a}P:c\nV:1\n\n` });
    expect(listOf(inventory)).toEqual(['a@1#0', 'b@1#0', 'c@1#2']);
    expect(inventory.gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringContaining(`A layer removes 1 package from ${APK}`),
      },
    ]);
  });

  test.each<[string, Files]>([
    ['its files', { [APK]: a, 'usr/bin/.wh.b': whiteout, 'usr/bin/.wh.shared': whiteout }],
    [
      'its files that no other package has',
      {
        [APK]: `P:a\nV:2\nF:usr/bin\nR:a\nR:shared\n\n`,
        'usr/bin/.wh.b': whiteout,
      },
    ],
    [
      'its files, which another package writes',
      {
        [APK]: `${a}P:c\nV:1\nF:usr/bin\nR:b\nR:shared\n\n`,
        'usr/bin/b': 'c',
        'usr/bin/shared': 'c',
      },
    ],
  ])('is removed with %s', async (_, upper) => {
    const inventory = await inventoryOf(lower, upper);
    expect(inventory.packages.map(({ name }) => name)).not.toContain('b');
    expect(inventory.gaps).toEqual([]);
  });
});

describe('a Python package whose metadata a layer removes', () => {
  const SITE = 'usr/lib/python3/site-packages';
  const metadata = (name: string, version = '1') =>
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const lower = {
    [`${SITE}/Flask_X-1.dist-info/METADATA`]: metadata('Flask-X'),
    [`${SITE}/flask_x/__init__.py`]: 'x',
    [`${SITE}/flask_x/app.py`]: 'x',
    [`${SITE}/flask_x/cache.json`]: '{}',
  };
  const gone = { [`${SITE}/.wh.Flask_X-1.dist-info`]: whiteout };

  it.each<[string, Files]>([
    ['remains', {}],
    ['remains in part', { [`${SITE}/flask_x/__init__.py`]: 'evil' }],
  ])('is still a package, and a gap, if its module %s', async (_, upper) => {
    const inventory = await inventoryOf(lower, { ...gone, ...upper });
    expect(inventory.packages.map(({ name }) => name.toLowerCase())).toEqual(['flask-x']);
    expect(inventory.gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringContaining(
          `A layer removes 1 package from ${SITE}, but not the files`,
        ),
      },
    ]);
  });

  test.each<[string, Files, string[]]>([
    ['its module', { [`${SITE}/.wh.flask_x`]: whiteout }, []],
    [
      'the code of its module',
      {
        [`${SITE}/flask_x/.wh.__init__.py`]: whiteout,
        [`${SITE}/flask_x/.wh.app.py`]: whiteout,
      },
      [],
    ],
    [
      'another version',
      {
        [`${SITE}/Flask_X-2.dist-info/METADATA`]: metadata('flask-x', '2'),
      },
      ['2'],
    ],
    [
      'another module',
      { [`${SITE}/flask_x/__init__.py`]: 'own', [`${SITE}/flask_x/app.py`]: 'own' },
      [],
    ],
  ])('is removed with %s', async (_, upper, versions) => {
    const inventory = await inventoryOf(lower, { ...gone, ...upper });
    expect(inventory.packages.map(({ version }) => version)).toEqual(versions);
    expect(inventory.gaps).toEqual([]);
  });
});

describe('a change that dpkg has not merged into its database', () => {
  it('is read and named', async () => {
    const inventory = await inventoryOf({
      [DPKG]: status('a@1'),
      'var/lib/dpkg/updates/0001': status('b@2'),
      'var/lib/dpkg/updates/tmp.i': status('c@3'),
    });
    expect(listOf(inventory)).toEqual(['a@1#0', 'b@2#0']);
    expect(inventory.notes.map(({ message }) => message)).toEqual([
      'var/lib/dpkg/updates/0001 has changes that dpkg has not merged into status: b 2. Run dpkg --configure -a',
    ]);
  });
});

describe('a database that a layer removes', () => {
  const OS = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\nNAME=Debian\n' };
  const META = 'usr/lib/python3/dist-packages/x-1.dist-info/METADATA';
  const lower = {
    ...OS,
    [DPKG]: status('a@1', 'python3-x@1'),
    [META]: 'Metadata-Version: 2.1\nName: x\nVersion: 1\n',
    'var/lib/dpkg/info/python3-x.list': `/${META}\n`,
  };

  test.each<[string, Files]>([
    ['with its folder', { 'var/lib/.wh.dpkg': whiteout }],
    ['alone', { 'var/lib/dpkg/.wh.status': whiteout }],
    ['by emptying it', { [DPKG]: '' }],
    ['by a broken link', { [DPKG]: { type: '2', link: '/gone' } }],
    ['with an empty os-release', { 'var/lib/.wh.dpkg': whiteout, 'etc/os-release': '' }],
    ['with os-release', { 'var/lib/.wh.dpkg': whiteout, 'etc/.wh.os-release': whiteout }],
  ])('%s still gives its packages, and a gap', async (_, upper) => {
    const inventory = await inventoryOf(lower, upper);
    expect(listOf(inventory)).toEqual(['a@1#0', 'python3-x@1#0', 'x@1#0']);
    expect(packageNamed(inventory, 'a')?.purl).toBe(
      'pkg:deb/debian/a@1?arch=amd64&distro=debian-12',
    );
    expect(packageNamed(inventory, 'x')?.ownedBy).toContain('python3-x');
    expect(inventory.gaps).toEqual([
      {
        state: 'partial',
        reason: expect.stringMatching(/^Layer 1 removes var\/lib\/dpkg\/status/),
      },
    ]);
  });

  it('of one package of a distroless image still gives this package', async () => {
    const file = (name: string) => `Package: ${name}\nVersion: 1\n`;
    const folder = 'var/lib/dpkg/status.d';
    const inventory = await inventoryOf(
      {
        ...OS,
        'usr/bin/a': 'a',
        [`${folder}/a`]: file('a'),
        [`${folder}/b`]: file('b'),
        [`${folder}/c`]: file('c'),
      },
      { [`${folder}/.wh.a`]: whiteout, [`${folder}/.wh.c`]: whiteout, [`${folder}/c2`]: file('c') },
    );
    expect(listOf(inventory)).toEqual(['a@1#0', 'b@1#0', 'c@1#1']);
    expect(inventory.gaps.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^Layer 1 removes var\/lib\/dpkg\/status\.d\/a/),
    ]);
  });

  it('gives no packages when the image has no other files', async () => {
    const only = { ...OS, [DPKG]: status('a@1') };
    const inventory = await inventoryOf(only, { 'var/lib/.wh.dpkg': whiteout });
    expect(listOf(inventory)).toEqual([]);
    expect(inventory.gaps.map(({ state }) => state)).toEqual(['not-covered']);
  });

  it('is not removed when another database replaces it', async () => {
    const packages = ndb([rpmHeader({ name: 'a', version: '1', release: '1' })]);
    const inventory = await inventoryOf(
      { 'var/lib/rpm/Packages': berkeley([rpmHeader({ name: 'a', version: '1', release: '1' })]) },
      { 'var/lib/rpm/.wh.Packages': whiteout, 'var/lib/rpm/Packages.db': packages },
    );
    expect(listOf(inventory)).toEqual(['a@1-1#1']);
    expect(inventory.gaps).toEqual([]);
  });
});

describe('the inventory of a folder', () => {
  it('has packages without layers', async () => {
    folder.write(`root/${DPKG}`, status('a@1'));
    folder.write('root/etc/os-release', 'ID=debian\nVERSION_ID=12\n');
    const image = await openImage(`dir:${folder.path}/root`);
    opened.push(image);
    const { packages } = await takeInventory(image);
    expect(packages).toMatchObject([{ name: 'a', paths: [DPKG] }]);
    expect(packages[0]?.layer).toBeUndefined();
  });

  it('has packages that links lead to', async () => {
    folder.write('linked/data/a/package.json', npm('a', '1.0.0'));
    mkdirSync(join(folder.path, 'linked/srv'));
    symlinkSync('/data', join(folder.path, 'linked/srv/node_modules'));
    const image = await openImage(`dir:${folder.path}/linked`);
    opened.push(image);
    const { packages } = await takeInventory(image);
    expect(packages).toMatchObject([{ name: 'a', paths: ['data/a/package.json'] }]);
  });
});

describe('packages are found through links', () => {
  const link = (target: string) => ({ type: '2', link: target });
  const lodash = npm('lodash', '1.0.0');
  const WHEEL = 'Metadata-Version: 2.1\nName: requests\nVersion: 1.0\n\n';
  const SPECIFICATION =
    'Gem::Specification.new do |s|\n  s.name = "rack"\n  s.version = "1.0"\nend\n';
  test.each<[string, Files, readonly string[]]>([
    [
      'to a folder of packages',
      { 'data/lodash/package.json': lodash, 'srv/node_modules': link('/data') },
      ['lodash@1.0.0#0'],
    ],
    [
      'to a package',
      { 'data/p/package.json': lodash, 'srv/node_modules/lodash': link('../../data/p') },
      ['lodash@1.0.0#0'],
    ],
    [
      'to a file that another cataloger wants by its own name',
      {
        'data/p': { body: lodash, mode: 0o755 },
        'srv/node_modules/lodash/package.json': link('/data/p'),
      },
      ['lodash@1.0.0#0'],
    ],
    [
      'that lead through links',
      {
        'data/lodash': link('/store/1'),
        'store/1/package.json': link('../2.json'),
        'store/2.json': lodash,
        'srv/node_modules': link('/data'),
      },
      ['lodash@1.0.0#0'],
    ],
    [
      'of Python and Ruby',
      {
        'data/m': WHEEL,
        'data/s': SPECIFICATION,
        'usr/lib/python3/site-packages/requests-1.0.dist-info/METADATA': link('/data/m'),
        'usr/lib/ruby/gems/3.3.0/specifications/rack-1.0.gemspec': link('/data/s'),
      },
      ['rack@1.0#0', 'requests@1.0#0'],
    ],
    [
      'once, although other links lead to them too',
      {
        [NPM]: npm('a', '1.0.0'),
        'srv/node_modules/a': link('/app/node_modules/a'),
        other: link('/app'),
        loop: link('/'),
        'app/self': link('.'),
        'app/broken': link('../gone'),
      },
      ['a@1.0.0#0'],
    ],
  ])('%s', async (_, files, expected) => {
    const inventory = await inventoryOf(files);
    expect(listOf(inventory)).toEqual(expected);
    expect(inventory.gaps).toEqual([]);
  });

  it('with the layer of the file, and its own path', async () => {
    const inventory = await inventoryOf(
      { 'data/lodash/package.json': npm('lodash', '0.9.0'), 'srv/node_modules': link('/data') },
      { 'data/lodash/package.json': lodash },
    );
    expect(listOf(inventory)).toEqual(['lodash@1.0.0#1']);
    expect(packageNamed(inventory, 'lodash')?.paths).toEqual(['data/lodash/package.json']);
  });

  it('in workspaces that link to each other, without going in circles', async () => {
    const files: Record<string, string | Omit<TarMember, 'name'>> = {};
    for (let i = 0; i < 40; i++) {
      files[`packages/p${i}/package.json`] = npm(`p${i}`, '1.0.0');
      for (let other = 0; other < 40; other++)
        files[`packages/p${i}/node_modules/@acme/p${other}`] = link(`../../../p${other}`);
    }
    expect((await inventoryOf(files)).packages).toHaveLength(40);
  });

  it('up to a limit, above which the image is not read completely', async () => {
    const files: Record<string, string | Omit<TarMember, 'name'>> = {};
    for (let i = 0; i < 70; i++) files[`d/l${i}`] = link(`/e${i % 2}`);
    for (let i = 0; i < 70; i++) files[`e0/l${i}`] = link('/f');
    for (let i = 0; i < 70; i++) files[`f/f${i}`] = '';
    await expect(inventoryOf({ ...files, x: link('/d') })).rejects.toMatchObject({
      code: 'PSE4503',
      message: expect.stringContaining('its links lead to more than 250000 paths'),
    });
  });
});

describe('the licenses of Debian packages', () => {
  const installed = status('a@1', 'b@1', 'c@1', 'd@1');
  const copyright = 'Format: x\n\nFiles: *\nLicense: Expat\n';
  const doc = 'usr/share/doc';
  const licensesOf = async (...layers: readonly Files[]) => {
    const { packages, notes } = await inventoryOf({ [DPKG]: installed }, ...layers);
    return [packages.map(({ license }) => license), notes.map(({ message }) => message)];
  };

  it('are in their folders, also through links of files and folders', async () => {
    const [licenses] = await licensesOf({
      [`${doc}/a/copyright`]: copyright,
      [`${doc}/b`]: { type: '2', link: 'a' },
      [`${doc}/c/copyright`]: { type: '2', link: '../a/copyright' },
    });
    expect(licenses).toEqual(['MIT', 'MIT', 'MIT', undefined]);
  });

  it('are those of the last layer, and none where the file is deleted or the links form a loop', async () => {
    const [licenses, notes] = await licensesOf(
      { [`${doc}/a/copyright`]: copyright, [`${doc}/b/copyright`]: copyright },
      {
        [`${doc}/a/copyright`]: 'Format: x\nLicense: ISC\n',
        [`${doc}/b/.wh.copyright`]: whiteout,
        [`${doc}/c`]: { type: '2', link: 'd' },
        [`${doc}/d`]: { type: '2', link: 'c' },
      },
    );
    expect(licenses).toEqual(['ISC', undefined, undefined, undefined]);
    expect(notes).toEqual([]);
  });

  it('are named as not known when the file is too large', async () => {
    const [licenses, notes] = await licensesOf({
      [`${doc}/a/copyright`]: Buffer.alloc(9 * 1024 * 1024, copyright),
    });
    expect(licenses).toEqual([undefined, undefined, undefined, undefined]);
    expect(notes).toEqual([
      expect.stringMatching(/^Licenses in usr.share.doc.a.copyright are not known: it is larger/),
    ]);
  });

  it('are those of another package of the same source and version where there is no file', async () => {
    const stanza = (name: string, version: string, source: string) =>
      `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nSource: ${source}\nArchitecture: amd64\n\n`;
    const { packages } = await inventoryOf({
      [DPKG]: [
        stanza('lib1', '1-1', 'lib'),
        stanza('lib-dev', '1-1+b1', 'lib (1-1)'),
        stanza('lib-old', '0-1', 'lib'),
        stanza('other', '1-1', 'other'),
      ].join(''),
      [`${doc}/lib1/copyright`]: copyright,
    });
    expect(packages.map(({ name, license }) => [name, license])).toEqual([
      ['lib-dev', 'MIT'],
      ['lib-old', undefined],
      ['lib1', 'MIT'],
      ['other', undefined],
    ]);
  });

  it('are not read after 64 MiB of different texts', () => {
    const { reader, failures, licenses } = createCollector([dpkg]);
    const bytes = Buffer.alloc(8 * 1024 * 1024, ' ');
    for (let i = 0; i < 20; i++) {
      // Two files of each text: a copy counts once.
      bytes[0] = 0x41 + Math.floor(i / 2);
      const path = `${doc}/x${i}/copyright`;
      const about = { mode: 0o644, uid: 0, gid: 0, mtime: 0 };
      reader.read({ path, layer: 0, type: 'file', size: bytes.length, bytes, ...about });
    }
    expect(failures.map(({ path, error }) => [path, error.message])).toEqual(
      [16, 17, 18, 19].map((i) => [
        `${doc}/x${i}/copyright`,
        'comes after 64 MiB of other license texts',
      ]),
    );
    expect(licenses.size).toBe(20);
  });

  it('that are not known are named up to five, and the others counted', async () => {
    const read = () => {
      throw new CatalogError('is not read', 'limit');
    };
    const licenseFiles = { wants: () => Infinity, read, pathOf: () => undefined };
    const { notes } = await inventoryWith(
      [{ ...dpkg, licenseFiles }],
      Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${doc}/x${i}/copyright`, 'x'])),
    );
    expect(notes.map(({ message }) => message)).toEqual([
      ...[0, 1, 2, 3, 4].map(
        (i) => `Licenses in ${doc}/x${i}/copyright are not known: it is not read`,
      ),
      'Licenses in 3 more files are not known',
    ]);
  });
});

it('an rpm depends on packages by name, by what they provide and by their files', async () => {
  const rpm = (name: string, more: object) =>
    rpmHeader({ name, version: '1', release: '1', vendor: 'Fedora Project', ...more });
  const { packages } = await inventoryOf({
    'etc/os-release': 'ID=fedora\nVERSION_ID=42\n',
    'var/lib/rpm/Packages.db': ndb([
      rpm('a', { requires: ['b', 'libc.so.6', '/usr/bin/sh', 'rpmlib(X)', '(b if c)', 'none'] }),
      rpm('b', { files: ['/usr/bin/b'] }),
      rpm('bash', { files: ['/usr/bin/sh'] }),
      rpm('glibc', { provides: ['libc.so.6'] }),
    ]),
  });
  const dependencies = packages.find(({ name }) => name === 'a')?.facts?.dependencies;
  expect(dependencies?.map((purl) => purl.replace(/@.*/, ''))).toEqual([
    'pkg:rpm/fedora/b',
    'pkg:rpm/fedora/bash',
    'pkg:rpm/fedora/glibc',
  ]);
});
