import { PortsideError } from '../lib/errors.js';
import { plainText } from '../lib/text.js';
import {
  formatPlatform,
  formatPlatformWithVersion,
  type Platform,
  parsePlatform,
  platformMatch,
} from '../registry/platform.js';
import type { ImageConfig } from './image.js';

/** An image of a name that may have several: one for each platform. */
export interface PlatformCandidate {
  readonly digest: string;
  readonly names: readonly string[];
  /** Usually one; none if neither the index nor the configuration names a valid one. */
  readonly platforms: readonly Platform[];
}

interface Selection {
  /** The archive or registry, for messages. */
  readonly where: string;
  /** The platforms that the user asked for; all when absent. */
  readonly platforms: readonly Platform[] | undefined;
  /** Further platforms that the index lists, for messages. */
  readonly offered?: readonly Platform[];
}

/**
 * The candidates for the requested platforms, else all, each with the name of its platform. Throws PortsideError (usage):
 * there is none for a requested platform, or there are several images for one.
 */
export function selectPlatforms<T extends PlatformCandidate>(
  candidates: readonly T[],
  selection: Selection,
): (T & { readonly platform: string | undefined })[] {
  const { platforms } = selection;
  const selected = platforms
    ? platforms.map((wanted) => choose(candidates, wanted, selection))
    : candidates.map((candidate) => [candidate] as const);
  const unique = new Map(selected.map(([candidate, wanted]) => [candidate, wanted]));
  const images = [...unique].map(([candidate, wanted]) => {
    const own = wanted && candidate.platforms.find((one) => platformMatch(wanted, one) > 0);
    const platform = own ?? candidate.platforms[0];
    return { ...candidate, platform: platform && labelOf(platform) };
  });
  const labels = new Set(images.map(({ platform }) => platform));
  if (labels.size < images.length) throw ambiguous(candidates, selection, images.length);
  return images;
}

/** The name of a platform in reports. It comes from the image, so its length is limited. */
export function labelOf(platform: Platform): string {
  return plainText(formatPlatformWithVersion(platform), 80);
}

/** Undefined when the configuration names no valid platform. */
export function configPlatform({ os, architecture, variant }: ImageConfig): Platform | undefined {
  if (!os || !architecture) return undefined;
  try {
    return parsePlatform(formatPlatform({ os, architecture, variant }));
  } catch {
    return undefined;
  }
}

function choose<T extends PlatformCandidate>(
  candidates: readonly T[],
  wanted: Platform,
  selection: Selection,
): readonly [T, Platform] {
  const rank = ({ platforms }: T) =>
    Math.max(0, ...platforms.map((platform) => platformMatch(wanted, platform)));
  const best = Math.max(0, ...candidates.map(rank));
  const [first, ...others] = candidates.filter((candidate) => rank(candidate) === best);
  if (best === 0 || !first)
    throw new PortsideError(
      'PSE4005',
      `Cannot choose an image: ${selection.where} has none for ${labelOf(wanted)}`,
      `It has: ${available(candidates, selection)}. Choose with --platform.`,
    );
  if (others.length > 0) throw ambiguous(candidates, selection, others.length + 1);
  return [first, wanted];
}

function ambiguous(
  candidates: readonly PlatformCandidate[],
  selection: Selection,
  count: number,
): PortsideError {
  return new PortsideError(
    'PSE4004',
    `Cannot choose an image: ${selection.where} has ${count} images for the same platform`,
    `Name one by its tag or digest: ${available(candidates, selection)}.`,
  );
}

function available(candidates: readonly PlatformCandidate[], { offered = [] }: Selection): string {
  const images = candidates.map(({ names, platforms }) =>
    [plainText(names[0] ?? '', 80), ...platforms.map(labelOf)].filter(Boolean).join(' '),
  );
  const all = [...new Set([...images, ...offered.map(labelOf)])].filter((name) => name !== '');
  if (all.length === 0) return 'an image for an unknown platform';
  return all.length > 20 ? `${all.slice(0, 20).join(', ')} and more` : all.join(', ');
}
