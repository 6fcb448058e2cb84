import type { Distribution, Package } from '../core/package.js';
import { isDistributionPackage, type PackageUrl, parsePackageUrl } from '../core/package-url.js';
import { plainText } from '../lib/text.js';
import { releaseOfCodename } from '../releases/releases.js';
import { namesOfAction, versionOfReference } from './action-references.js';
import {
  advisoriesOf,
  type DistributionAdvisories,
  type DistributionType,
  type System,
} from './distributions.js';
import { normalizeName } from './ecosystem.js';
import { bitnamiProgram, isGoToolchain } from './programs.js';
import { type Rebuild, rebuildOf } from './rebuilds.js';

/** A question to a source of advisories about one package. */
export interface Query {
  readonly package: Package;
  /** OSV ecosystem without its release. */
  readonly ecosystem: string;
  /** As the ecosystem writes it: `12`, `v3.20`, `22.04`. */
  readonly release: string | undefined;
  /** Normalized; fixed versions are versions of the first. */
  readonly names: readonly string[];
  readonly version: string;
  /** The source package, or the package itself, with its version. */
  readonly source: { readonly name: string; readonly version: string };
  /** `name:stream` of an rpm's module. */
  readonly module: string | undefined;
  /** What a reader should know of the advisories for this package. */
  readonly limit?: string;
  /**
   * Takes the place of this query when its advisories do not name the package at all: see unnamed.ts. Only for advisories
   * that a mark in a package database selects, which anyone can write.
   */
  readonly otherwise?: Query | UnsupportedPackage;
}

/** A package without a query. */
export interface UnsupportedPackage {
  readonly package: Package;
  /** Shared by packages of the same kind; completes "N packages are not covered: …". */
  readonly reason: string;
  /** Missing advisories make the result incomplete; for a package that no advisory can cover, a note is enough. */
  readonly gap: boolean;
  /** The note names the packages: they may be installed, and a number alone would hide which. */
  readonly isNamed?: true;
}

/** The query for a package, by its package URL, or by the image's distribution when the URL names none. */
export function queryFor(
  pkg: Package,
  distribution: Distribution | undefined,
): Query | UnsupportedPackage {
  switch (pkg.type) {
    case 'deb':
    case 'apk':
    case 'rpm':
    case 'alpm':
      return distributionQuery(pkg.type, pkg, distribution);
    case 'golang':
      return goQuery(pkg);
    default:
      return languageQuery(pkg);
  }
}

export function isQuery(answer: Query | UnsupportedPackage): answer is Query {
  return 'ecosystem' in answer;
}

/** The system that was read last: the packages of an image have mostly the same one. */
let last:
  | {
      readonly distribution: Distribution | undefined;
      readonly namespace: string;
      readonly distro: string;
      readonly system: System;
    }
  | undefined;

function systemOf(purl: PackageUrl | undefined, distribution: Distribution | undefined): System {
  const distro = purl?.qualifiers.get('distro')?.toLowerCase() ?? '';
  const namespace = purl?.namespace ?? '';
  if (
    last?.distribution !== distribution ||
    last?.namespace !== namespace ||
    last.distro !== distro
  ) {
    const system = readSystem(namespace, distro, distribution);
    last = { distribution, namespace, distro, system };
  }
  return last.system;
}

/** Scanners write `distro=debian-12`, `distro=alpine-3.20.1`, or only a version, with the id as the namespace. */
function readSystem(
  namespace: string,
  distro: string,
  distribution: Distribution | undefined,
): System {
  const [, id, version] =
    /^(alpine|alpaquita|bellsoft-hardened-containers)-(edge|stream)$/.exec(distro) ??
    /^(.*?)[-@:]?v?([0-9][0-9a-z._]*(?:-lts)?(?:-sp[0-9]+)?)?$/.exec(distro) ??
    [];
  const named = (name: string, release?: string): System => ({
    ...(distribution?.id === name ? aboutOf(distribution) : {}),
    id: name,
    version: release,
    isNamed: true,
  });
  if (id && version) return named(id, version);
  const release = namespace && distro ? releaseOfCodename(namespace, distro) : undefined;
  if (release) return named(namespace, release);
  if (id) return named(id);
  if (version) return named(namespace, version);
  if (namespace && distribution && !sameFamily(namespace, distribution.id))
    return { id: namespace, version: undefined, isNamed: false };
  return {
    ...(distribution ? aboutOf(distribution) : {}),
    id: distribution?.id ?? namespace,
    version: distribution?.version,
    isNamed: distribution !== undefined,
  };
}

