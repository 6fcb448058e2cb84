import type { Distribution } from '../core/package.js';

/** Files that identify the distribution, the most reliable first. */
export const DISTRIBUTION_FILES = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/system-release-cpe',
  'etc/redhat-release',
  'etc/centos-release',
  'etc/fedora-release',
  'etc/oracle-release',
  'etc/alpine-release',
  'etc/lsb-release',
  'etc/debian_version',
] as const;

export type DistributionFile = (typeof DISTRIBUTION_FILES)[number];

/** The distribution of a root file system: from os-release, else from the files of older systems; undefined if none. */
export function distributionOf(
  files: ReadonlyMap<DistributionFile, string>,
): Distribution | undefined {
  for (const path of DISTRIBUTION_FILES) {
    const text = files.get(path);
    const distribution = text === undefined ? undefined : PARSERS[path](text);
    if (distribution) return withDebianVersion(distribution, files.get('etc/debian_version'));
  }
  return undefined;
}

/**
 * The distribution of an image without any of these files, by a package that only this distribution has. Source: images of
 * cleanstart.com, whose package databases have `clnstrt-baselayout`.
 */
export function distributionOfPackages(
  packages: readonly { readonly type: string; readonly name: string }[],
): Distribution | undefined {
  return packages.some(({ type, name }) => type === 'apk' && name === 'clnstrt-baselayout')
    ? { id: 'cleanstart', name: 'CleanStart' }
    : undefined;
}

const PARSERS: Record<DistributionFile, (text: string) => Distribution | undefined> = {
  'etc/os-release': parseOsRelease,
  'usr/lib/os-release': parseOsRelease,
  'etc/system-release-cpe': parseCpe,
  'etc/redhat-release': parseReleaseLine,
  'etc/centos-release': parseReleaseLine,
  'etc/fedora-release': parseReleaseLine,
  'etc/oracle-release': parseReleaseLine,
  'etc/alpine-release': (text) => parseVersion(text, 'alpine', 'Alpine Linux'),
  'etc/lsb-release': parseLsbRelease,
  'etc/debian_version': (text) => parseVersion(text, 'debian', 'Debian GNU/Linux'),
};

/** Source: os-release(5). */
function parseOsRelease(text: string): Distribution | undefined {
  const fields = assignments(text);
  const name = fields.get('NAME');
  const id = fields.get('ID')?.toLowerCase() || undefined;
  if (!id && !name) return undefined;
  const like = fields.get('ID_LIKE')?.toLowerCase().split(/\s+/).filter(Boolean);
  return {
    // os-release(5): "If not set, a default of ID=linux may be used".
    id: id ?? 'linux',
    version: fields.get('VERSION_ID'),
    codename: fields.get('VERSION_CODENAME') ?? fields.get('UBUNTU_CODENAME'),
    name,
    like: like?.length ? like : undefined,
    cpe: fields.get('CPE_NAME'),
  };
}

/** Far more than any name or version has; they become part of every package URL. */
const MAX_VALUE = 200;

/** The assignments of os-release(5), with quotes and backslash escapes. Variables are not expanded. */
function assignments(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim());
    if (!match?.[1]) continue;
    const value = unquote(match[2] ?? '');
    if (value) fields.set(match[1], value.slice(0, MAX_VALUE));
  }
  return fields;
}

function unquote(value: string): string {
  const quote = value[0];
  if ((quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)) {
    const inner = value.slice(1, -1);
    return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
  }
  return value;
}

/** `cpe:/o:centos:linux:6:GA`: part, vendor, product, version. */
function parseCpe(text: string): Distribution | undefined {
  const [scheme, part, vendor, product, version] = text.trim().split(':');
  if (scheme !== 'cpe' || part !== '/o' || !vendor || !product) return undefined;
  if (!version || !/^\d/.test(version)) return undefined;
  const id = vendor === 'redhat' ? 'rhel' : vendor === 'oracle' ? 'ol' : vendor;
  return { id, version, name: vendor, cpe: text.trim() };
}

/** `Red Hat Enterprise Linux Server release 6.10 (Santiago)`. */
function parseReleaseLine(text: string): Distribution | undefined {
  const match = /^(.*?)\s+(?:Linux\s+)?release\s+(\d+(?:\.\d+)*)\b(?:\s*\(([^)]*)\))?/i.exec(
    (text.split('\n')[0] ?? '').slice(0, 500),
  );
  if (!match?.[1] || !match[2]) return undefined;
  const name = match[1].trim();
  const id = RELEASE_NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (!id) return undefined;
  return { id, version: match[2], name, codename: match[3] || undefined };
}

const RELEASE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^red hat/i, 'rhel'],
  [/^centos/i, 'centos'],
  [/^alma/i, 'almalinux'],
  [/^rocky/i, 'rocky'],
  [/^fedora/i, 'fedora'],
  [/^oracle/i, 'ol'],
  [/^scientific/i, 'scientific'],
  [/^amazon/i, 'amzn'],
  [/^openeuler/i, 'openeuler'],
  [/^cloudlinux/i, 'cloudlinux'],
  [/^virtuozzo/i, 'virtuozzo'],
  [/^mariner|^cbl-mariner/i, 'mariner'],
];

/** The file of Ubuntu before os-release. */
function parseLsbRelease(text: string): Distribution | undefined {
  const fields = assignments(text);
  const id = fields.get('DISTRIB_ID')?.toLowerCase();
  if (!id) return undefined;
  return {
    id,
    version: fields.get('DISTRIB_RELEASE'),
    codename: fields.get('DISTRIB_CODENAME'),
    name: fields.get('DISTRIB_ID'),
  };
}

function parseVersion(text: string, id: string, name: string): Distribution | undefined {
  const version = text.trim().slice(0, 100);
  if (/^\d+(\.\d+)*/.test(version)) return { id, version, name };
  // Debian testing has `trixie/sid`: a release without a number.
  const codename = id === 'debian' ? /^([a-z]+)\/sid$/.exec(version)?.[1] : undefined;
  return codename === undefined ? undefined : { id, name, codename };
}

/** The os-release of some Debian images has no VERSION_ID; then etc/debian_version has it. */
function withDebianVersion(distribution: Distribution, text: string | undefined): Distribution {
  if (distribution.id !== 'debian' || distribution.version || !text) return distribution;
  const version = text.trim();
  return /^\d+(\.\d+)*$/.test(version) ? { ...distribution, version } : distribution;
}
