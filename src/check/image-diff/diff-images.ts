import type { Host } from '../../core/host.js';
import type { ImageDifference } from '../../core/image-difference.js';
import type { Image, ImageSet } from '../../image/image.js';
import { openImages } from '../../image/open.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { registryOptions } from '../signatures/registry-options.js';
import { compareImages } from './compare-images.js';

/**
 * Compares two images, on each platform that both have. Throws PortsideError: usage if an image does not exist or they have no
 * platform in common, incomplete if one cannot be read.
 */
export async function diffImages(
  { before, after }: { readonly before: string; readonly after: string },
  options: Options,
  host: Host,
): Promise<readonly ImageDifference[]> {
  const old = await openNamed(before, options, host);
  try {
    const now = await openNamed(after, options, host);
    try {
      const differences: ImageDifference[] = [];
      for (const [one, other] of pairPlatforms(old, now)) {
        host.progress(`comparing ${before} with ${after}`);
        const difference = await compareImages({ ...one, name: before }, { ...other, name: after });
        differences.push({ ...difference, gaps: [...difference.gaps, ...platformGaps(old, now)] });
      }
      return differences;
    } finally {
      await now.close();
    }
  } finally {
    await old.close();
  }
}

function openNamed(name: string, options: Options, host: Host): Promise<ImageSet> {
  const { dockerHost } = options.environment;
  host.progress(`opening ${name}`);
  return openImages(name, {
    platforms: options.platforms,
    ...(dockerHost ? { dockerHost } : {}),
    offline: options.offline,
    registryOptions: (registry) => registryOptions(options, host, registry),
    log: (message) => host.info(message),
    note: (message) => host.info(message),
  });
}

/** Two images of one platform each are compared, whatever these are. Throws PortsideError (usage) if none is in both. */
function pairPlatforms(old: ImageSet, now: ImageSet): readonly (readonly [Image, Image])[] {
  const [first] = old.images;
  const [second] = now.images;
  if (first && second && old.images.length === 1 && now.images.length === 1)
    return [[first, second]];
  const pairs = now.images.flatMap((image) => {
    const before = old.images.find(({ platform }) => platform === image.platform);
    return before ? [[before, image] as const] : [];
  });
  if (pairs.length > 0) return pairs;
  throw new PortsideError(
    'PSE4515',
    'Cannot compare the images: they have no platform in common',
    'Name images of the same platform',
  );
}

/** Platforms that only one of the images has, or that cannot be read. */
function platformGaps(old: ImageSet, now: ImageSet): readonly string[] {
  const platforms = ({ images }: ImageSet) => new Set(images.map(({ platform }) => platform));
  const [before, after] = [platforms(old), platforms(now)];
  if (before.size <= 1 && after.size <= 1) return [];
  return [
    ...[...after].filter((one) => !before.has(one)).map((one) => `${one} is new`),
    ...[...before].filter((one) => !after.has(one)).map((one) => `${one} is gone`),
    ...[...old.gaps, ...now.gaps]
      .filter(({ state }) => state === 'failed')
      .map(({ platform, reason }) => `${platform}: ${reason}`),
  ];
}