function aboutOf({ codename, name }: Distribution): Pick<System, 'codename' | 'name'> {
  return { codename: codename?.toLowerCase(), name };
}

function sameFamily(namespace: string, id: string): boolean {
  const family = (name: string) => (name === 'redhat' ? 'rhel' : name.replace(/[^a-z].*$/, ''));
  return family(namespace) === family(id);
}

function distributionQuery(
  type: DistributionType,
  pkg: Package,
  distribution: Distribution | undefined,
): Query | UnsupportedPackage {
  const purl = parsePackageUrl(pkg.purl);
  const system = systemOf(purl, distribution);
  const source = type === 'deb' ? unsignedKernel(sourceOf(pkg, purl), pkg) : sourceOf(pkg, purl);
  const version = type === 'rpm' ? rpmVersion(pkg, purl) : pkg.version;
  const advisories = advisoriesOf(type, system);
  const about: About = { pkg, source, version, system, module: moduleOf(pkg, purl) };
  const own = advisories ? ownQuery(type, advisories, about) : unknownDistribution(pkg, system);
  const rebuild = rebuildOf({ type, version }, system);
  return rebuild ? rebuildQuery(rebuild, about, own) : own;
}

/** A package of a distribution. */
interface About {
  readonly pkg: Package;
  readonly source: Source;
  readonly version: string;
  readonly system: System;
  readonly module: string | undefined;
}

/** The query to the advisories of a distribution. */
function ownQuery(
  type: DistributionType,
  advisories: DistributionAdvisories,
  about: About,
): Query | UnsupportedPackage {
  const { pkg, source, version, system, module } = about;
  const { ecosystem, anyRelease, limit, otherwise } = advisories;
  const release = advisories.release?.(system, pkg.version);
  if (advisories.release && release === undefined && !anyRelease)
    return withoutRelease(pkg, ecosystem, system);
  const subject = subjectOf(type, advisories.names, pkg, { source, version });
  return {
    ...newQuery(pkg, ecosystem, release, subject),
    module: advisories.names === 'binary' && type === 'rpm' ? module : undefined,
    ...(limit === undefined ? {} : { limit }),
    ...(otherwise &&
      !DIRECTORIES_ONLY.has(pkg.name) && {
        otherwise:
          otherwise === 'not covered'
            ? { package: pkg, reason: `no ${ecosystem} advisory names them`, gap: true }
            : ownQuery(type, otherwise, about),
      }),
  };
}

/** Packages of the first directories and files of a system, without programs. */
const DIRECTORIES_ONLY: ReadonlySet<string> = new Set(['clnstrt-baselayout']);

/** The names and the version that the advisories of the distribution are about. */
function subjectOf(
  type: DistributionType,
  named: 'source' | 'binary' | 'both',
  pkg: Package,
  { source, version }: { readonly source: Source; readonly version: string },
): Subject {
  if (named === 'binary') return { names: [pkg.name], version };
  if (named === 'both') return { names: [...new Set([source.name, pkg.name])], version };
  switch (type) {
    case 'deb':
      return { names: [source.name], version: source.version ?? version, source };
    case 'rpm':
      return { names: [source.name], version: sourceVersion(source.version, version) };
    default:
      return { names: [source.name], version };
  }
}

