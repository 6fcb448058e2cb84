import { createHash } from 'node:crypto';
import type { ContentKind } from '../core/image-difference.js';
import {
  arWithoutTimes,
  fontCacheWithoutTimes,
  gitIndexWithoutTimes,
  javaCertificatesWithoutTimes,
  zipWithoutTimes,
} from './format-times.js';
import { unusualLibraries } from './loader-cache.js';

/** The content of a file, without the file. */
export interface Contents {
  /** SHA-256, hex. */
  readonly digest: string;
  /** What it is. */
  readonly is: ContentKind;
  /** What a rebuild changes in the file: `byte code of Python`. */
  readonly noise?: string;
  /** The digest without what a rebuild changes. */
  readonly core?: string;
}

/** A kind of file that differs in each build. It is recognized by its content: any file can have its path. */
interface NoiseKind {
  readonly name: string;
  readonly path: RegExp;
  /** The part that says something; undefined for a file of another kind. Nothing of it may be executed or read as settings. */
  core(bytes: Uint8Array, text: () => string): Uint8Array | undefined;
}

/** The digest of the file without what a rebuild changes; nothing for a file of no such kind. */
export function digestWithoutNoise(
  path: string,
  bytes: Uint8Array,
): Pick<Contents, 'noise' | 'core'> {
  const kind = KINDS.find((one) => one.path.test(path));
  let text: string | undefined;
  const core = kind?.core(bytes, () => {
    text ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return text;
  });
  if (!kind || !core) return {};
  return { noise: kind.name, core: createHash('sha256').update(core).digest('hex') };
}

/** Whether the same of a file is noise at both paths. */
export function haveSameNoise(path: string, other: string): boolean {
  return KINDS.every((one) => one.path.test(path) === one.path.test(other));
}

/** Whether a file of this path must be read whole to see if a rebuild changes it. */
export function mayBeNoise(path: string): boolean {
  return KINDS.some((one) => one.path.test(path));
}

const NOTHING = new Uint8Array();
const NOTHING_DIGEST = createHash('sha256').update(NOTHING).digest('hex');

/** Whether a file has nothing besides what each build changes: a log, a package database. */
export function saysNothing({ core }: Contents): boolean {
  return core === NOTHING_DIGEST;
}

/** A text file of which every line has the form, so that a rebuild changes only times, names of mirrors and the like. */
function lines(form: RegExp): NoiseKind['core'] {
  return (_, text) => {
    const all = text();
    for (let at = 0; at < all.length; ) {
      const next = all.indexOf('\n', at);
      const end = next < 0 ? all.length : next;
      if (end > at && !form.test(all.slice(at, end))) return undefined;
      at = end + 1;
    }
    return NOTHING;
  };
}

/** A text file without the parts of this form. */
function textWithout(parts: RegExp): NoiseKind['core'] {
  return (_, text) => Buffer.from(text().replace(parts, ''), 'latin1');
}

const LOG_LINE =
  /^(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|update-alternatives \d{4}-|Start-Date: |End-Date: |Commandline: |Install: |Upgrade: |Remove: |Purge: |Reinstall: |Requested-By: |Log (?:started|ended): )/;

/** The magic numbers of apt's cache, SQLite, Berkeley DB, ndb and libsolv, with where they are. */
const DATABASES: readonly (readonly [at: number, magic: string])[] = [
  [0, '\xdc\x76\xfe\x98'],
  [0, 'SQLite format 3\0'],
  [12, '\x61\x15\x06\0'],
  [0, 'RpmP'],
  [0, 'SOLV'],
];

