import { splitReference } from '../core/reference.js';
/** The parts of a tag after its version. */
export interface Flavor {
  /** `bookworm`, `alpine3.20`, `al2023`; undefined for the image's default distribution. */
  readonly distribution: string | undefined;
  readonly slim: boolean;
  /** The remaining parts, in order: `fpm`, `jre`, `management`. */
  readonly role: string;
}

/** A tag as version and flavor; undefined for a word such as `latest` and for a pre-release. */
export function readTag(tag: string): { version: string; flavor: Flavor } | undefined {
  const match = /^v?(\d{1,9}(?:\.\d{1,9}){0,4})(?:_\d{1,9})?((?:-[A-Za-z0-9._-]+)?)$/.exec(tag);
  const [, version, suffix = ''] = match ?? [];
  if (version === undefined || /-(?:rc|ea|beta|alpha|b)\d*(?:[.-]|$)/i.test(suffix))
    return undefined;
  return { version, flavor: readFlavor(suffix) };
}

/** Code names, `alpine`, the distributions of Amazon, Red Hat and Oracle, the C libraries of busybox. */
const DISTRIBUTION =
  /^(?:alpine[\d.]*|al2(?:023)?|amazonlinux\d*|(?:rhel-)?ubi\d+(?:-minimal)?|oracle(?:linux\d*)?|glibc|musl|uclibc|buster|bullseye|bookworm|trixie|forky|stretch|jessie|wheezy|sid|focal|jammy|noble|resolute|bionic|xenial|trusty|lunar|mantic|oracular|plucky|questing)$/;

/** The flavor of a tag's suffix: `-slim-bookworm`, `-fpm-alpine`. */
export function readFlavor(suffix: string): Flavor {
  // Temurin writes alpine-3.21, Red Hat ubi9-minimal: each is one part.
  const parts = suffix
    .replace(/alpine-(?=\d)/, 'alpine')
    .replace(/ubi(\d+)-minimal/, 'ubi$1minimal')
    .split('-');
  let distribution: string | undefined;
  const role: string[] = [];
  for (const part of parts.filter((p) => p !== '' && p !== 'slim')) {
    if (distribution === undefined && DISTRIBUTION.test(part.replace('minimal', '-minimal')))
      distribution = part;
    else role.push(part);
  }
  return { distribution, slim: parts.includes('slim'), role: role.join('-') };
}

export function isMusl({ distribution }: Flavor): boolean {
  return distribution !== undefined && /^(?:alpine|musl)/.test(distribution);
}

/**
 * Whether a tag is at least as exact as another one, which may be a word such as `latest`: its version has as many numbers,
 * and its distribution is named as exactly. `3.9.7-slim-bookworm` is more exact than `3.9-slim-bookworm` and `3.9.7-slim`.
 */
export function isAsExact(tag: string, than: string): boolean {
  const found = readTag(tag);
  const other = readTag(than);
  if (!other) return true;
  return (
    found !== undefined &&
    numbersOf(tag) >= numbersOf(than) &&
    distributionExactness(found.flavor) >= distributionExactness(other.flavor)
  );
}

/** The numbers at the beginning of a tag, with those of a build: 21.0.12_8 of Java has 4, 9.3-1610 of Red Hat has 3. */
function numbersOf(tag: string): number {
  return /^v?\d+(?:[._]\d+)*(?:-\d{4,}(?=-|$))?/.exec(tag)?.[0].split(/[._-]/).length ?? 0;
}

/** From 0 for no distribution to 3 for one release of it: alpine is 1, alpine3 is 2, alpine3.20 and bookworm are 3. */
export function distributionExactness({ distribution }: Flavor): number {
  if (distribution === undefined) return 0;
  if (/^(?:alpine|glibc|musl|uclibc|oracle|oraclelinux)$/.test(distribution)) return 1;
  return /^alpine\d+$/.test(distribution) ? 2 : 3;
}

/** Positive when `a` is newer than `b`, by the numbers that both have: 3.12 and 3.12.1 are equal. 21.0.12_8 has four. */
export function compareTagVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[._]/).map(Number), b.split(/[._]/).map(Number)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The reference with the newest of the registry's tags that has the same form, `24.19.0-slim`, and the same release
 * line: a tag that is newer than the built-in table. Returns the reference itself when there is none.
 */
export function withNewestTag(reference: string, line: string, tags: readonly string[]): string {
  const { name, tag = '' } = splitReference(reference);
  const current = readTag(tag);
  if (!current) return reference;
  const suffix = tag.slice(current.version.length);
  const newest = tags
    .filter((candidate) => candidate.endsWith(suffix))
    .map((candidate) => candidate.slice(0, candidate.length - suffix.length))
    .filter(
      (version) =>
        /^\d{1,9}(?:\.\d{1,9}){0,4}$/.test(version) &&
        version.split('.').length === current.version.split('.').length &&
        `${version}.`.startsWith(`${line}.`),
    )
    .reduce(
      (best, version) => (compareTagVersions(version, best) > 0 ? version : best),
      current.version,
    );
  return `${name}:${newest}${suffix}`;
}