function rebuildQuery(
  { ecosystem, release, namesOf }: Rebuild,
  { pkg, source, version, system }: About,
  otherwise: Query | UnsupportedPackage,
): Query | UnsupportedPackage {
  if (release === undefined && ecosystem !== 'Echo')
    return unknownDistribution(pkg, system, ecosystem);
  const names = [...new Set([source.name, pkg.name].flatMap(namesOf))];
  return { ...newQuery(pkg, ecosystem, release, { names, version }), otherwise };
}

/** The source package, or the package itself if that is not known. */
interface Source {
  readonly name: string;
  readonly version?: string | undefined;
}

/**
 * The source of the kernel for packages of its signed copy, which advisories do not name: `linux` for linux-signed-amd64,
 * `linux-aws` for linux-signed-aws, `linux-6.1` for linux-signed-6.1-amd64. In Debian, the copy writes the version 5.10.46-4 as 5.10.46+4, but its packages do not.
 */
function unsignedKernel(
  source: { readonly name: string; readonly version?: string | undefined },
  { version }: Package,
): { readonly name: string; readonly version?: string | undefined } {
  const signed = /^linux-signed((?:-.+)?)$/.exec(source.name);
  if (!signed) return source;
  const [, variant = ''] = signed;
  return { name: `linux${variant.replace(/-(?:amd64|arm64|i386|armhf)$/, '')}`, version };
}

/** The version with the epoch, which some scanners write as a qualifier. */
function rpmVersion({ version }: Package, purl: PackageUrl | undefined): string {
  const epoch = purl?.qualifiers.get('epoch');
  return epoch && /^[0-9]+$/.test(epoch) && !/^[0-9]+:/.test(version)
    ? `${epoch}:${version}`
    : version;
}

function moduleOf(pkg: Package, purl: PackageUrl | undefined): string | undefined {
  const label =
    pkg.module ?? purl?.qualifiers.get('rpmmod') ?? purl?.qualifiers.get('modularitylabel');
  return label?.split(':').slice(0, 2).join(':');
}

/** The file name of a source rpm has no epoch; the source has the epoch of its packages. */
function sourceVersion(source: string | undefined, version: string): string {
  if (source === undefined) return version;
  const [epoch = ''] = /^[0-9]+:/.exec(version) ?? [];
  return /^[0-9]+:/.test(source) ? source : epoch + source;
}

function goQuery(pkg: Package): Query | UnsupportedPackage {
  // Go writes `(devel)` for a module that was built without a version.
  if (!/[0-9]/.test(pkg.version))
    return { package: pkg, reason: 'Go modules without a version', gap: false };
  // Advisories have no entry for such a version, which is older than every other one.
  if (pkg.evidence === 'commit')
    return { package: pkg, reason: 'Go programs built from a commit without a tag', gap: false };
  // cyclonedx-gomod calls the standard library `std`.
  const name = pkg.name === 'std' ? 'stdlib' : pkg.name;
  // The version of Go may have build experiments and settings: `go1.22.4 X:boringcrypto`.
  const version =
    name === 'stdlib'
      ? pkg.version.replace(/^(?:go|v)/, '').replace(/[ +].*$/s, '')
      : pkg.version.replace(/^v/, '');
  return newQuery(pkg, 'Go', undefined, { names: [name], version });
}

/** Go's own advisories name its standard library and its tools. Bitnami's, for both together, lack a sixth of them. */
function toolchainQuery(pkg: Package): Query {
  const version = pkg.version.replace(/^go(?=[0-9])/, '');
  return newQuery(pkg, 'Go', undefined, { names: ['stdlib', 'toolchain'], version });
}

/** OSV ecosystems by type of package URL. */
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
  ['brew', 'Homebrew'],
  ['dhi', 'Docker Hardened Images'],
]);

/**
 * Types of the packages of distributions. Without advisories for them, an operating system is not covered. SBOMs of ordinary
 * images also list programs (generic), actions (github) and the like, which no advisories cover: for these a note is enough.
 */
