import { afterAll, describe, expect, it, test } from '@jest/globals';
import { CATALOGERS } from '../../src/inventory/catalogers/index.js';
import { takeInventory } from '../../src/inventory/inventory.js';
import type { InventoryGap } from '../../src/inventory/system-coverage.js';
import { dockerArchive, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let images = 0;

type Files = Readonly<Record<string, string>>;

async function gapsOf(files: Files, config: Record<string, unknown> = {}): Promise<InventoryGap[]> {
  const layer = tar(Object.entries(files).map(([name, body]) => ({ name, body })));
  const path = folder.write(`image${images++}.tar`, dockerArchive([layer], { config }));
  const image = await openImage(`docker-archive:${path}`);
  try {
    return [...(await takeInventory(image)).gaps];
  } finally {
    await image.close();
  }
}

const os = (id: string, more = ''): Files => ({
  'etc/os-release': `ID=${id}\nNAME=${id}\n${more}`,
});
const DEB = 'Package: a\nStatus: install ok installed\nVersion: 1\n';
const DPKG = { 'var/lib/dpkg/status': DEB };
const APK = { 'lib/apk/db/installed': 'P:a\nV:1\n' };

describe('the packages of an image are not known', () => {
  test.each<[string, string, Files]>([
    ['Arch without a database', 'arch has no packages in var/lib/pacman/local', os('arch')],
    ['Gentoo without a database', 'gentoo has no packages in var/db/pkg', os('gentoo')],
    ['OpenWrt without a database', 'openwrt has no packages in usr/lib/opkg/status', os('openwrt')],
    ['NixOS without a store', 'nixos has no packages in nix/store', os('nixos')],
    ['Void without a database', 'void has no packages in var/db/xbps', os('void')],
    [
      'Slackware without a database',
      'slackware has no packages in var/lib/pkgtools/packages',
      os('slackware'),
    ],
    [
      'Clear Linux',
      'clear-linux-os (swupd) is not supported',
      { ...os('clear-linux-os'), 'usr/share/clear/bundles/os-core': 'x' },
    ],
    [
      'an unknown system with packages of Nix only',
      'x is not supported',
      { ...os('x'), [`nix/store/${'0'.repeat(32)}-a-1/bin/a`]: 'x' },
    ],
    [
      'Flatcar',
      'flatcar is not supported: its packages are not known',
      os('flatcar', 'ID_LIKE=coreos\n'),
    ],
    ['an unknown system', 'x is not supported', os('x')],
    ['Debian without a database', 'debian has no packages in var/lib/dpkg', os('debian')],
    [
      'Debian with an empty one',
      'debian has no packages',
      { ...os('debian'), 'var/lib/dpkg/status': '' },
    ],
    [
      'Debian with that of Alpine',
      'debian has no packages in var/lib/dpkg',
      { ...os('debian'), ...APK },
    ],
    ['a system like Debian', 'mint has no packages', os('mint', 'ID_LIKE="ubuntu debian"\n')],
    ['Alpine without a database', 'alpine has no packages in lib/apk/db/installed', os('alpine')],
    ['Photon without a database', 'photon has no packages in an rpm database', os('photon')],
    [
      'an empty database and no os-release',
      'var/lib/dpkg/status lists no package',
      { 'var/lib/dpkg/status': '' },
    ],
    [
      'an emptied system with lists of packages’ files',
      '/var/lib/dpkg/info/bash.list belongs to a distribution, but its package database is missing',
      { 'var/lib/dpkg/info/bash.list': '/usr/bin/bash\n', 'usr/bin/bash': 'x' },
    ],
    ['an empty os-release', '/etc/os-release belongs to', { 'etc/os-release': '', 'bin/a': 'x' }],
    [
      'an emptied Debian',
      '/usr/lib/x86_64-linux-gnu/libc.so.6 belongs to',
      { 'usr/lib/x86_64-linux-gnu/libc.so.6': 'x', 'usr/bin/dash': 'x' },
    ],
    [
      'an emptied Fedora',
      '/usr/lib64/libc.so.6 belongs to',
      { 'usr/lib64/libc.so.6': 'x', 'usr/bin/bash': 'x' },
    ],
    [
      'an emptied Alpine',
      '/lib/ld-musl-x86_64.so.1 belongs to',
      { 'lib/ld-musl-x86_64.so.1': 'x', 'bin/busybox': 'x' },
    ],
    ['Alpine’s settings', '/etc/apk/world belongs to', { 'etc/apk/world': 'x' }],
    ['a package manager', '/usr/bin/apt-get belongs to', { 'usr/bin/apt-get': 'x' }],
  ])('for %s', async (_, reason, files) => {
    const gaps = await gapsOf(files);
    expect(gaps.map(({ state }) => state)).toEqual(['not-covered']);
    expect(gaps[0]?.reason).toContain(reason);
    expect(gaps[0]?.reason).toContain('Scan an SBOM of the image');
  });

  it('for Windows', async () => {
    expect(await gapsOf({ 'Files/x': 'y' }, { os: 'windows', architecture: 'amd64' })).toEqual([
      { state: 'not-covered', reason: expect.stringContaining('Packages of windows are not read') },
    ]);
  });
});

describe('the packages of an image are known', () => {
  test.each<[string, Files]>([
    ['without any system', { 'bin/app': 'x' }],
    // Its static variant, and the one with glibc.
    ['for BusyBox', { 'bin/busybox': 'x', 'bin/sh': 'x', 'etc/passwd': 'x' }],
    [
      'for BusyBox with a C library',
      { 'bin/busybox': 'x', 'lib/libc.so.6': 'x', 'lib64/ld-linux-x86-64.so.2': 'x' },
    ],
    [
      'for a program with its C library',
      { 'lib/x86_64-linux-gnu/libc.so.6': 'x', 'lib/ld-musl-x86_64.so.1': 'x', app: 'x' },
    ],
    ['for Debian', { ...os('debian'), ...DPKG }],
    [
      'for Debian with an empty database of rpm',
      { ...os('debian'), ...DPKG, 'var/lib/dpkg/status.d/a.md5sums': '' },
    ],
    [
      'for distroless Debian',
      { ...os('debian'), 'var/lib/dpkg/status.d/a': 'Package: a\nVersion: 1\n' },
    ],
    ['for Wolfi', { ...os('wolfi'), ...APK }],
    [
      'for Arch',
      { ...os('arch'), 'var/lib/pacman/local/a-1-1/desc': '%NAME%\na\n\n%VERSION%\n1-1\n\n' },
    ],
    ['for Gentoo', { ...os('gentoo'), 'var/db/pkg/app/b-1/CONTENTS': 'dir /usr\n' }],
    ['for Nix without os-release', { [`nix/store/${'0'.repeat(32)}-a-1/bin/a`]: 'x' }],
    // The advisories decide about a system that is not known.
    ['for an unknown system with a known database', { ...os('x'), ...DPKG }],
  ])('%s', async (_, files) => {
    expect(await gapsOf(files)).toEqual([]);
  });

  it('in part, where another package manager installed more', async () => {
    const files = { ...os('debian'), ...DPKG, 'var/lib/snapd/snaps/core22_1380.snap': 'x' };
    expect(await gapsOf(files)).toEqual([
      { state: 'partial', reason: expect.stringContaining('Packages that snapd installed') },
    ]);
  });

  it('in part, where two distributions installed packages', async () => {
    expect(await gapsOf({ ...os('debian'), ...DPKG, ...APK })).toEqual([
      {
        state: 'partial',
        reason:
          'debian also has packages in lib/apk/db/installed: the distribution that they belong to is not known',
      },
    ]);
    expect(await gapsOf({ ...DPKG, ...APK })).toEqual([
      {
        state: 'partial',
        reason: expect.stringContaining('The image also has packages in lib/apk'),
      },
    ]);
  });

  test.each([
    ['opt/rootfs/var/lib/dpkg/status', 'opt/rootfs'],
    ['sysroot/lib/apk/db/installed', 'sysroot'],
    ['mnt/usr/lib/sysimage/rpm/rpmdb.sqlite', 'mnt'],
    ['a/b/c/var/lib/pacman/local/x-1-1/desc', 'a/b/c'],
    ['srv/usr/lib/apk/db/installed', 'srv'],
    ['srv/var/lib/dpkg/status.d/openssl', 'srv'],
    ['srv/var/db/pkg/dev-libs/openssl-3.0/CONTENTS', 'srv'],
    ['srv/var/db/xbps/pkgdb-0.38.plist', 'srv'],
    ['srv/var/lib/pkgtools/packages/openssl-3.0-x86_64-1', 'srv'],
    ['srv/var/log/packages/openssl-solibs-3.0-x86_64-1', 'srv'],
    ...CATALOGERS.flatMap(({ system, wellKnown = [] }) =>
      system ? wellKnown.map((path) => [`chroot/${path}`, 'chroot'] as const) : [],
    ),
  ])('in part, where another system has the database %s', async (path, root) => {
    expect(await gapsOf({ ...os('debian'), ...DPKG, [path]: 'x' })).toEqual([
      {
        state: 'partial',
        reason: `Packages of another system below /${root} are not read. Scan the image or the folder that it was copied from`,
      },
    ]);
  });

  it('in part, where only SBOM files list packages of the distribution', async () => {
    const sbom = (purl: string) => ({
      'var/lib/db/sbom/a.spdx.json': JSON.stringify({
        spdxVersion: 'SPDX-2.3',
        packages: [
          { name: 'a', externalRefs: [{ referenceType: 'purl', referenceLocator: purl }] },
        ],
      }),
    });
    expect(await gapsOf({ ...os('wolfi'), ...sbom('pkg:apk/wolfi/a@1-r0') })).toEqual([
      {
        state: 'partial',
        reason:
          'wolfi has no packages in lib/apk/db/installed: only those of SBOM files in the image are known',
      },
    ]);
    expect(await gapsOf({ ...os('wolfi'), ...sbom('pkg:npm/a@1') })).toEqual([
      { state: 'not-covered', reason: expect.stringContaining('Scan an SBOM of the image') },
    ]);
  });
});

describe('an image without packages', () => {
  const gapsWith = async (mode: number, body = 'x') => {
    const path = folder.write(
      `image${images++}.tar`,
      dockerArchive([tar([{ name: 'app/run', body, mode }])], {}),
    );
    const image = await openImage(`docker-archive:${path}`);
    try {
      return (await takeInventory(image)).gaps;
    } finally {
      await image.close();
    }
  };

  it('is not covered if it has a program', async () => {
    expect(await gapsWith(0o755)).toEqual([
      {
        state: 'not-covered',
        reason:
          'No package is known in the image: /app/run cannot be compared with advisories. Scan an SBOM of the image that lists them',
      },
    ]);
  });

  it('has no gap without a program', async () => {
    expect(await gapsWith(0o644)).toEqual([]);
    expect(await gapsWith(0o755, '')).toEqual([]);
  });
});
