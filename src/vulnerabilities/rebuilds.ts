import { firstNumbers, isStream, type System } from './distributions.js';
import { debianRelease } from './ecosystem.js';

/** A vendor's rebuild of a distribution's package, with fixes that the advisories of the distribution do not know. */
export interface Rebuild {
  readonly ecosystem: 'Root' | 'TuxCare' | 'Echo' | 'Docker Hardened Images';
  /** Undefined if the system that the package was rebuilt for is not known to the vendor. */
  readonly release: string | undefined;
  /** The names that the vendor gives to a package. */
  readonly namesOf: (name: string) => readonly string[];
}

/**
 * The vendor that rebuilt a package, by the mark in its version; undefined for the distribution's own. Sources:
 * github.com/google/osv.dev, osv/ecosystems (Root, Echo, TuxCare); tuxcare.com/security-advisories;
 * github.com/docker-hardened-images/advisories, "Package identity and versioning" (`+dhi3`).
 */
export function rebuildOf(
  { type, version }: { readonly type: string; readonly version: string },
  system: System,
): Rebuild | undefined {
  if (/[+~.]tuxcare\b/.test(version))
    return { ecosystem: 'TuxCare', release: tuxCareRelease(system, version), namesOf: asIs };
  if (isRoot(type, version, system))
    return { ecosystem: 'Root', release: baseRelease(system), namesOf: rootNames };
  if (type !== 'deb') return undefined;
  if (/\+echo\.[0-9]/.test(version) && system.id !== 'echo')
    return { ecosystem: 'Echo', release: undefined, namesOf: asIs };
  if (/\+dhi[0-9]+$/.test(version) && system.id === 'dhi' && system.version !== undefined)
    return {
      ecosystem: 'Docker Hardened Images',
      release: `Debian:${debianRelease(system.version)}`,
      namesOf: asIs,
    };
  return undefined;
}

function asIs(name: string): readonly string[] {
  return [name];
}

/** `1.2-3.root.io.1`; on Alpine a revision such as 10071, which has the number of the build and 007. */
function isRoot(type: string, version: string, { id }: System): boolean {
  return type === 'apk' && id === 'alpine'
    ? /-r[0-9]007[0-9]$/.test(version)
    : /[.+]root\.io\.[0-9]/.test(version);
}

function rootNames(name: string): readonly string[] {
  const bare = name.replace(/^root(?:io)?-/, '');
  return [bare, `root-${bare}`, `rootio-${bare}`];
}

/** `Debian:12`, `Ubuntu:22.04`, `Alpine:3.18`. */
function baseRelease({ id, version }: System): string | undefined {
  if (version === undefined) return undefined;
  switch (id) {
    case 'debian':
      return `Debian:${debianRelease(version)}`;
    case 'ubuntu':
      return `Ubuntu:${firstNumbers(version, 2)}`;
    case 'alpine':
      return `Alpine:${firstNumbers(version, 2)}`;
    default:
      return undefined;
  }
}

function tuxCareRelease(system: System, packageVersion: string): string | undefined {
  const { id, version } = system;
  if (version === undefined) return undefined;
  const major = firstNumbers(version, 1);
  switch (id) {
    case 'alpine':
      return `Alpine:v${firstNumbers(version, 2)}`;
    case 'almalinux':
      return `AlmaLinux:${version}`;
    case 'rhel':
    case 'redhat':
      return `RHEL:${major}`;
    case 'ol':
    case 'oracle':
      return `OracleLinux:${major}`;
    case 'centos':
    case 'centos-stream':
      if (isStream(system)) return `CentOS-Stream:${major}`;
      // CentOS 8 has a channel for each of its last minor releases, which only the packages name: 1.1.1g-15.el8_4.
      return `CentOS:${major === '8' ? minorOf(packageVersion) : major}`;
    default:
      return baseRelease(system);
  }
}

function minorOf(packageVersion: string): string {
  const minor = /\.el8_([0-9]+)/.exec(packageVersion)?.[1];
  return minor === undefined ? '8' : `8.${minor}`;
}