const SYSTEM_TYPES: ReadonlySet<string> = new Set([
  ...['ebuild', 'eopkg', 'guix', 'nix', 'opkg', 'pacman', 'portage', 'qpkg'],
  ...['slackware', 'snap', 'swupd', 'xbps'],
]);

function languageQuery(pkg: Package): Query | UnsupportedPackage {
  if (isGoToolchain(pkg)) return toolchainQuery(pkg);
  const program = bitnamiProgram(pkg);
  if (program)
    return newQuery(pkg, 'Bitnami', undefined, { names: [program.name], version: program.version });
  const onPackagist = packagistName(pkg);
  const ecosystem = onPackagist === undefined ? LANGUAGES.get(pkg.type) : 'Packagist';
  if (ecosystem === undefined)
    return {
      package: pkg,
      reason: `no advisories exist for packages of type ${pkg.type}`,
      gap: SYSTEM_TYPES.has(pkg.type),
    };
  if (pkg.type === 'nuget' && pkg.evidence === 'no-assets')
    return {
      package: pkg,
      reason: 'NuGet packages without a file in the application',
      gap: false,
      isNamed: true,
    };
  if (pkg.version === '')
    return { package: pkg, reason: `${ecosystem} packages without a version`, gap: false };
  if (ecosystem === 'GitHub Actions')
    return newQuery(pkg, ecosystem, undefined, {
      names: namesOfAction(pkg.name),
      version: versionOfReference(pkg.version),
    });
  return newQuery(pkg, ecosystem, undefined, {
    names: [onPackagist ?? pkg.name],
    // Revision 0 is the first build of a version, and not the bound that advisories write so: see versions/bitnami.ts.
    version: ecosystem === 'Bitnami' ? pkg.version.replace(/-0$/, '') : pkg.version,
  });
}

/** The packages of PEAR's own channel are on Packagist, too, where advisories name them: `pear/archive_tar`. */
function packagistName({ type, name }: Package): string | undefined {
  const [, own] = (type === 'pear' && /^pear\.php\.net\/(.+)$/s.exec(name)) || [];
  return own === undefined ? undefined : `pear/${own.toLowerCase()}`;
}

/** What a query asks for; the source is the package's own by default. */
type Subject = Pick<Query, 'names' | 'version'> & {
  readonly source?: { readonly name: string; readonly version?: string | undefined };
};

function newQuery(
  pkg: Package,
  ecosystem: string,
  release: string | undefined,
  { names, version, ...about }: Subject,
): Query {
  const isParsed = pkg.source !== undefined || !isDistributionPackage(pkg.purl);
  const source = about.source ?? sourceOf(pkg, isParsed ? undefined : parsePackageUrl(pkg.purl));
  return {
    package: pkg,
    ecosystem,
    release,
    names: names.map((name) => normalizeName(ecosystem, name)),
    version,
    source: { name: source.name, version: source.version ?? version },
    module: undefined,
  };
}

/** From the inventory, else from the qualifier `upstream` that scanners write: `openssl`, `linux@6.1.1`. */
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

function withoutRelease(pkg: Package, name: string, system: System): UnsupportedPackage {
  const { isNamed } = system;
  const example = DEVELOPMENT_RELEASES.get(name);
  const reason = isNamed
    ? `no advisories exist for ${name} without a release number${example ? ` (${example})` : ''}`
    : `the release of ${name} is not known, because neither /etc/os-release nor the SBOM names it`;
  return { package: pkg, reason, gap: true };
}

const DEVELOPMENT_RELEASES: ReadonlyMap<string, string> = new Map([
  ['Debian', 'testing, unstable'],
]);

function unknownDistribution(
  pkg: Package,
  { id, version }: System,
  vendor?: string,
): UnsupportedPackage {
  // Of a package URL or an os-release of the image.
  const name = plainText([id || 'an unknown distribution', version].filter(Boolean).join(' '), 80);
  const whose = vendor === undefined ? '' : `${vendor} packages on `;
  const reason = `no advisories for ${whose}${name} (${pkg.type} packages)`;
  return { package: pkg, reason, gap: true };
}
