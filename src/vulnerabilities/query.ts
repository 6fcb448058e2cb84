import type { Distribution, Package } from '../core/package.js';
import { debianRelease, normalizeName } from './ecosystem.js';
import { releaseOfCodename } from './end-of-life.js';
import { type PackageUrl, readPurl } from './purl.js';

/** What is asked of advisories about one package. */
export interface Query {
  readonly package: Package;
  /** OSV ecosystem without its release. */
  readonly ecosystem: string;
  /** In the ecosystem's own words: `12`, `v3.20`, `22.04`. */
  readonly release: string | undefined;
  /** Normalized; the first is the one that fixes are about. */
  readonly names: readonly string[];
  readonly version: string;
  /** `name:stream` of an rpm's module. */
  readonly module: string | undefined;
}

/** Why nothing can be asked about a package. */
export interface UnsupportedPackage {
  readonly package: Package;
  /** A reason that packages of the same kind share, as the end of "N packages: …". */
  readonly reason: string;
  /** A gap in advisories is incomplete; what advisories never speak of is only worth a note. */
  readonly gap: boolean;
}

/** The query for a package, by its package URL and, where that names no distribution, the image's. */
export function queryFor(
  pkg: Package,
  distribution: Distribution | undefined,
): Query | UnsupportedPackage {
  const purl = readPurl(pkg.purl);
  switch (pkg.type) {
    case 'deb':
      return debQuery(pkg, system(purl, distribution), purl);
    case 'apk':
      return apkQuery(pkg, system(purl, distribution), purl);
    case 'rpm':
      return rpmQuery(pkg, system(purl, distribution), purl);
    case 'golang':
      return goQuery(pkg);
    default:
      return languageQuery(pkg);
  }
}

export function isQuery(answer: Query | UnsupportedPackage): answer is Query {
  return 'ecosystem' in answer;
}

/** Distribution and version that a package belongs to. */
interface System {
  readonly id: string;
  readonly version: string | undefined;
}

/** Scanners write `distro=debian-12`, `distro=alpine-3.20.1` or a bare version beside the namespace. */
function system(purl: PackageUrl | undefined, distribution: Distribution | undefined): System {
  const distro = purl?.qualifiers.get('distro')?.toLowerCase() ?? '';
  const [, id, version] =
    /^(.*?)[-@:]?v?([0-9][0-9a-z.]*(?:-lts)?(?:-sp[0-9]+)?)?$/.exec(distro) ?? [];
  const namespace = purl?.namespace ?? '';
  if (id && version) return { id, version };
  const named = namespace && distro ? releaseOfCodename(namespace, distro) : undefined;
  if (named) return { id: namespace, version: named };
  if (id) return { id, version };
  if (version) return { id: namespace, version };
  if (namespace && distribution && !sameFamily(namespace, distribution.id))
    return { id: namespace, version: undefined };
  return { id: distribution?.id ?? namespace, version: distribution?.version };
}

function sameFamily(namespace: string, id: string): boolean {
  const family = (name: string) => (name === 'redhat' ? 'rhel' : name.replace(/[^a-z].*$/, ''));
  return family(namespace) === family(id);
}

function debQuery(
  pkg: Package,
  on: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const source = sourceOf(pkg, purl);
  const names = [source.name];
  const version = source.version ?? pkg.version;
  switch (on.id) {
    case 'debian':
      if (on.version === undefined) return unreleased(pkg, 'Debian');
      return query(pkg, 'Debian', debianRelease(on.version), names, version);
    case 'ubuntu':
      if (on.version === undefined) return unreleased(pkg, 'Ubuntu');
      return query(pkg, 'Ubuntu', major(on.version, 2), names, version);
    case 'echo':
      return query(pkg, 'Echo', undefined, names, version);
    default:
      return unknownDistribution(pkg, on);
  }
}

