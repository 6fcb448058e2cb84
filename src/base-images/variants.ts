import { OFFICIAL_TAGS } from './data/official-tags.js';
import { OTHER_TAGS } from './data/other-tags.js';

/** What the words of a tag after its version say. */
export interface Flavor {
  /** `bookworm`, `alpine3.20`, `al2023`; undefined for the image's usual one. */
  readonly system: string | undefined;
  readonly slim: boolean;
  /** The rest, in order: `fpm`, `jre`, `management`. */
  readonly role: string;
}

/** One image under one version, and the names it has: `-bookworm-slim`, `-slim`. */
export interface Variant {
  /** The most exact that is a tag: `20.20.2`. */
  readonly version: string;
  readonly names: readonly { readonly suffix: string; readonly flavour: Flavor }[];
}

/** The images that one of this name has now: Docker's official, or another publisher's of the table. */
export interface OfficialImage {
  /** The version to begin with: long-term or stable where the maintainers have such. */
  readonly usual: string;
  readonly variants: readonly Variant[];
}

const parsed = new Map<string, OfficialImage | undefined>();

/** Undefined for an image that the table does not have. */
export function officialImage(name: string): OfficialImage | undefined {
  if (!parsed.has(name)) parsed.set(name, parse(OFFICIAL_TAGS.get(name) ?? OTHER_TAGS.get(name)));
  return parsed.get(name);
}

function parse(text: string | undefined): OfficialImage | undefined {
  if (text === undefined) return undefined;
  const [usual = '', ...groups] = text.split('|');
  const variants = groups.flatMap((group) => {
    const [versions = '', ...images] = group.split(' ');
    const named = images.map((names) =>
      names.split('=').map((name) => {
        const suffix = name === '.' ? '' : name;
        return { suffix, flavour: flavourOf(suffix) };
      }),
    );
    return versions.split(',').flatMap((version) => named.map((names) => ({ version, names })));
  });
  return { usual, variants };
}

/** A tag as version and flavour; undefined for words such as `latest` and for pre-releases. */
export function readTag(tag: string): { version: string; flavour: Flavor } | undefined {
  const match = /^v?(\d{1,9}(?:\.\d{1,9}){0,4})(?:_\d{1,9})?((?:-[A-Za-z0-9._-]+)?)$/.exec(tag);
  const [, version, suffix = ''] = match ?? [];
  if (version === undefined || /-(?:rc|ea|beta|alpha|b)\d*(?:[.-]|$)/i.test(suffix))
    return undefined;
  return { version, flavour: flavourOf(suffix) };
}

/** Words of a system: code names, `alpine`, Amazon's, Red Hat's, Oracle's, the C libraries of busybox. */
const SYSTEM =
  /^(?:alpine[\d.]*|al2(?:023)?|amazonlinux\d*|(?:rhel-)?ubi\d+(?:-minimal)?|oracle(?:linux\d*)?|glibc|musl|uclibc|buster|bullseye|bookworm|trixie|forky|stretch|jessie|wheezy|sid|focal|jammy|noble|resolute|bionic|xenial|trusty|lunar|mantic|oracular|plucky|questing)$/;

function flavourOf(suffix: string): Flavor {
  // Temurin parts alpine from its version; ubi-minimal is one word, too.
  const words = suffix
    .replace(/alpine-(?=\d)/, 'alpine')
    .replace(/ubi(\d+)-minimal/, 'ubi$1minimal')
    .split('-');
  let system: string | undefined;
  const role: string[] = [];
  for (const word of words.filter((w) => w !== '' && w !== 'slim')) {
    if (system === undefined && SYSTEM.test(word.replace('minimal', '-minimal'))) system = word;
    else role.push(word);
  }
  return { system, slim: words.includes('slim'), role: role.join('-') };
}

/** Positive when `a` is later than `b`, as far as both say: 3.12 and 3.12.1 are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isMusl({ system }: Flavor): boolean {
  return system !== undefined && /^(?:alpine|musl)/.test(system);
}
