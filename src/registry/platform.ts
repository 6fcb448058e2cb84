import { PortsideError } from '../lib/errors.js';

/** The operating system and CPU that an image is built for. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Parses `os/architecture[/variant]`, or an architecture alone. Throws PortsideError (usage). */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9._-]+$/.test(part)))
    throw new PortsideError(
      'PSE4003',
      `Cannot use the platform "${text}": it is not os/architecture[/variant]`,
      'Write it like linux/arm64.',
    );
  const [first = '', second, variant] = parts;
  const os = second === undefined ? 'linux' : first;
  return canonical({ os, architecture: second ?? first, variant });
}

/** linux on the architecture of this machine. */
export function ownPlatform(): Platform {
  const architecture = ARCHITECTURES.get(process.arch) ?? process.arch;
  return { os: 'linux', architecture };
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
  ['ppc64', 'ppc64le'],
]);

/** Uses Go's name of the architecture, and drops the default variant: v8 of arm64, v7 of arm. */
function canonical(platform: Platform): Platform {
  const architecture = ARCHITECTURES.get(platform.architecture) ?? platform.architecture;
  const { os, variant } = platform;
  const implied = architecture === 'arm64' ? 'v8' : architecture === 'arm' ? 'v7' : undefined;
  return { os, architecture, variant: variant && variant !== implied ? variant : undefined };
}

/** 2: the same platform. 1: compatible, because one of the two names no variant. 0: another platform. */
export function platformMatch(wanted: Platform, offered: Platform): 0 | 1 | 2 {
  const a = canonical(wanted);
  const b = canonical(offered);
  if (a.os !== b.os || a.architecture !== b.architecture) return 0;
  if (a.variant === b.variant) return 2;
  return a.variant === undefined || b.variant === undefined ? 1 : 0;
}

/** `linux/arm/v7` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}
