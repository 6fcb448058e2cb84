import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import type { Image } from '../../src/image/image.js';
import { openImage } from '../../src/image/open.js';
import { type Inventory, takeInventory } from '../../src/inventory/inventory.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { elf } from './build/elf.js';
import { inlineInfo } from './build/go.js';
import { ndb, rpmHeader } from './build/rpm.js';
import { changedPages, sqlite, wal } from './build/sqlite.js';

const folder = temporaryFolder();
const opened: Image[] = [];
afterAll(async () => {
  for (const image of opened) await image.close();
  folder.remove();
});

type Files = Readonly<Record<string, string | Buffer | Omit<TarMember, 'name'>>>;
let images = 0;

/** The inventory of an image with these layers; a body that is no text says what else the member is. */
async function inventoryOf(...layers: readonly Files[]): Promise<Inventory> {
  const tars = layers.map((files) =>
    tar(
      Object.entries(files).map(([name, body]) =>
        typeof body === 'string' || Buffer.isBuffer(body) ? { name, body } : { name, ...body },
      ),
    ),
  );
  const path = folder.write(`image${images++}.tar`, dockerArchive(tars));
  const image = await openImage(`docker-archive:${path}`);
  opened.push(image);
  return takeInventory(image);
}

/** `name@version#layer` */
const found = ({ packages }: Inventory): string[] =>
  packages.map((p) => `${p.name}@${p.version}#${p.layer?.index}`).sort();
const only = (inventory: Inventory, name: string): Package | undefined =>
  inventory.packages.find((p) => p.name === name);

