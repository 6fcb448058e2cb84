import { rpmHeader } from '../../inventory/build/rpm.js';
import { sqlite } from '../../inventory/build/sqlite.js';
import type { Database, MadeUpSystem } from './systems.js';

/** The package that every made-up system has, and the version that fixes it. */
export interface MadeUpPackage {
  readonly name: string;
  readonly version: string;
  readonly fixed: string;
}

export function packageOf({ database, mark = '', name }: MadeUpSystem): MadeUpPackage {
  const asRpm = { name: 'openssl', version: `3.0-1${mark}`, fixed: `0:3.0-2${mark}` };
  switch (database) {
    case 'rpm':
    case 'rpm-manifest':
      return asRpm;
    case 'apk':
      if (name.startsWith('Root'))
        return { name: 'openssl', version: '3.0-r10071', fixed: '3.0-r10072' };
      return { name: 'openssl', version: '3.0-r0', fixed: '3.0-r1' };
    default:
      return { name: 'openssl', version: `3.0-1${mark}`, fixed: `3.0-2${mark}` };
  }
}

type Files = Record<string, string | Buffer>;

/** The files of the system's image. */
export function filesOf(system: MadeUpSystem): Files {
  const files = { ...system.files, ...WRITERS[system.database](packageOf(system), system) };
  return system.os === ''
    ? files
    : { 'etc/os-release': `${system.os.replaceAll('|', '\n')}\n`, ...files };
}

const WRITERS: Readonly<Record<Database, (pkg: MadeUpPackage, system: MadeUpSystem) => Files>> = {
  none: () => ({}),
  dpkg: (pkg) => ({ 'var/lib/dpkg/status': dpkgStanza(pkg) }),
  'dpkg-split': (pkg) => ({ 'var/lib/dpkg/status.d/openssl': dpkgStanza(pkg) }),
  apk: ({ name, version }, { mark }) => ({
    'lib/apk/db/installed': `P:${name}\nV:${version}\nA:x86_64\no:${name}\n\n${
      mark === 'clnstrt' ? 'P:clnstrt-baselayout\nV:1-r0\nA:x86_64\n\n' : ''
    }`,
  }),
  rpm: (pkg) => ({ 'var/lib/rpm/rpmdb.sqlite': sqlite([rpmHeader(rpmOf(pkg))]) }),
  'rpm-manifest': ({ name, version }) => ({
    'var/lib/rpmmanifest/container-manifest-2': `${[name, version, '1', '1', 'Microsoft', '(none)', '1', 'x86_64', '0', `${name}-${version}.src.rpm`].join('\t')}\n`,
  }),
  pacman: ({ name, version }) => ({
    [`var/lib/pacman/local/${name}-${version}/desc`]: `%NAME%\n${name}\n\n%VERSION%\n${version}\n\n%BASE%\n${name}\n\n%ARCH%\nx86_64\n\n`,
  }),
  portage: () => ({ 'var/db/pkg/dev-libs/openssl-3.0/CONTENTS': 'obj /usr/bin/openssl 0 0\n' }),
  opkg: () => ({
    'usr/lib/opkg/status': 'Package: openssl\nVersion: 3.0-1\nStatus: install user installed\n\n',
  }),
  nix: () => ({ 'nix/store/0123456789abcdfghijklmnpqrsvwxyz-openssl-3.0/bin/openssl': 'x' }),
  guix: () => ({ 'gnu/store/0123456789abcdfghijklmnpqrsvwxyz-openssl-3.0/bin/openssl': 'x' }),
  xbps: () => ({
    'var/db/xbps/pkgdb-0.38.plist':
      '<?xml version="1.0"?><plist version="1.0"><dict><key>openssl</key><dict><key>pkgver</key><string>openssl-3.0_1</string><key>state</key><string>installed</string></dict></dict></plist>\n',
  }),
  slackware: () => ({
    'var/log/packages/openssl-3.0-x86_64-1': 'PACKAGE NAME:     openssl-3.0-x86_64-1\n',
  }),
  swupd: () => ({ 'usr/share/clear/bundles/os-core': '' }),
};

function dpkgStanza({ name, version }: MadeUpPackage): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}

function rpmOf({ name, version }: MadeUpPackage) {
  const hyphen = version.indexOf('-');
  return {
    name,
    version: version.slice(0, hyphen),
    release: version.slice(hyphen + 1),
    sourceRpm: `${name}-${version}.src.rpm`,
  };
}