const KINDS: readonly NoiseKind[] = [
  {
    // PEP 552: magic number, flags, time and size of the source, or its hash.
    name: 'byte code of Python',
    path: /\/__pycache__\/[^/]+\.pyc$/,
    core: (bytes) => (bytes[2] === 0x0d && bytes[3] === 0x0a ? bytes.subarray(16) : undefined),
  },
  {
    // Made from the libraries, which are compared themselves.
    name: 'cache of the loader',
    path: /^etc\/ld\.so\.cache$/,
    core: unusualLibraries,
  },
  {
    // Only ldconfig reads it.
    name: 'cache of the loader',
    path: /^var\/cache\/ldconfig\/aux-cache$/,
    core: (_, text) => (/^glibc-ld\.so\.auxcache-[12]\.0/.test(text()) ? NOTHING : undefined),
  },
  {
    name: 'machine ID',
    path: /^(?:etc|var\/lib\/dbus)\/machine-id$/,
    core: (_, text) => (/^(?:[0-9a-f]{32}|uninitialized)?\n?$/.test(text()) ? NOTHING : undefined),
  },
  {
    // shadow(5): the third field is the day on which the password was set. 0 asks for a new password.
    name: 'days of passwords',
    path: /^etc\/shadow-?$/,
    core: textWithout(/(?<=^[^:\n]*:[^:\n]*:)[1-9]\d*(?=:)/gm),
  },
  {
    name: 'logs',
    path: /^var\/log\/(?:[^/]+\/)*(?:dpkg|alternatives|history|bootstrap|yum|dnf|dnf\.rpm|dnf\.librepo|hawkey)\.log$/,
    core: lines(LOG_LINE),
  },
  {
    // What the programs of the packages wrote is compared.
    name: 'logs',
    path: /^var\/log\/apt\/term\.log$/,
    core: textWithout(/^Log (?:started|ended): \d{4}-\d\d-\d\d {2}\d\d:\d\d:\d\d$/gm),
  },
  {
    // RFC 1952: the time and the operating system of the compression.
    name: 'times of compression',
    path: /\.gz$/,
    core: (bytes) =>
      bytes[0] === 0x1f && bytes[1] === 0x8b ? Uint8Array.from(bytes).fill(0, 4, 8) : undefined,
  },
  { name: 'times in archives', path: /\/cacerts$/, core: javaCertificatesWithoutTimes },
  { name: 'times in archives', path: /\.a$/, core: arWithoutTimes },
  { name: 'times in archives', path: /\.(?:zip|jar|war|whl)$/, core: zipWithoutTimes },
  { name: 'times of a Git work tree', path: /(?:^|\/)\.git\/index$/, core: gitIndexWithoutTimes },
  {
    // Each line: two commits, name, address, time and zone, and what was done.
    name: 'times of a Git work tree',
    path: /(?:^|\/)\.git\/logs\/(?:HEAD|refs\/.+)$/,
    core: textWithout(/(?<=> )\d+ [+-]\d{4}(?=\t)/g),
  },
  {
    name: 'caches of fonts',
    path: /(?:^|\/)(?:\.cache\/|cache\/|\.)fontconfig\/[^/]+\.cache-\d+$/,
    core: fontCacheWithoutTimes,
  },
  {
    name: 'package databases',
    path: /^(?:var\/lib\/dpkg\/(?:status|available|diversions|triggers\/[^/]+|[^/]+-old|status\.d\/[^/]+)|var\/cache\/debconf\/[^/]+|(?:usr\/)?lib\/apk\/db\/(?:installed|triggers))$/,
    core: lines(
      /^(?:[A-Za-z][\w-]*:(?: .*|[^ ].*)?| .*|\/\S*(?: \S+)*|[\w.+:-]+(?: [\w.+:/-]+)*)$/,
    ),
  },
  {
    name: 'package lists',
    path: /^var\/lib\/apt\/lists\/[^/]+$/,
    core: lines(
      /^(?:[A-Za-z][\w-]*:.*| .*|-----(?:BEGIN|END) PGP [A-Z ]+-----|[A-Za-z0-9+/=]{1,80})$/,
    ),
  },
  {
    // apt writes its cache of these lists with a magic number; SQLite and Berkeley DB are rpm's databases.
    name: 'package databases',
    path: /^(?:var\/cache\/apt\/(?:src)?pkgcache\.bin|(?:var\/lib|usr\/lib\/sysimage)\/rpm\/[^/]+|var\/(?:cache|lib)\/dnf\/(?:[^/]+\/)*[^/]+\.(?:sqlite|solvx?))$/,
    core: (_, text) =>
      text() === '' || DATABASES.some(([at, magic]) => text().startsWith(magic, at))
        ? NOTHING
        : undefined,
  },
];
