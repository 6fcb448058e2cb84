import { apk as apkVersions } from '../../../src/vulnerabilities/versions/apk.js';
import { deb } from '../../../src/vulnerabilities/versions/deb.js';
import type { TarMember } from '../../image/build-tar.js';
import { apkIndexFile, debSuite } from './index-server.js';
import { APK, APT } from './upgraded-repository.js';

/** What an index is on a day. */
export type IndexState = 'good' | 'without' | 'stale' | 'forged' | 'truncated' | 'huge' | 'gone';

/** Installed packages: a version by name. */
export type Versions = Readonly<Record<string, string>>;

export interface Day {
  readonly index: IndexState;
  readonly published: Versions;
  /** What the base image has; the same as on the day before: its publisher did nothing. */
  readonly base: Versions;
  /** The source packages with a published fix, and its version. */
  readonly fixed: Versions;
  /** Whether the base image has every version that the repository has. */
  readonly caughtUp: boolean;
}

/** A base image and a package index from day to day. */
export interface History {
  readonly number: number;
  readonly system: 'apt' | 'apk';
  readonly isPinned: boolean;
  readonly shape: Shape;
  /** What the base image becomes before it has all versions. */
  readonly middle: (typeof MIDDLES)[number];
  /** A package that the base image keeps at its version. */
  readonly held: string | undefined;
  readonly days: readonly Day[];
}

const SHAPES = [
  ...(['plain', 'stages', 'child', 'user', 'user-then-root', 'onbuild', 'base-onbuild'] as const),
];
type Shape = (typeof SHAPES)[number];

/** The same; with other packages; with the first fix; with the first fixed versions, but not with those of the index. */
const MIDDLES = [...(['same', 'moved', 'partly', 'fixed'] as const)];

const BAD: readonly IndexState[] = [
  ...(['good', 'without', 'stale', 'forged', 'truncated', 'huge', 'gone'] as const),
];

/** The source package of each package. */
const SOURCES: Readonly<Record<History['system'], Versions>> = {
  apk: { libcrypto3: 'openssl', libssl3: 'openssl', zlib: 'zlib', libcurl: 'curl', musl: 'musl' },
  apt: { libssl3: 'openssl', openssl: 'openssl', zlib1g: 'zlib', libcurl4: 'curl', libc6: 'glibc' },
};

/** A package of Debian whose version is not that of its source package. */
const OWN_VERSION = 'libcurl4';

/** Deterministic numbers from 0 to 1: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const HISTORIES: readonly History[] = Array.from({ length: 60 }, (_, number) =>
  createHistory(number),
);

function createHistory(number: number): History {
  const next = random(20_261_202 + number);
  const chance = (share: number) => next() < share;
  const system = number % 2 === 0 ? 'apt' : 'apk';
  const written = (step: number) => (system === 'apt' ? `1.${step}-1` : `1.${step}.0-r0`);
  const names = Object.keys(SOURCES[system]);
  const all = (step: (name: string) => number): Versions =>
    Object.fromEntries(
      names.map((name) => [name, `${name === OWN_VERSION ? '9:' : ''}${written(step(name))}`]),
    );
  const sources = ['openssl', 'zlib', 'curl'];
  const first = sources.slice(0, chance(0.5) ? 1 : 2);
  const isSecond = chance(0.4);
  const held = chance(0.2) ? names.find((name) => SOURCES[system][name] === 'curl') : undefined;
  const fixesOf = (list: readonly string[]): Versions =>
    Object.fromEntries(list.map((source) => [source, written(1)]));
  const early = { ...fixesOf(first), ...(held !== undefined && { curl: written(1) }) };
  const more = isSecond ? { ...early, ...fixesOf(['curl']) } : early;
  const newest = chance(0.4) ? 2 : 1;
  const bad = BAD[Math.floor(next() * BAD.length)] ?? 'good';
  const middle = MIDDLES[Math.floor(next() * MIDDLES.length)] ?? 'same';
  // The version that fixed the first source package first has another vulnerability.
  const isAgain = newest === 1 && middle === 'fixed';
  const late = isAgain ? { ...more, [first[0] ?? '']: written(2) } : more;
  const index = (fixed: Versions) => {
    const isFixed = (name: string) => (SOURCES[system][name] ?? '') in fixed;
    const isRaised = (name: string) =>
      isAgain && fixed === late && SOURCES[system][name] === first[0];
    return all((name) => (isRaised(name) ? 2 : isFixed(name) ? newest : 0));
  };
  const old = all(() => 0);
  const middles: Readonly<Record<(typeof MIDDLES)[number], Versions>> = {
    same: old,
    moved: { ...old, musl: written(1), libc6: written(1) },
    partly: all((name) => (first.length > 1 && SOURCES[system][name] === first[0] ? newest : 0)),
    fixed: all((name) => ((SOURCES[system][name] ?? '') in early ? 1 : 0)),
  };
  const base = Object.fromEntries(names.map((name) => [name, middles[middle][name] ?? '']));
  const day = (fixed: Versions, installed: Versions, state: IndexState = 'good'): Day => ({
    ...{ index: state, base: installed, fixed },
    published: state === 'without' ? old : index(fixed),
    caughtUp: installed !== base && installed !== old,
  });
  // A base image that has all that the repository has is no day in the middle.
  const isCaughtUp = names.every((name) => base[name] === index(late)[name]);
  const between = isCaughtUp ? old : base;
  return {
    ...{ number, system, held, isPinned: chance(0.4), middle },
    shape: SHAPES[Math.floor(next() * SHAPES.length)] ?? 'plain',
    days: [
      day(early, old, bad),
      day(early, old),
      day(late, between),
      day(late, between, chance(0.3) ? 'gone' : 'good'),
      day(late, index(late)),
    ],
  };
}

/** The Dockerfile before any step. */
export function dockerfileOf({ shape }: History, reference: string): string {
  const from = `FROM ${reference}`;
  const end = ['COPY app /app', 'HEALTHCHECK NONE', 'USER 1000', 'CMD ["app"]'];
  const lines: Readonly<Record<Shape, readonly string[]>> = {
    plain: [from, ...end],
    stages: [`${from} AS build`, 'COPY app /x', from, ...end],
    child: [`${from} AS base`, 'COPY app /x', 'FROM base', ...end],
    user: [from, ...end],
    'user-then-root': [from, 'USER root', ...end],
    onbuild: [from, 'ONBUILD USER nobody', ...end],
    'base-onbuild': [from, ...end],
  };
  return `${lines[shape].join('\n')}\n`;
}

