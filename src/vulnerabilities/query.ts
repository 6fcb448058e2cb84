import type { Distribution, Package } from '../core/package.js';
import { isDistributionPackage, type PackageUrl, parsePackageUrl } from '../core/package-url.js';
import { debianRelease, normalizeName } from './ecosystem.js';
import { releaseOfCodename } from './end-of-life.js';
import { bitnamiProgram } from './programs.js';

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
}

/** A package without a query. */
export interface UnsupportedPackage {
  readonly package: Package;
  /** Shared by packages of the same kind; completes "N packages are not covered: …". */
  readonly reason: string;
  /** Missing advisories make the result incomplete; for a package that no advisory can cover, a note is enough. */
  readonly gap: boolean;
}

/** The query for a package, by its package URL, or by the image's distribution when the URL names none. */
export function queryFor(
  pkg: Package,
  distribution: Distribution | undefined,
): Query | UnsupportedPackage {
  const purl = parsePackageUrl(pkg.purl);
  switch (pkg.type) {
    case 'deb':
      return debQuery(pkg, systemOf(purl, distribution), purl);
    case 'apk':
      return apkQuery(pkg, systemOf(purl, distribution), purl);
    case 'rpm':
      return rpmQuery(pkg, systemOf(purl, distribution), purl);
    case 'golang':
      return goQuery(pkg);
    default:
      return languageQuery(pkg);
  }
}

export function isQuery(answer: Query | UnsupportedPackage): answer is Query {
  return 'ecosystem' in answer;
}

/** The distribution that a package belongs to. */
interface System {
  readonly id: string;
  readonly version: string | undefined;
  /** Whether the image, the SBOM or the package URL names the distribution, not only its family. */
  readonly isNamed: boolean;
}

/** Scanners write `distro=debian-12`, `distro=alpine-3.20.1`, or only a version, with the id as the namespace. */
function systemOf(purl: PackageUrl | undefined, distribution: Distribution | undefined): System {
  const distro = purl?.qualifiers.get('distro')?.toLowerCase() ?? '';
  const [, id, version] =
    /^(.*?)[-@:]?v?([0-9][0-9a-z.]*(?:-lts)?(?:-sp[0-9]+)?)?$/.exec(distro) ?? [];
  const namespace = purl?.namespace ?? '';
  if (id && version) return { id, version, isNamed: true };
  const release = namespace && distro ? releaseOfCodename(namespace, distro) : undefined;
  if (release) return { id: namespace, version: release, isNamed: true };
  if (id) return { id, version, isNamed: true };
  if (version) return { id: namespace, version, isNamed: true };
  if (namespace && distribution && !sameFamily(namespace, distribution.id))
    return { id: namespace, version: undefined, isNamed: false };
  return {
    id: distribution?.id ?? namespace,
    version: distribution?.version,
    isNamed: distribution !== undefined,
  };
}

function sameFamily(namespace: string, id: string): boolean {
  const family = (name: string) => (name === 'redhat' ? 'rhel' : name.replace(/[^a-z].*$/, ''));
  return family(namespace) === family(id);
}