function apkQuery(
  pkg: Package,
  on: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const origin = sourceOf(pkg, purl).name;
  // These name origins and subpackages both.
  const both = origin === pkg.name ? [origin] : [origin, pkg.name];
  switch (on.id) {
    case 'alpine':
      if (on.version === undefined || /alpha|edge|_/.test(on.version))
        return unreleased(pkg, 'Alpine');
      return query(pkg, 'Alpine', `v${major(on.version, 2)}`, [origin], pkg.version);
    case 'wolfi':
      return query(pkg, 'Wolfi', undefined, both, pkg.version);
    case 'chainguard':
      return query(pkg, 'Chainguard', undefined, both, pkg.version);
    case 'minimos':
      return query(pkg, 'MinimOS', undefined, both, pkg.version);
    case 'alpaquita':
      return query(pkg, 'Alpaquita', on.version, both, pkg.version);
    default:
      return unknownDistribution(pkg, on);
  }
}

function rpmQuery(
  pkg: Package,
  on: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const epoch = purl?.qualifiers.get('epoch');
  const version =
    epoch && /^[0-9]+$/.test(epoch) && !/^[0-9]+:/.test(pkg.version)
      ? `${epoch}:${pkg.version}`
      : pkg.version;
  const module =
    pkg.module ?? purl?.qualifiers.get('rpmmod') ?? purl?.qualifiers.get('modularitylabel');
  const ask = (ecosystem: string, release: string | undefined): Query => ({
    ...query(pkg, ecosystem, release, [pkg.name], version),
    module: module?.split(':').slice(0, 2).join(':'),
  });
  // Their records name source packages; a package whose source is not known may be one that is named as its source.
  const source = sourceOf(pkg, purl);
  const askSource = (ecosystem: string, release: string | undefined): Query =>
    query(pkg, ecosystem, release, [source.name], sourceVersion(source.version, version));
  // The release of a build names its system: 4.18.0-553.el8_10.
  const of = on.version ?? /\.(?:module[_+])?el([0-9]+)/.exec(pkg.version)?.[1];
  switch (on.id) {
    case 'almalinux':
    case 'alma':
      return of === undefined ? unreleased(pkg, 'AlmaLinux') : ask('AlmaLinux', major(of, 1));
    case 'rocky':
    case 'rockylinux':
      return of === undefined ? unreleased(pkg, 'Rocky Linux') : ask('Rocky Linux', major(of, 1));
    case 'rhel':
    case 'redhat':
      return of === undefined ? unreleased(pkg, 'Red Hat') : ask('Red Hat', major(of, 1));
    case 'centos':
      // Rebuilt from Red Hat's sources until 8; CentOS Stream runs ahead of them.
      return of !== undefined && Number(major(of, 1)) < 8
        ? ask('Red Hat', major(of, 1))
        : unknownDistribution(pkg, on);
    case 'opensuse':
    case 'opensuse-leap':
    case 'opensuse.leap':
      return of === undefined ? unreleased(pkg, 'openSUSE') : askSource('openSUSE', `Leap ${of}`);
    case 'opensuse-tumbleweed':
    case 'opensuse.tumbleweed':
      return askSource('openSUSE', 'Tumbleweed');
    case 'sles':
    case 'suse':
      return of === undefined ? unreleased(pkg, 'SUSE') : askSource('SUSE', suseRelease(of));
    case 'mageia':
      return of === undefined ? unreleased(pkg, 'Mageia') : askSource('Mageia', of);
    case 'photon':
      return askSource('Photon OS', of);
    case 'mariner':
    case 'azurelinux':
      return of === undefined
        ? unreleased(pkg, 'Azure Linux')
        : askSource('Azure Linux', major(of, 1));
    case 'openeuler':
      return askSource('openEuler', openEulerRelease(pkg.version) ?? of?.toUpperCase());
    default:
      return unknownDistribution(pkg, on);
  }
}

/** The name of a source rpm leaves out the epoch, which its packages have. */
function sourceVersion(source: string | undefined, version: string): string {
  if (source === undefined) return version;
  const [epoch = ''] = /^[0-9]+:/.exec(version) ?? [];
  return /^[0-9]+:/.test(source) ? source : epoch + source;
}