/** The user of the base image. */
export function userOf({ shape }: History): string | undefined {
  return shape.startsWith('user') ? 'app' : undefined;
}

/** The files of an image with these packages. */
export function filesOf({ system, held }: History, versions: Versions): readonly TarMember[] {
  return system === 'apk'
    ? [
        { name: 'etc/os-release', body: 'ID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine"\n' },
        ...APK.filter(({ name }) => name !== 'etc/apk/world'),
        { name: 'etc/apk/world', body: held ? `${held}=${versions[held]}\n` : 'musl\n' },
        database('apk', versions, held),
      ]
    : [
        {
          name: 'etc/os-release',
          body: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian 12"\n',
        },
        ...APT,
        database('apt', versions, held),
      ];
}

function database(
  system: History['system'],
  versions: Versions,
  held: string | undefined,
): TarMember {
  const stanzas = Object.entries(versions).map(([name, version]) => {
    const source = SOURCES[system][name];
    if (system === 'apk') return `P:${name}\nV:${version}\nA:x86_64\no:${source}\n`;
    const own = name === OWN_VERSION ? ` (${version.replace('9:', '')})` : '';
    const status = name === held ? 'hold' : 'install';
    return `Package: ${name}\nStatus: ${status} ok installed\nArchitecture: amd64\nSource: ${source}${own}\nVersion: ${version}\n`;
  });
  const name = system === 'apk' ? 'lib/apk/db/installed' : 'var/lib/dpkg/status';
  return { name, body: `${stanzas.join('\n')}\n` };
}

const APT_COMMAND =
  /^apt-get update && apt-get install -y --only-upgrade --no-install-recommends (.+) && rm -rf \/var\/lib\/apt\/lists\/\*$/;
const APK_COMMAND = /^apk upgrade --no-cache (.+)$/;

/**
 * What the package manager does with the packages of the image, by the index of the day; undefined if it fails: for another user
 * than root, for a name that it does not know, and apt for a held package that has a newer version.
 */
export function upgraded(
  { system, held }: History,
  { index, published }: Day,
  installed: Versions,
  command: string,
  user: string,
): Versions | undefined {
  const names = (system === 'apt' ? APT_COMMAND : APK_COMMAND).exec(command)?.[1]?.split(' ');
  if (!names || !/^(?:root|0)$/.test(user) || (index !== 'good' && index !== 'without'))
    return undefined;
  const compare = system === 'apt' ? deb.compare : apkVersions.compare;
  const after = { ...installed };
  for (const name of names) {
    const [from, to] = [installed[name], published[name]];
    if (from === undefined || to === undefined) return undefined;
    if (compare(to, from) <= 0) continue;
    if (name === held && system === 'apt') return undefined;
    if (name !== held) after[name] = to;
  }
  return after;
}

/** What the servers have on a day, by path. */
export function servedFiles({ system }: History, day: Day): ReadonlyMap<string, Uint8Array> {
  if (day.index === 'gone') return new Map();
  return new Map(system === 'apk' ? apkFiles(day) : debFiles(day));
}

/** More than an index may have. */
const HUGE = Buffer.alloc(65 << 20);

function apkFiles({ index, published }: Day): [string, Uint8Array][] {
  const file = apkIndexFile(published);
  const served: Readonly<Partial<Record<IndexState, Uint8Array>>> = {
    stale: Buffer.from('<html>it moved</html>'),
    forged: Buffer.concat([file.subarray(0, file.length - 20), Buffer.alloc(20)]),
    truncated: file.subarray(0, file.length - 30),
    huge: HUGE,
  };
  return ['main', 'community'].map((name) => [
    `/dl-cdn.alpinelinux.org/alpine/v3.22/${name}/x86_64/APKINDEX.tar.gz`,
    name === 'main' ? (served[index] ?? file) : apkIndexFile({ other: '1.0.0-r0' }),
  ]);
}

function debFiles({ index, published }: Day): [string, Uint8Array][] {
  const withSources = Object.fromEntries(
    Object.entries(published).map(([name, version]) => [
      name,
      name === OWN_VERSION ? `${version} curl (${version.replace('9:', '')})` : version,
    ]),
  );
  const base = '/deb.debian.org/debian';
  const security = debSuite(
    '/security.debian.org/debian-security',
    'bookworm-security',
    withSources,
    {
      ...(index === 'stale' && { until: 'Mon, 02 Nov 2026 00:00:00 UTC' }),
    },
  ).map(([path, content]): [string, Uint8Array] => {
    if (!path.includes('by-hash')) return [path, content];
    if (index === 'huge') return [path, HUGE];
    if (index === 'truncated') return [path, content.subarray(0, -9)];
    return [path, index === 'forged' ? Buffer.alloc(content.length) : content];
  });
  return [
    ...debSuite(base, 'bookworm', { other: '1.0-1' }),
    ...debSuite(base, 'bookworm-updates', {}),
    ...security,
  ].map(([path, content]) => [path, content]);
}
