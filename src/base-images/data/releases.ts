import { LIFETIMES } from './lifetimes.js';

/** The support period of one release of a product; days in ISO 8601. */
export interface Release {
  /** `12`, `3.20`. */
  readonly release: string;
  /** The last day of free updates. */
  readonly until: string;
  /** The last day of extended support: free for Debian, paid for the others. */
  readonly extendedUntil: string | undefined;
  readonly codename: string | undefined;
}

/** Products with free extended support. */
export const FREE_EXTENSION: ReadonlySet<string> = new Set(['debian']);

/** The last day of updates that are free. */
export function freeUntil(product: string, { until, extendedUntil }: Release): string {
  return FREE_EXTENSION.has(product) ? (extendedUntil ?? until) : until;
}

/** The most exact release that a version or code name belongs to: 3.8 for 3.8.20, 12 for bookworm. */
export function releaseOf(product: string, version: string): Release | undefined {
  const releases = releasesOf(product);
  const parts = version.replace(/^v/, '').split('.').slice(0, 8);
  for (let length = parts.length; length > 0; length--) {
    const found = releases.get(parts.slice(0, length).join('.'));
    if (found) return found;
  }
  return undefined;
}

const parsed = new Map<string, ReadonlyMap<string, Release>>();

/** By release and by code name. */
function releasesOf(product: string): ReadonlyMap<string, Release> {
  let releases = parsed.get(product);
  if (!releases) {
    releases = new Map((LIFETIMES.get(product)?.split(' ') ?? []).flatMap(parse));
    parsed.set(product, releases);
  }
  return releases;
}

function parse(entry: string): [string, Release][] {
  const [names = '', until = '', extendedUntil] = entry.split(':');
  const [release = '', codename] = names.split('/');
  const found: Release = { release, until, extendedUntil, codename };
  return names.split('/').map((name): [string, Release] => [name, found]);
}
