import { PackageURL } from 'packageurl-js';
import type { Distribution } from '../core/package.js';
import type { FoundPackage } from './cataloger.js';

/**
 * The package URL of a package, with the distribution's qualifiers for its own packages.
 * Source: purl-spec, PURL-TYPES (deb, apk, rpm: `arch`, `distro`, `epoch`, `upstream`).
 */
export function purlOf(found: FoundPackage, distribution: Distribution | undefined): string {
  const { namespace, name } = namespaced(found, distribution);
  const { version, qualifiers } = SYSTEM_TYPES.has(found.type)
    ? systemQualifiers(found, distribution)
    : { version: plainVersion(found), qualifiers: {} };
  const parts = [namespace, name, version || undefined, qualifiers, undefined] as const;
  try {
    return new PackageURL(found.type, ...parts).toString();
  } catch {
    // The library refuses what exists: a jar without a group, a Go version that is no semantic version.
    return new PackageURL('generic', ...parts)
      .toString()
      .replace(/^pkg:generic\//, `pkg:${found.type}/`);
  }
}

const SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm']);

/** Vendors whose name in package URLs is not the os-release ID. */
const VENDORS = new Map([
  ['rhel', 'redhat'],
  ['opensuse-leap', 'opensuse'],
  ['opensuse-tumbleweed', 'opensuse'],
  ['sles', 'suse'],
  ['ol', 'oracle'],
  ['amzn', 'amazon'],
]);

const DEFAULT_VENDORS = new Map([
  ['deb', 'debian'],
  ['apk', 'alpine'],
]);

function namespaced(
  found: FoundPackage,
  distribution: Distribution | undefined,
): { namespace: string | undefined; name: string } {
  const { type, name } = found;
  if (SYSTEM_TYPES.has(type)) {
    const id = distribution?.id;
    return { namespace: id ? (VENDORS.get(id) ?? id) : DEFAULT_VENDORS.get(type), name };
  }
  const separator = type === 'maven' ? ':' : NAMESPACED_TYPES.has(type) ? '/' : undefined;
  const at = separator ? name.lastIndexOf(separator) : -1;
  return at > 0
    ? { namespace: name.slice(0, at), name: name.slice(at + 1) }
    : { namespace: undefined, name };
}

const NAMESPACED_TYPES = new Set(['npm', 'golang', 'composer', 'swift', 'github']);

/** Go says `(devel)` where it knows no version, and names its own releases `go1.22.4`. */
function plainVersion({ type, name, version }: FoundPackage): string {
  if (type !== 'golang') return version;
  if (name === 'stdlib') return version.replace(/^go/, '');
  return version === '(devel)' ? '' : version;
}

function systemQualifiers(
  found: FoundPackage,
  distribution: Distribution | undefined,
): { version: string; qualifiers: Record<string, string> } {
  const qualifiers: Record<string, string> = {};
  let version = found.version;
  if (found.arch) qualifiers.arch = found.arch;
  if (distribution) {
    qualifiers.distro = distribution.version
      ? `${distribution.id}-${distribution.version}`
      : distribution.id;
  }
  if (found.type === 'rpm') {
    const epoch = /^(\d+):/.exec(version);
    if (epoch?.[1]) {
      qualifiers.epoch = epoch[1];
      version = version.slice(epoch[0].length);
    }
    if (found.module) qualifiers.rpmmod = found.module;
  }
  const upstream = upstreamOf(found);
  if (upstream) qualifiers.upstream = upstream;
  return { version, qualifiers };
}

/** `source@version`, the version only where it differs; for rpm the name of the source package's file. */
function upstreamOf({ type, name, version, source }: FoundPackage): string | undefined {
  if (!source) return undefined;
  if (type === 'rpm') {
    return source.version ? `${source.name}-${source.version}.src.rpm` : source.name;
  }
  const differs = source.version !== undefined && source.version !== version;
  if (source.name === name && !differs) return undefined;
  return differs ? `${source.name}@${source.version}` : source.name;
}