function debQuery(
  pkg: Package,
  system: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const source = unsignedKernel(sourceOf(pkg, purl), pkg);
  const subject = { names: [source.name], version: source.version ?? pkg.version, source };
  switch (system.id) {
    case 'debian':
      if (system.version === undefined) return withoutRelease(pkg, 'Debian', system);
      return newQuery(pkg, 'Debian', debianRelease(system.version), subject);
    case 'ubuntu':
      if (system.version === undefined) return withoutRelease(pkg, 'Ubuntu', system);
      return newQuery(pkg, 'Ubuntu', firstNumbers(system.version, 2), subject);
    case 'echo':
      return newQuery(pkg, 'Echo', undefined, subject);
    default:
      return unknownDistribution(pkg, system);
  }
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

function apkQuery(
  pkg: Package,
  system: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const { version } = pkg;
  const origin = sourceOf(pkg, purl).name;
  // The advisories of all but Alpine name both origins and subpackages.
  const both = { names: origin === pkg.name ? [origin] : [origin, pkg.name], version };
  switch (system.id) {
    case 'alpine':
      if (system.version === undefined || /alpha|edge|_/.test(system.version))
        return withoutRelease(pkg, 'Alpine', system);
      return newQuery(pkg, 'Alpine', `v${firstNumbers(system.version, 2)}`, {
        names: [origin],
        version,
      });
    case 'wolfi':
      return newQuery(pkg, 'Wolfi', undefined, both);
    case 'chainguard':
      return newQuery(pkg, 'Chainguard', undefined, both);
    case 'minimos':
      return newQuery(pkg, 'MinimOS', undefined, both);
    case 'alpaquita':
      return newQuery(pkg, 'Alpaquita', system.version, both);
    default:
      return unknownDistribution(pkg, system);
  }
}

function rpmQuery(
  pkg: Package,
  system: System,
  purl: PackageUrl | undefined,
): Query | UnsupportedPackage {
  const version = rpmVersion(pkg, purl);
  // The package's release contains the distribution's: 4.18.0-553.el8_10.
  const release = system.version ?? /\.(?:module[_+])?el([0-9]+)/.exec(pkg.version)?.[1];
  const binary = binaryEcosystem(system.id, release);
  if (binary !== undefined) {
    if (release === undefined) return withoutRelease(pkg, binary, system);
    const query = newQuery(pkg, binary, firstNumbers(release, 1), { names: [pkg.name], version });
    return { ...query, module: moduleOf(pkg, purl) };
  }
  const found = sourceEcosystem(system.id, release, pkg.version);
  if (!found) return unknownDistribution(pkg, system);
  if (found.release === undefined && !found.anyRelease)
    return withoutRelease(pkg, found.ecosystem, system);
  // A package whose source is unknown may have the name of its source.
  const source = sourceOf(pkg, purl);
  return newQuery(pkg, found.ecosystem, found.release, {
    names: [source.name],
    version: sourceVersion(source.version, version),
  });
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

/** The OSV ecosystem of a distribution whose advisories name binary packages. */
function binaryEcosystem(id: string, release: string | undefined): string | undefined {
  switch (id) {
    case 'almalinux':
    case 'alma':
      return 'AlmaLinux';
    case 'rocky':
    case 'rockylinux':
      return 'Rocky Linux';
    case 'rhel':
    case 'redhat':
      return 'Red Hat';
    case 'centos':
      // Rebuilt from Red Hat's sources until 8; CentOS Stream is newer than they are.
      return release !== undefined && Number(firstNumbers(release, 1)) < 8 ? 'Red Hat' : undefined;
    default:
      return undefined;
  }
}

interface SourceEcosystem {
  readonly ecosystem: string;
  readonly release: string | undefined;
  /** Without a release, the advisories of all releases apply. */
  readonly anyRelease?: boolean;
}

/** The OSV ecosystem of a distribution whose advisories name source packages. */
function sourceEcosystem(
  id: string,
  release: string | undefined,
  version: string,
): SourceEcosystem | undefined {
  const inForm = (form: (release: string) => string) =>
    release === undefined ? undefined : form(release);
  switch (id) {
    case 'opensuse':
    case 'opensuse-leap':
    case 'opensuse.leap':
      return { ecosystem: 'openSUSE', release: inForm((number) => `Leap ${number}`) };
    case 'opensuse-tumbleweed':
    case 'opensuse.tumbleweed':
      return { ecosystem: 'openSUSE', release: 'Tumbleweed' };
    case 'sles':
    case 'suse':
      return { ecosystem: 'SUSE', release: inForm(suseRelease) };
    case 'mageia':
      return { ecosystem: 'Mageia', release };
    case 'photon':
      return { ecosystem: 'Photon OS', release, anyRelease: true };
    case 'mariner':
    case 'azurelinux':
      return { ecosystem: 'Azure Linux', release: inForm((number) => firstNumbers(number, 1)) };
    case 'openeuler':
      return {
        ecosystem: 'openEuler',
        release: openEulerRelease(version) ?? release?.toUpperCase(),
        anyRelease: true,
      };
    default:
      return undefined;
  }
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
]);

/**
 * Types of the packages of distributions. Without advisories for them, an operating system is not covered. SBOMs of ordinary
 * images also list programs (generic), actions (github) and the like, which no advisories cover: for these a note is enough.
 */
const SYSTEM_TYPES: ReadonlySet<string> = new Set([
  ...['alpm', 'brew', 'ebuild', 'eopkg', 'guix', 'nix', 'opkg', 'pacman', 'portage', 'qpkg'],
  ...['slackware', 'snap', 'swupd', 'xbps'],
]);

function languageQuery(pkg: Package): Query | UnsupportedPackage {
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
  if (pkg.version === '')
    return { package: pkg, reason: `${ecosystem} packages without a version`, gap: false };
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
    : `the release of ${name} is not known, because /etc/os-release is missing in the image or the SBOM does not name it`;
  return { package: pkg, reason, gap: true };
}

const DEVELOPMENT_RELEASES: ReadonlyMap<string, string> = new Map([
  ['Debian', 'testing, unstable'],
  ['Alpine', 'edge'],
]);

function unknownDistribution(pkg: Package, { id, version }: System): UnsupportedPackage {
  const name = [id || 'an unknown distribution', version].filter(Boolean).join(' ');
  return { package: pkg, reason: `no advisories for ${name} (${pkg.type} packages)`, gap: true };
}

/** The first numbers of a version: `3.20` of 3.20.1 for two. */
function firstNumbers(version: string, count: number): string {
  return version.split('.').slice(0, count).join('.');
}

/** The package's release has the service pack, which os-release lacks: 1.0-7.oe2203sp3. */
function openEulerRelease(version: string): string | undefined {
  const [, year, month, pack] =
    /\.oe([0-9]{2})([0-9]{2})(?:sp([0-9]+))?(?:\.|$)/.exec(version) ?? [];
  if (year === undefined) return undefined;
  const support = month === '03' && Number(year) % 2 === 0 ? '-LTS' : '';
  return `${year}.${month}${support}${pack === undefined ? '' : `-SP${pack}`}`;
}

/** `15 SP5` for 15.5 and 15-sp5. */
function suseRelease(version: string): string {
  const [number = '', pack] = version.replace('-sp', '.').split('.');
  return pack === undefined || pack === '0' ? number : `${number} SP${pack}`;
}
