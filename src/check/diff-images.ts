import type { Host } from '../core/host.js';
import type { ImageDifference } from '../core/image-difference.js';
import type { Report } from '../core/report.js';
import type { ImageSet, PlatformGap } from '../image/image.js';
import { openImages } from '../image/open.js';
import { compareImages } from '../image-diff/compare-images.js';
import type { ImageState } from '../image-diff/image-state.js';
import { readImage } from '../image-diff/read-image.js';
import { storedImage } from '../image-diff/stored-image.js';
import { isSbom } from '../inventory/sbom/sbom.js';
import { PortsideError } from '../lib/errors.js';
import { jsonBytes } from '../lib/json-file.js';
import type { Options } from '../options/options.js';
import { type AskedByRegistry, registryOptions } from '../registry/registry-options.js';
import { readReport } from '../reports/stored/read-report.js';

/** What the comparison of images asks of the options. */
type AskedByDifference = AskedByRegistry | 'platforms' | 'offline';

/** The images of one name that are compared, one for each platform. */
interface ComparedSet {
  /** The platform and the image, which is read when it is needed. */
  readonly images: readonly {
    readonly platform?: string | undefined;
    readonly read: () => Promise<ImageState>;
  }[];
  readonly gaps: readonly PlatformGap[];
  close(): Promise<void>;
}

/**
 * Compares two images, on each platform that both have. Each is read from its layers, or is in a stored report. Throws
 * PortsideError: usage if an image does not exist or they have no platform in common, incomplete if one cannot be read.
 */
export async function diffImages(
  { before, after }: { readonly before: string; readonly after: string },
  options: Pick<Options, AskedByDifference>,
  host: Host,
): Promise<readonly ImageDifference[]> {
  const old = await openSource(before, options, host);
  try {
    const now = await openSource(after, options, host);
    try {
      const differences: ImageDifference[] = [];
      for (const [one, other] of pairPlatforms(old, now)) {
        host.progress(`comparing ${before} with ${after}`);
        differences.push(await compareImages(await one.read(), await other.read()));
      }
      return withGaps(differences, platformGaps(old, now));
    } finally {
      await now.close();
    }
  } finally {
    await old.close();
  }
}

/** The gaps of platforms are named once, in the first difference. */
function withGaps(
  differences: readonly ImageDifference[],
  gaps: readonly string[],
): readonly ImageDifference[] {
  const [first, ...others] = differences;
  return first ? [{ ...first, gaps: [...first.gaps, ...gaps] }, ...others] : [];
}

async function openSource(
  name: string,
  options: Pick<Options, AskedByDifference>,
  host: Host,
): Promise<ComparedSet> {
  const bytes = await jsonBytes(name);
  if (bytes && isSbom(bytes))
    throw new PortsideError(
      'PSE4517',
      `Cannot compare ${name}: an SBOM does not keep the files of the image`,
      'Name the image, or a report of it: portside scan IMAGE --format json',
    );
  if (bytes) return storedSet(name, readReport(bytes, name), options);
  const { images, gaps, close } = await openNamed(name, options, host);
  return {
    images: images.map((image) => ({
      platform: image.platform,
      read: () => readImage({ ...image, name }),
    })),
    gaps,
    close,
  };
}

/** The image that a report keeps. Throws PortsideError (usage) if it is not one. */
function storedSet(
  name: string,
  report: Report,
  { platforms }: Pick<Options, 'platforms'>,
): ComparedSet {
  const { snapshots = [] } = report;
  const names = new Set(snapshots.map(({ image }) => image));
  if (names.size !== 1)
    throw new PortsideError(
      'PSE4517',
      names.size === 0
        ? `Cannot compare ${name}: the report does not keep what an image contains`
        : `Cannot compare ${name}: the report has ${names.size} images`,
      'Name a report of one image: portside scan IMAGE --format json',
    );
  const wanted = snapshots.filter(
    ({ platform }) => platforms.length === 0 || (platform && platforms.includes(platform)),
  );
  return {
    images: wanted.map((snapshot) => ({
      platform: snapshot.platform,
      read: async () => ({ ...storedImage(snapshot, report), name }),
    })),
    gaps: [],
    close: async () => {},
  };
}

function openNamed(
  name: string,
  options: Pick<Options, AskedByDifference>,
  host: Host,
): Promise<ImageSet> {
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
function pairPlatforms(
  old: ComparedSet,
  now: ComparedSet,
): readonly (readonly [ComparedSet['images'][number], ComparedSet['images'][number]])[] {
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
function platformGaps(old: ComparedSet, now: ComparedSet): readonly string[] {
  const platforms = ({ images }: ComparedSet) => new Set(images.map(({ platform }) => platform));
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
