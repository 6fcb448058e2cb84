import type { Distribution } from '../core/package.js';
import type { FileSystem } from '../image/image.js';
import { plainText, pluralize } from '../lib/text.js';
import type { RemovedDatabase } from './system-databases.js';

/** Why the packages of an image are not all known. */
export interface InventoryGap {
  /** `not-covered`: none of the packages of the distribution is known. */
  readonly state: 'partial' | 'not-covered';
  readonly reason: string;
}

export interface SystemFacts {
  readonly distribution: Distribution | undefined;
  /** The types of the packages that databases and stores list: deb, apk, rpm, nix. */
  readonly types: ReadonlySet<string>;
  /** The types of the packages that only SBOM files in the image list. */
  readonly claimed: ReadonlySet<string>;
  readonly removed: readonly RemovedDatabase[];
  /** Databases of the distribution in the final file system that list no package. */
  readonly empty: readonly string[];
  /** `windows`, as the configuration of the image says. */
  readonly os: string | undefined;
}

/** Finds the parts of an image whose packages are not known: they must not look like an image without packages. */
export function systemGaps(facts: SystemFacts, fileSystem: FileSystem): InventoryGap[] {
  const { unreadable, roots } = databasesIn(fileSystem);
  return [...ownGaps(facts, unreadable, fileSystem), ...secondSystem(facts), ...otherRoots(roots)];
}

/** Of the system at the root of the image. */
function ownGaps(
  facts: SystemFacts,
  unreadable: readonly string[],
  fileSystem: FileSystem,
): InventoryGap[] {
  const { removed, types, os } = facts;
  if (os !== undefined && os !== 'linux')
    return [
      notCovered(
        `Packages of ${plainText(os, 40)} are not read: only those of languages are known`,
      ),
    ];
  if (removed.length > 0) return removed.slice(0, MOST_NAMED).map(removedGap);
  const missing = missingDatabase(facts, unreadable) ?? hiddenSystem(facts, unreadable, fileSystem);
  if (missing !== undefined)
    return hasSystem(facts.claimed)
      ? [partial(`${missing}: only those of SBOM files in the image are known`)]
      : [notCovered(`${missing}. ${ADVICE}`)];
  return unreadable.map((manager) => ({
    state: types.size > 0 ? 'partial' : 'not-covered',
    reason: `Packages that ${manager} installed are not read. ${ADVICE}`,
  }));
}

/** The programs of an image without packages. */
export function unknownPrograms(fileSystem: FileSystem): InventoryGap[] {
  const programs: string[] = [];
  for (const { path, type, mode, size } of fileSystem.entries())
    if (type === 'file' && (mode & 0o111) !== 0 && size > 0) programs.push(path);
  const [first] = programs;
  if (first === undefined) return [];
  const more = programs.length > 1 ? ` and ${pluralize(programs.length - 1, 'more program')}` : '';
  const reason = `No package is known in the image: /${plainText(first, 120)}${more} cannot be compared with advisories. ${ADVICE}`;
  return [notCovered(reason)];
}

/** The advisories of one distribution do not apply to the packages of another one. */
function secondSystem({ distribution, types }: SystemFacts): InventoryGap[] {
  const systems = [...types].filter(isSystemType);
  const own = (distribution && databaseType(distribution)) ?? systems[0];
  const others = systems.filter((type) => type !== own).map((type) => DATABASES[type]);
  // Without packages of its own, the distribution is not covered anyway.
  if (others.length === 0 || own === undefined || !types.has(own)) return [];
  const name = plainText(distribution?.name ?? distribution?.id ?? 'The image', 80);
  return [
    partial(
      `${name} also has packages in ${others.join(' and ')}: the distribution that they belong to is not known`,
    ),
  ];
}

/** Root file systems in folders, such as of a chroot: their packages do not belong to the system of the image. */
function otherRoots(roots: ReadonlySet<string>): InventoryGap[] {
  if (roots.size === 0) return [];
  const named = [...roots].slice(0, MOST_NAMED).map((root) => `/${plainText(root, 120)}`);
  const more = roots.size - MOST_NAMED;
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    partial(
      `Packages of another system below ${list} are not read. Scan the image or the folder that it was copied from`,
    ),
  ];
}

