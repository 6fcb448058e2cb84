import { parseBuildPlatform } from './values/platforms.js';

/** The arguments that BuildKit sets in the global scope. Source: Dockerfile reference, "Automatic platform ARGs". */
export const PLATFORM_ARGS: ReadonlySet<string> = new Set([
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
]);

/**
 * What BuildKit sets for a target platform; undefined if the text is none. The platform of the builder is not known.
 * Source: containerd/platforms, normalization.
 */
export function targetArgs(platform: string): ReadonlyMap<string, string> | undefined {
  const parsed = parseBuildPlatform(platform);
  if (!parsed) return undefined;
  const { os, architecture } = parsed;
  const written = platform.split('/')[2]?.toLowerCase();
  const isDefault = DEFAULT_VARIANTS.has(`${architecture}/${written}`);
  const variant = isDefault ? '' : (written ?? (architecture === 'arm' ? 'v7' : ''));
  return new Map([
    ['TARGETPLATFORM', [os, architecture, ...(variant ? [variant] : [])].join('/')],
    ['TARGETOS', os],
    ['TARGETARCH', architecture],
    ['TARGETVARIANT', variant],
  ]);
}

/** Variants that are not written. */
const DEFAULT_VARIANTS: ReadonlySet<string> = new Set(['amd64/v1', 'arm64/v8']);

/** Arguments for BuildKit itself: they are always defined, and commands do not see them. */
export const SCAN_ARGS: ReadonlySet<string> = new Set([
  'BUILDKIT_SBOM_SCAN_CONTEXT',
  'BUILDKIT_SBOM_SCAN_STAGE',
]);
