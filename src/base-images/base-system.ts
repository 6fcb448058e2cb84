import type { FileReader, FileSystem, Image } from '../image/image.js';
import { isRootUser } from '../image/root-user.js';
import { stanzas } from '../inventory/stanzas.js';

/** What decides whether an instruction above a base image can upgrade its packages, and to which versions. */
export interface BaseSystem {
  readonly os: string;
  /** The user of its configuration; absent for root. */
  readonly user?: string;
  /** The shell of its configuration; absent: `/bin/sh`. */
  readonly shell?: readonly string[];
  /** Instructions that a build runs directly after FROM. */
  readonly onBuild: readonly string[];
  readonly hasShell: boolean;
  /** `apt`, `apk`, `dnf`, `microdnf`, `yum`: those that are installed. */
  readonly managers: readonly string[];
  /** The package repositories, as `address suite component…`. */
  readonly sources: readonly string[];
  /** The packages that the package manager is told to keep; `*` if rules choose them. */
  readonly held: readonly string[];
}

/** Longer files of these names are not configurations. */
const MAX_BYTES = 1 << 20;
/** The database of dpkg has a state for each package. */
const MAX_STATUS_BYTES = 16 << 20;

const STATUS = 'var/lib/dpkg/status';
const FILES =
  /^etc\/(?:apk\/(?:repositories|world)|apt\/(?:sources\.list|preferences)(?:\.d\/[^/]+)?|yum\.repos\.d\/[^/]+\.repo|dnf\/dnf\.conf|yum\.conf)$/;

/** The programs of package managers, by the name that a plan has for them. */
const PROGRAMS: readonly (readonly [manager: string, paths: readonly string[]])[] = [
  ['apt', ['usr/bin/apt-get']],
  ['apk', ['sbin/apk', 'usr/sbin/apk', 'usr/bin/apk']],
  ['dnf', ['usr/bin/dnf', 'usr/bin/dnf5']],
  ['microdnf', ['usr/bin/microdnf']],
  ['yum', ['usr/bin/yum']],
];

/** Reads the configuration of package managers during the walk over the layers of a base image. */
export function startBaseSystem(): {
  readonly reader: FileReader;
  finish(files: FileSystem, image: Image): BaseSystem;
} {
  const texts = new Map<string, { readonly layer: number; readonly text: string }>();
  return {
    reader: {
      wants: ({ path, size }) => {
        if (path === STATUS) return size > MAX_STATUS_BYTES ? 0 : size;
        return FILES.test(path) && size <= MAX_BYTES ? size : 0;
      },
      read({ path, layer, bytes }) {
        texts.set(path, { layer, text: Buffer.from(bytes).toString('utf8') });
      },
    },
    finish(files, { config }) {
      const isThere = (path: string) => files.resolve(path) !== undefined;
      const final = [...texts].flatMap(([path, { layer, text }]) =>
        files.get(path)?.layer === layer ? [{ path, text }] : [],
      );
      return {
        os: config.os ?? '',
        ...(!isRootUser(config.user) && config.user !== undefined && { user: config.user }),
        ...(config.shell && { shell: config.shell }),
        onBuild: config.onBuild ?? [],
        hasShell: isThere('bin/sh'),
        managers: PROGRAMS.flatMap(([manager, paths]) => (paths.some(isThere) ? manager : [])),
        sources: final.flatMap(({ path, text }) => sourcesIn(path, text)),
        held: final.flatMap(({ path, text }) => heldIn(path, text)),
      };
    },
  };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Sources: sources.list(5), apk-repositories(5), dnf.conf(5). */
function sourcesIn(path: string, text: string): readonly string[] {
  if (path === 'etc/apk/repositories') return linesOf(text);
  if (path.endsWith('.sources')) return [...stanzas(text)].flatMap(deb822Sources);
  if (path.startsWith('etc/apt/sources.list'))
    return linesOf(text).flatMap((line) => /^deb\s+(?:\[[^\]]*\]\s+)?(.+)$/.exec(line)?.[1] ?? []);
  if (path.endsWith('.repo'))
    return linesOf(text).flatMap(
      (line) => /^(?:metalink|mirrorlist|baseurl)\s*=\s*(\S+)/.exec(line)?.[1] ?? [],
    );
  return [];
}

function deb822Sources(fields: ReadonlyMap<string, string>): readonly string[] {
  const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
  const isOn = !/^(?:no|false|off|0)$/i.test(fields.get('enabled') ?? '');
  if (!isOn || !words('types').includes('deb')) return [];
  const components = words('components').join(' ');
  return words('uris').flatMap((uri) =>
    words('suites').map((suite) => `${uri} ${suite} ${components}`),
  );
}

/** Sources: dpkg(1), "package selection states"; apt_preferences(5); apk-world(5); dnf.conf(5). */
function heldIn(path: string, text: string): readonly string[] {
  if (path === STATUS)
    return [...stanzas(text)].flatMap((fields) =>
      fields.get('status')?.startsWith('hold ') ? (fields.get('package') ?? []) : [],
    );
  if (path === 'etc/apk/world')
    return linesOf(text).flatMap((line) => /^([^=<>~@]+)[=<>~@]/.exec(line)?.[1] ?? []);
  if (path.startsWith('etc/apt/preferences')) return /^Pin:/im.test(text) ? ['*'] : [];
  if (path.endsWith('.conf')) return /^\s*exclude(?:pkgs)?\s*=/m.test(text) ? ['*'] : [];
  return [];
}