const DPKG = 'var/lib/dpkg/status';
const status = (...packages: readonly string[]): string =>
  packages
    .map((p) => {
      const [name, version] = p.split('@');
      return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`;
    })
    .join('\n');
const npm = (name: string, version: string): string => JSON.stringify({ name, version });
const NPM = 'app/node_modules/a/package.json';
const gone: Omit<TarMember, 'name'> = { body: '' };

describe('the layer of a package', () => {
  test.each<[string, readonly Files[], readonly string[]]>([
    [
      'first brought it',
      [{ [DPKG]: status('a@1') }, { [DPKG]: status('a@1', 'b@1') }],
      ['a@1#0', 'b@1#1'],
    ],
    ['upgraded it', [{ [DPKG]: status('a@1') }, { [DPKG]: status('a@2') }], ['a@2#1']],
    ['downgraded it', [{ [DPKG]: status('a@2') }, { [DPKG]: status('a@1') }], ['a@1#1']],
    [
      'brought it back',
      [
        { [DPKG]: status('a@1') },
        { [DPKG]: status() },
        { [DPKG]: status('a@1') },
        { [DPKG]: status('a@1') },
      ],
      ['a@1#2'],
    ],
    [
      'brought it back after its database was deleted',
      [{ [DPKG]: status('a@1') }, { 'var/lib/dpkg/.wh.status': gone }, { [DPKG]: status('a@1') }],
      ['a@1#2'],
    ],
    [
      'brought it back after a folder above was deleted',
      [{ [NPM]: npm('a', '1') }, { 'app/.wh.node_modules': gone }, { [NPM]: npm('a', '1') }],
      ['a@1#2'],
    ],
    [
      'brought it and not the one that wrote it again',
      [{ [NPM]: npm('a', '1') }, { [NPM]: npm('a', '1') }],
      ['a@1#0'],
    ],
    [
      'brought it although a later one replaced its folder',
      [{ [NPM]: npm('a', '1') }, { 'app/node_modules/.wh..wh..opq': gone, [NPM]: npm('a', '1') }],
      ['a@1#0'],
    ],
  ])('is the one that %s', async (_, layers, expected) => {
    expect(found(await inventoryOf(...layers))).toEqual(expected);
  });

  it('has the digest of that layer', async () => {
    const { packages } = await inventoryOf({ x: 'y' }, { [NPM]: npm('a', '1') });
    expect(packages[0]?.layer?.diffID).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('an inventory', () => {
  it('leaves out what a later layer deleted', async () => {
    const inventory = await inventoryOf(
      { [NPM]: npm('a', '1'), 'app/node_modules/b/package.json': npm('b', '1') },
      { 'app/node_modules/.wh.a': gone },
    );
    expect(found(inventory)).toEqual(['b@1#0']);
  });

  it('joins the paths of a package that one layer brought several times, and keeps layers apart', async () => {
    const inventory = await inventoryOf(
      { [NPM]: npm('a', '1'), 'app/node_modules/b/node_modules/a/package.json': npm('a', '1') },
      { 'other/node_modules/a/package.json': npm('a', '1') },
    );
    expect(inventory.packages.map((p) => p.paths)).toEqual([
      [NPM, 'app/node_modules/b/node_modules/a/package.json'],
      ['other/node_modules/a/package.json'],
    ]);
  });

  it('gives packages the distribution wherever os-release stands in the archive', async () => {
    const inventory = await inventoryOf({
      [DPKG]: status('a@1'),
      'etc/os-release': { type: '2', link: '../usr/lib/os-release' },
      'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
    });
    expect(inventory.distribution).toEqual({ id: 'debian', version: '12' });
    expect(only(inventory, 'a')?.purl).toBe('pkg:deb/debian/a@1?arch=amd64&distro=debian-12');
  });

  it('believes the last os-release', async () => {
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
  ])('finds the database behind %s', async (_, files) => {
    expect(found(await inventoryOf(files))).toEqual(['a@1#0']);
  });

  it('follows a link across layers to the layer that brought the package', async () => {
    const inventory = await inventoryOf(
      { 'data/status': status('a@1') },
      { 'data/status': status('a@1', 'b@1') },
      { [DPKG]: { type: '2', link: '/data/status' } },
    );
    expect(found(inventory)).toEqual(['a@1#0', 'b@1#1']);
  });

  it('finds npm packages that are hard links into a store', async () => {
    const inventory = await inventoryOf({
      'store/files/aa/bb': npm('a', '1'),
      [NPM]: { type: '1', link: 'store/files/aa/bb' },
    });
    expect(found(inventory)).toEqual(['a@1#0']);
  });

  it('reads a write-ahead log that a later layer brought', async () => {
    const header = (version: string) => rpmHeader({ name: 'a', version, release: '1' });
    const before = sqlite([header('1')]);
    const log = wal([changedPages(before, sqlite([header('2')]))]);
    const path = 'var/lib/rpm/rpmdb.sqlite';
    const inventory = await inventoryOf({ [path]: before }, { [`${path}-wal`]: log });
    expect(found(inventory)).toEqual(['a@2-1#1']);
  });

  it('reads parts of a program and finds what was compiled into it', async () => {
    const body = inlineInfo('go1.22.4', 'mod\texample.com/a\tv1.0.0\t\n');
    const program = elf([
      { name: '.text', body: Buffer.alloc(300_000) },
      { name: '.go.buildinfo', body },
    ]);
    const inventory = await inventoryOf({ 'bin/a': { body: program, mode: 0o755 } });
    expect(found(inventory)).toEqual(['example.com/a@v1.0.0#0', 'stdlib@go1.22.4#0']);
  });

  it('of an image without packages is empty', async () => {
    expect(await inventoryOf({ 'bin/x': 'y' })).toEqual({
      packages: [],
      incomplete: [],
      notes: [],
    });
  });
});

describe('a file of a distribution package', () => {
  const wheel = (name: string): string => `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n`;
  const META = 'usr/lib/python3/dist-packages/x-1.dist-info/METADATA';
  const list = (path: string): string => `/.\n/usr\n/${path}\n`;
  const owner = async (...layers: readonly Files[]) =>
    only(await inventoryOf(...layers), 'x')?.ownedBy;
  const DEB = 'pkg:deb/debian/python3-x@1?arch=amd64';
  const installed = { [DPKG]: status('python3-x@1'), [META]: wheel('x') };

  it('marks what it proves as owned by that package, in Debian', async () => {
    expect(await owner({ ...installed, 'var/lib/dpkg/info/python3-x.list': list(META) })).toBe(DEB);
  });

  it('is found by the architecture in the name of the list', async () => {
    const lists = (arch: string) => ({ [`var/lib/dpkg/info/python3-x:${arch}.list`]: list(META) });
    expect(await owner({ ...installed, ...lists('amd64') })).toBe(DEB);
    expect(await owner({ ...installed, ...lists('arm64') })).toBeUndefined();
  });

  it('is found by its name from before /usr was merged', async () => {
    const jar = 'usr/lib/node_modules/x/package.json';
    const lists = { 'var/lib/dpkg/info/python3-x.list': '/lib/node_modules/x/package.json\n' };
    expect(await owner({ [DPKG]: status('python3-x@1'), [jar]: npm('x', '1'), ...lists })).toBe(
      DEB,
    );
  });

  it('is told by the database itself in Alpine and in rpm', async () => {
    const apk = `P:py3-x\nV:1\nF:${META.slice(0, META.lastIndexOf('/'))}\nR:METADATA\n`;
    expect(await owner({ 'lib/apk/db/installed': apk, [META]: wheel('x') })).toBe(
      'pkg:apk/alpine/py3-x@1',
    );
    const rpm = ndb([
      rpmHeader({ name: 'python3-x', version: '1', release: '1', files: [`/${META}`] }),
    ]);
    expect(await owner({ 'var/lib/rpm/Packages.db': rpm, [META]: wheel('x') })).toBe(
      'pkg:rpm/python3-x@1-1?arch=x86_64',
    );
  });

  it("is nobody's once another tool has changed what it says", async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    const newer = wheel('x').replace('Version: 1', 'Version: 2');
    expect(await owner({ ...installed, ...lists }, { [META]: newer })).toBeUndefined();
  });

  it("stays the package's when a later layer writes the same again", async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    expect(await owner({ ...installed, ...lists }, { [META]: wheel('x') })).toBe(DEB);
  });

  it("is nobody's after the package was removed", async () => {
    const lists = { 'var/lib/dpkg/info/python3-x.list': list(META) };
    expect(await owner({ ...installed, ...lists }, { [DPKG]: status() })).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  let inventory: Inventory;
  beforeAll(async () => {
    inventory = await inventoryOf(
      {
        [DPKG]: '<html>',
        [NPM]: '{',
        'lib/x.jar': 'no archive',
        'app/node_modules/gone/package.json': '[',
      },
      { 'app/node_modules/.wh.gone': gone },
    );
  });

  it("leaves the inventory incomplete when it is the system's database", () => {
    expect(inventory.incomplete.map((i) => i.reason)).toEqual([
      'Cannot read var/lib/dpkg/status as dpkg: it is not a dpkg database',
    ]);
  });

  it('is told in a note when it is one package, unless it is deleted', () => {
    expect(inventory.notes.map((n) => n.message)).toEqual([
      `Cannot read ${NPM} as npm: it is not JSON`,
      'Cannot read lib/x.jar as java: it is no ZIP archive',
    ]);
  });
});

describe('a folder', () => {
  it('has an inventory without layers', async () => {
    folder.write(`root/${DPKG}`, status('a@1'));
    folder.write('root/etc/os-release', 'ID=debian\nVERSION_ID=12\n');
    const image = await openImage(`dir:${folder.path}/root`);
    opened.push(image);
    const { packages } = await takeInventory(image);
    expect(packages).toMatchObject([{ name: 'a', paths: [DPKG] }]);
    expect(packages[0]?.layer).toBeUndefined();
  });
});
