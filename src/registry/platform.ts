import { PortsideError } from '../lib/errors.js';

/** The operating system and CPU that an image is built for. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** `10.0.17763.1`: images of Windows for different versions have no other difference. */
  readonly osVersion?: string;
}

/**
 * Parses `os/architecture[/variant]`, `os(version)/architecture`, or an architecture alone. Throws PortsideError (usage).
 * Source: containerd, package platforms.
 */
export function parsePlatform(text: string): Platform {
  const parts = text.trim().toLowerCase().split('/');
  const [, system = '', osVersion] =
    /^([a-z0-9._-]+)(?:\(([a-z0-9._-]+)\))?$/.exec(parts[0] ?? '') ?? [];
  const others = parts.slice(1);
  if (system === '' || parts.length > 3 || others.some((part) => !/^[a-z0-9._-]+$/.test(part)))
    throw new PortsideError(
      'PSE4003',
      `Cannot use the platform "${text}": it is not os/architecture[/variant]`,
      'Write it like linux/arm64.',
    );
  const [second, variant] = others;
  const os = second === undefined ? 'linux' : system;
  return canonical({ os, architecture: second ?? system, variant, osVersion });
}

/** linux on the architecture of this machine. */
export function ownPlatform(): Platform {
  return canonical({ os: 'linux', architecture: process.arch });
}

/** Other spellings, and the name that Go and OCI use. */
const ARCHITECTURES = new Map([
  ['x64', 'amd64'],
  ['ia32', '386'],
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['i386', '386'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
  ['ppc64', 'ppc64le'],
]);

/**
 * Uses Go's name of the architecture. The variant that an architecture without one means is left out of amd64 (v1) and
 * arm64 (v8), and added to arm (v7). Source: containerd, platforms/database.go.
 */
function canonical(platform: Platform): Platform {
  const given = platform.architecture.toLowerCase();
  const architecture = ARCHITECTURES.get(given) ?? given;
  const os = platform.os.toLowerCase() === 'macos' ? 'darwin' : platform.os.toLowerCase();
  const version = platform.osVersion === undefined ? {} : { osVersion: platform.osVersion };
  const variant = canonicalVariant(architecture, given, platform.variant?.toLowerCase());
  return { os, architecture, variant, ...version };
}

function canonicalVariant(
  architecture: string,
  given: string,
  written: string | undefined,
): string | undefined {
  const variant = written && /^\d/.test(written) ? `v${written}` : written || undefined;
  if (given === 'armel' && variant === undefined) return 'v6';
  if (architecture === 'arm') return variant ?? 'v7';
  const implied =
    architecture === 'arm64' ? /^v8(?:\.0)?$/ : architecture === 'amd64' ? /^v1$/ : /^$/;
  return variant !== undefined && implied.test(variant) ? undefined : variant;
}

/** 2: the same platform. 1: compatible, because one of the two names no variant. 0: another platform. */
export function platformMatch(wanted: Platform, offered: Platform): 0 | 1 | 2 {
  const a = canonical(wanted);
  const b = canonical(offered);
  if (a.os !== b.os || a.architecture !== b.architecture) return 0;
  if (a.osVersion !== undefined && a.osVersion !== b.osVersion) return 0;
  if (a.variant === b.variant) return 2;
  return a.variant === undefined || b.variant === undefined ? 1 : 0;
}

/** `linux/arm/v7` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** `windows(10.0.17763.1)/amd64`; without a version as `formatPlatform`. */
export function formatPlatformWithVersion(platform: Platform): string {
  const { os, osVersion } = platform;
  return formatPlatform(osVersion ? { ...platform, os: `${os}(${osVersion})` } : platform);
}