/** Go's own marks of a build without a version say nothing of what is in it. */
function goQuery(pkg: Package): Query | UnsupportedPackage {
  if (!/[0-9]/.test(pkg.version))
    return { package: pkg, reason: 'Go modules built without a version', gap: false };
  // Build experiments and settings: `go1.22.4 X:boringcrypto`, `go1.22.4-custom`.
  // cyclonedx-gomod calls the standard library `std`.
  const name = pkg.name === 'std' ? 'stdlib' : pkg.name;
  const version =
    name === 'stdlib'
      ? pkg.version.replace(/^(?:go|v)/, '').replace(/[ +].*$/s, '')
      : pkg.version.replace(/^v/, '');
  return query(pkg, 'Go', undefined, [name], version);
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['maven', 'Maven'],
  ['gem', 'RubyGems'],
  ['cargo', 'crates.io'],
  ['composer', 'Packagist'],
  ['nuget', 'NuGet'],
  ['hex', 'Hex'],
  ['pub', 'Pub'],
  ['cran', 'CRAN'],
  ['hackage', 'Hackage'],
  ['julia', 'Julia'],
  ['swift', 'SwiftURL'],
  ['bitnami', 'Bitnami'],
  ['githubactions', 'GitHub Actions'],
  ['opam', 'opam'],
]);

function languageQuery(pkg: Package): Query | UnsupportedPackage {
  const ecosystem = LANGUAGES.get(pkg.type);
  if (ecosystem === undefined)
    return {
      package: pkg,
      reason: `no advisories speak of packages of type ${pkg.type}`,
      gap: false,
    };
  if (pkg.version === '')
    return { package: pkg, reason: `${ecosystem} packages without a version`, gap: false };
  return query(pkg, ecosystem, undefined, [pkg.name], pkg.version);
}

function query(
  pkg: Package,
  ecosystem: string,
  release: string | undefined,
  names: readonly string[],
  version: string,
): Query {
  return {
    package: pkg,
    ecosystem,
    release,
    names: names.map((name) => normalizeName(ecosystem, name)),
    version,
    module: undefined,
  };
}

/** From the inventory, else from the `upstream` qualifier that scanners write: `openssl`, `linux@6.1.1`. */
function sourceOf(
  pkg: Package,
  purl: PackageUrl | undefined,
): { readonly name: string; readonly version?: string | undefined } {
  if (pkg.source) return pkg.source;
  const upstream = purl?.qualifiers.get('upstream');
  if (!upstream) return { name: pkg.name };
  const at = upstream.indexOf('@');
  return at > 0
    ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) }
    : { name: upstream };
}

function unreleased(pkg: Package, name: string): UnsupportedPackage {
  return {
    package: pkg,
    reason: `${name} without a release number (testing, edge): advisories are published for releases only`,
    gap: true,
  };
}

function unknownDistribution(pkg: Package, on: System): UnsupportedPackage {
  const name = [on.id || 'an unknown distribution', on.version].filter(Boolean).join(' ');
  return { package: pkg, reason: `no advisories for ${name} (${pkg.type} packages)`, gap: true };
}

/** The first `count` numbers of a version. */
function major(version: string, count: number): string {
  return version.split('.').slice(0, count).join('.');
}

/** The release of a build names its system with the service pack, which os-release leaves out: 1.0-7.oe2203sp3. */
function openEulerRelease(version: string): string | undefined {
  const [, year, month, pack] =
    /\.oe([0-9]{2})([0-9]{2})(?:sp([0-9]+))?(?:\.|$)/.exec(version) ?? [];
  if (year === undefined) return undefined;
  const support = month === '03' && Number(year) % 2 === 0 ? '-LTS' : '';
  return `${year}.${month}${support}${pack === undefined ? '' : `-SP${pack}`}`;
}

/** 15.5 and 15-sp5 are `15 SP5`. */
function suseRelease(version: string): string {
  const [number = '', pack] = version.replace('-sp', '.').split('.');
  return pack === undefined || pack === '0' ? number : `${number} SP${pack}`;
}
