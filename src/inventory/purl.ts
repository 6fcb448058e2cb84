import { PackageURL } from 'packageurl-js';
import type { Distribution } from '../core/package.js';
import type { PackageUrl } from '../core/package-url.js';
import type { FoundPackage } from './cataloger.js';

/**
 * The package URL of a package; for a distribution package with the qualifiers of its type.
 * Source: ECMA-427, types alpm, deb, apk and rpm (`arch`, `distro`, `epoch`, `upstream`). The types brew, ebuild, nix, opkg,
 * slackware, snap and xbps are not registered; their names are those that other scanners write. Throws when `hasPurl` is false.
 */
export function purlOf(found: FoundPackage, distribution: Distribution | undefined): string {
  const { type } = found;
  if (DISTRIBUTION_TYPES.has(type)) return distributionPurl(found, distribution);
  const separator = type === 'maven' ? ':' : NAMESPACED_TYPES.has(type) ? '/' : undefined;
  const at = separator ? found.name.lastIndexOf(separator) : -1;
  return canonicalPurl({
    type,
    namespace: at > 0 ? found.name.slice(0, at) : undefined,
    name: at > 0 ? found.name.slice(at + 1) : found.name,
    version: languageVersion(found) || undefined,
    qualifiers: new Map(),
  });
}

const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set([
  ...['deb', 'apk', 'rpm', 'alpm', 'opkg', 'xbps', 'slackware'],
]);

/** Types whose names consist of a namespace and a name. */
const NAMESPACED_TYPES: ReadonlySet<string> = new Set([
  'npm',
  'golang',
  'composer',
  'swift',
  'github',
  'pear',
  'generic',
  'ebuild',
  'brew',
]);

/** Without `(devel)`, with which Go marks an unknown version, and without the `go` of Go releases (`go1.22.4`). */
function languageVersion({ type, name, version }: FoundPackage): string {
  if (type !== 'golang') return version;
  if (name === 'stdlib') return version.replace(/^go/, '');
  return version === '(devel)' ? '' : version;
}

/** The namespace of distributions for which it is not the os-release ID. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['opensuse-leap', 'opensuse'],
  ['opensuse-tumbleweed', 'opensuse'],
  ['sles', 'suse'],
  ['ol', 'oracle'],
  ['amzn', 'amazon'],
]);

const DEFAULT_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['deb', 'debian'],
  ['apk', 'alpine'],
  ['alpm', 'arch'],
  ['opkg', 'openwrt'],
  ['xbps', 'void'],
  ['slackware', 'slackware'],
]);

function distributionPurl(found: FoundPackage, distribution: Distribution | undefined): string {
  const { type, name } = found;
  const id = distribution?.id;
  const [, epoch, release = ''] = /^(?:(\d+):)?(.*)$/s.exec(found.version) ?? [];
  const isRpm = type === 'rpm';
  const qualifiers: readonly (readonly [string, string | undefined])[] = [
    ['arch', found.arch],
    ['distro', id && (distribution.version ? `${id}-${distribution.version}` : id)],
    ['epoch', isRpm ? epoch : undefined],
    ['rpmmod', isRpm ? found.module : undefined],
    ['upstream', upstreamOf(found)],
  ];
  return canonicalPurl({
    type,
    namespace: id ? (NAMESPACES.get(id) ?? id) : DEFAULT_NAMESPACES.get(type),
    name,
    version: (isRpm ? release : found.version) || undefined,
    qualifiers: new Map(
      qualifiers.filter(
        (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
      ),
    ),
  });
}

/** `source@version`, with the version only when it differs; for rpm the file name of the source package. */
function upstreamOf({ type, name, version, source }: FoundPackage): string | undefined {
  if (!source) return undefined;
  if (type === 'rpm') {
    return source.version ? `${source.name}-${source.version}.src.rpm` : source.name;
  }
  const differs = source.version !== undefined && source.version !== version;
  if (source.name === name && !differs) return undefined;
  return differs ? `${source.name}@${source.version}` : source.name;
}

/** Whether a package URL can have the name and the version: not without a name, and not with half a character. */
export function hasPurl(found: FoundPackage): boolean {
  try {
    return purlOf(found, undefined) !== '';
  } catch {
    return false;
  }
}

/** The canonical text of a package URL; undefined for parts that none can have. */
export function formatPackageUrl(purl: PackageUrl): string | undefined {
  try {
    return canonicalPurl(purl);
  } catch {
    return undefined;
  }
}

function canonicalPurl(purl: PackageUrl): string {
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  const parts = [namespace, name, version, Object.fromEntries(qualifiers), subpath] as const;
  // The library leaves `+` in versions as it is; ECMA-427 encodes it everywhere.
  const encoded = (one: PackageURL) => one.toString().replaceAll('+', '%2B');
  try {
    return encoded(new PackageURL(type, ...parts));
  } catch {
    // The library rejects packages that exist: a JAR without a group, a Go version that is not a semantic version.
    return encoded(new PackageURL('generic', ...parts)).replace(/^pkg:generic\//, `pkg:${type}/`);
  }
}