const ADVICE = 'Scan an SBOM of the image that lists them';
const MOST_NAMED = 3;

function notCovered(reason: string): InventoryGap {
  return { state: 'not-covered', reason };
}

function partial(reason: string): InventoryGap {
  return { state: 'partial', reason };
}

function removedGap({ path, layer }: RemovedDatabase): InventoryGap {
  const remover = layer === undefined ? 'A layer' : `Layer ${layer}`;
  return partial(
    `${remover} removes ${path}: the packages that it listed before were checked, later changes are not known. Keep the file`,
  );
}

/** The sentence about the distribution whose packages are not known; undefined if they are. */
function missingDatabase(
  { distribution, types, empty }: SystemFacts,
  unreadable: readonly string[],
): string | undefined {
  if (!distribution)
    return types.size === 0 && empty[0] !== undefined ? `${empty[0]} lists no package` : undefined;
  const name = plainText(distribution.name ?? distribution.id, 80);
  const type = databaseType(distribution);
  if (type !== undefined)
    return types.has(type) ? undefined : `${name} has no packages in ${DATABASES[type]}`;
  if (hasSystem(types)) return undefined;
  const manager = unreadable.length > 0 ? ` (${unreadable.join(', ')})` : '';
  return `${name}${manager} is not supported: its packages are not known`;
}

/** The sentence about a file that shows a distribution whose name and database are both gone. */
function hiddenSystem(
  { distribution, types }: SystemFacts,
  unreadable: readonly string[],
  fileSystem: FileSystem,
): string | undefined {
  if (distribution || hasSystem(types) || unreadable.length > 0) return undefined;
  const path = traceOfSystem(fileSystem);
  return (
    path &&
    `/${plainText(path, 120)} belongs to a distribution, but its package database is missing`
  );
}

/**
 * A file that only distributions have: of their package manager, or their name. A C library alone may have been copied, as
 * may a shell that needs none, such as BusyBox: both together are a distribution.
 */
function traceOfSystem(fileSystem: FileSystem): string | undefined {
  let library: string | undefined;
  let shell: string | undefined;
  for (const { path, type } of fileSystem.entries()) {
    if (type !== 'file' && type !== 'hardlink') continue;
    if (PACKAGE_MANAGER.test(path)) return path;
    if (C_LIBRARY.test(path)) library ??= path;
    else if (SHELL.test(path)) shell ??= path;
  }
  return shell && library;
}

const PACKAGE_MANAGER =
  /^(?:etc\/(?:os-release|debian_version|alpine-release|redhat-release|system-release)$|usr\/lib\/os-release$|var\/lib\/(?:dpkg|apt|rpm)\/|etc\/(?:apk|apt|rpm)\/|(?:usr\/)?lib\/(?:apk|rpm|sysimage\/rpm)\/|(?:usr\/)?s?bin\/(?:dpkg|apt-get|rpm|apk)$)/;
/** Where Debian, Red Hat and Alpine have it. BusyBox and images of one program have it in lib. */
const C_LIBRARY =
  /^(?:usr\/)?(?:lib\/[^/]+-linux-gnu[^/]*\/libc\.so\.6|lib64\/libc\.so\.6|lib\/ld-musl-[^/]+)$/;
const SHELL = /^(?:usr\/)?bin\/(?:bash|dash|busybox)$/;

/** Types of packages that are installed next to those of a distribution. */
const ADDED: ReadonlySet<string> = new Set(['brew', 'nix', 'guix', 'snap']);

function hasSystem(types: ReadonlySet<string>): boolean {
  return [...types].some(isSystemType);
}

function isSystemType(type: string): type is DatabaseType {
  return Object.hasOwn(DATABASES, type) && !ADDED.has(type);
}

type DatabaseType =
  | ('deb' | 'apk' | 'rpm')
  | ('alpm' | 'ebuild' | 'opkg' | 'xbps' | 'slackware' | 'nix' | 'guix');

