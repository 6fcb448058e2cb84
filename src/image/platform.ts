import { PortsideError } from '../lib/errors.js';

/** What an image runs on. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Reads `os/architecture[/variant]`, or an architecture alone. Throws PortsideError (usage). */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9._-]+$/.test(part)))
    throw new PortsideError(
      'PSE4000',
      `Cannot read the platform "${text}"`,
      'Write it as os/architecture[/variant], for example linux/arm64.',
    );
  const [first = '', second, variant] = parts;
  const os = second === undefined ? 'linux' : first;
  return canonical({ os, architecture: second ?? first, ...(variant ? { variant } : {}) });
}

/** linux on the architecture of this machine. */
export function ownPlatform(): Platform {
  const architecture = ARCHITECTURES.get(process.arch) ?? process.arch;
  return { os: 'linux', architecture };
}

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

/** Other spellings of an architecture as Go's; v8 is what arm64 means anyway, v7 what arm does. */
function canonical(platform: Platform): Platform {
  const architecture = ARCHITECTURES.get(platform.architecture) ?? platform.architecture;
  const { os, variant } = platform;
  const implied = architecture === 'arm64' ? 'v8' : architecture === 'arm' ? 'v7' : undefined;
  return { os, architecture, ...(variant && variant !== implied ? { variant } : {}) };
}

/** 2 the very platform, 1 it runs there (no variant is said), 0 not. */
export function platformMatch(wanted: Platform, offered: Platform): number {
  const a = canonical(wanted);
  const b = canonical(offered);
  if (a.os !== b.os || a.architecture !== b.architecture) return 0;
  if (a.variant === b.variant) return 2;
  return a.variant === undefined || b.variant === undefined ? 1 : 0;
}

export function platformText(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}