const DATABASES: Readonly<Record<DatabaseType, string>> = {
  deb: 'var/lib/dpkg',
  apk: 'lib/apk/db/installed',
  rpm: 'an rpm database',
  alpm: 'var/lib/pacman/local',
  ebuild: 'var/db/pkg',
  opkg: 'usr/lib/opkg/status',
  xbps: 'var/db/xbps',
  slackware: 'var/lib/pkgtools/packages',
  nix: 'nix/store',
  guix: 'gnu/store',
};

/** The os-release IDs of distributions, by the database that they have. Others are found by ID_LIKE. */
const IDS: Readonly<Record<DatabaseType, readonly string[]>> = {
  deb: ['debian', 'ubuntu', 'raspbian', 'devuan', 'kali', 'linuxmint', 'pureos', 'echo'],
  apk: ['alpine', 'wolfi', 'chainguard', 'postmarketos'],
  rpm: [
    ...['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn', 'scientific'],
    ...['sles', 'sled', 'suse', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'sle-micro'],
    ...['mariner', 'azurelinux', 'photon', 'openeuler', 'anolis', 'mageia', 'altlinux'],
    ...['cloudlinux', 'virtuozzo', 'opencloudos', 'tencentos', 'alinux', 'kylin'],
  ],
  alpm: ['arch', 'archarm', 'manjaro', 'endeavouros', 'cachyos', 'artix', 'steamos'],
  ebuild: ['gentoo'],
  opkg: ['openwrt', 'immortalwrt'],
  xbps: ['void'],
  slackware: ['slackware'],
  nix: ['nixos'],
  guix: ['guix'],
};

function databaseType({ id, like = [] }: Distribution): DatabaseType | undefined {
  for (const name of [id, ...like])
    for (const type of Object.keys(IDS) as DatabaseType[])
      if (IDS[type].includes(name)) return type;
  return undefined;
}

/** Files of package databases that no cataloger reads, by the name of the package manager. */
const UNREADABLE: readonly (readonly [manager: string, file: RegExp])[] = [
  ['snapd', /^var\/lib\/snapd\/snaps\/[^/]+\.snap$/],
  ['Flatpak', /^var\/lib\/flatpak\/(?:app|runtime)\/[^/]+\//],
  ['swupd', /^usr\/share\/clear\/bundles\/[^/]+$/],
];

/** The databases in the final file system that are not read. */
interface OtherDatabases {
  /** The names of package managers. */
  readonly unreadable: readonly string[];
  /** Folders with a root file system that has a database. */
  readonly roots: ReadonlySet<string>;
}

function databasesIn(fileSystem: FileSystem): OtherDatabases {
  const waiting = new Map(UNREADABLE);
  const roots = new Set<string>();
  for (const { path, type, size } of fileSystem.entries()) {
    if (type !== 'file' && type !== 'hardlink') continue;
    for (const [manager, file] of waiting) if (file.test(path)) waiting.delete(manager);
    const root = size > 0 && DATABASE_NAME.test(path) ? OTHER_ROOT.exec(path)?.[1] : undefined;
    if (root !== undefined && root !== 'usr') roots.add(root);
  }
  const managers = UNREADABLE.map(([manager]) => manager);
  return { unreadable: managers.filter((manager) => !waiting.has(manager)), roots };
}

/** How the paths of OTHER_ROOT end: that expression looks at each part of a path. */
const DATABASE_NAME =
  /\/(?:status|status\.d\/[^/]+|installed|rpmdb\.sqlite|Packages(?:\.db)?|container-manifest-2|desc|CONTENTS|packages\/[^/]+|pkgdb-[\w.]+\.plist)$/;
/** The paths that the catalogers of databases want, below a folder. */
const OTHER_ROOT =
  /^(.+?)\/(?:var\/lib\/dpkg\/status(?:\.d\/[^/]+)?|(?:usr\/)?lib\/apk\/db\/installed|(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/(?:rpmdb\.sqlite|Packages(?:\.db)?)|var\/lib\/rpmmanifest\/container-manifest-2|var\/lib\/pacman\/local\/[^/]+\/desc|var\/db\/pkg\/[^/]+\/[^/]+\/CONTENTS|(?:usr|var)\/lib\/opkg\/status|var\/db\/xbps\/pkgdb-[\w.]+\.plist|var\/(?:log|lib\/pkgtools)\/packages\/[^/]+(?:-[^/-]+){3})$/;
