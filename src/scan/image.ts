import type { Coverage, Incomplete } from '../core/coverage.js';
import type { Check } from '../core/finding.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  mergeInspections,
  type Target,
} from '../core/report.js';
import type { Image, ImageSet, PlatformGap } from '../image/image.js';
import { openImages } from '../image/open.js';
import { reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import { registryOptions } from '../registry/registry-options.js';
import type { AskedByAdvisories } from '../vulnerabilities/advisory-options.js';
import { NO_SIGNATURE_CHECK } from './image-signatures.js';
import { imageVulnerabilities, packagesOf } from './image-vulnerabilities.js';
import { type InspectedLayers, inspectLayers, unreadableImage } from './inspect-layers.js';
import type { AskedByLayers, ImageRequest } from './layer-readers.js';
import { mergePlatforms, type PlatformPart } from './platforms.js';

/** The checks of an image. If it cannot be read, all requested ones are incomplete. */
export const IMAGE_CHECKS: readonly Check[] = ['vulnerability', 'secret', 'hardening'];

/** An image: its name for reports, and the reference to read it from. */
export interface NamedImage {
  readonly name: string;
  readonly reference: string;
}

/** What the inspection of an image asks of the options. */
export type AskedByImage = AskedByAdvisories | AskedByLayers | 'platforms';

type ImageContext = Pick<CheckContext<AskedByImage>, 'options' | 'host'>;

/** The findings in an image. */
export interface ImageInspection extends Inspection {
  /** The digest that the reference resolved to, if the image was read from a registry. */
  readonly resolved?: string;
  /** The tags and digests of the image, besides the name that it was requested by. */
  readonly names?: readonly string[];
}

/**
 * Inspects the images of all platforms of a name, or of the requested ones, one after the other. Throws PortsideError:
 * usage if the image does not exist, incomplete if it cannot be read.
 */
export async function inspectImage(
  { name, reference }: NamedImage,
  request: ImageRequest,
  { options, host }: ImageContext,
): Promise<ImageInspection> {
  host.progress(`opening ${name}`);
  const { dockerHost } = options.environment;
  const notes: { target: string; message: string }[] = [];
  const opened = await openImages(reference, {
    platforms: options.platforms,
    ...(dockerHost ? { dockerHost } : {}),
    offline: options.offline,
    registryOptions: (registry) => registryOptions(options, host, registry),
    log: (message) => host.info(message.replaceAll(reference, name)),
    note: (message) => notes.push({ target: name, message: message.replaceAll(reference, name) }),
  });
  try {
    const images = { ...opened, images: opened.images.map((image) => ({ ...image, name })) };
    const inspection = await inspectPlatforms(images, request, { options, host });
    const joined = mergeInspections([{ ...EMPTY_INSPECTION, notes }, inspection]);
    const [{ source, root } = { source: '' }] = opened.images;
    const names = opened.images.flatMap((one) => [...one.tags, one.root ?? '', one.digest ?? '']);
    // Manifests do not say on which platform they start it.
    const [first] = joined.needs ?? [];
    const known = [name, ...names].filter((one) => one !== '');
    const needs = first ? [{ ...first, names: known }] : [];
    return { ...joined, names, needs, ...(source === 'registry' && root && { resolved: root }) };
  } finally {
    await opened.close();
  }
}

/** Inspects each platform. An index with one platform is reported like an image without an index. */
async function inspectPlatforms(
  { images, gaps }: ImageSet,
  request: ImageRequest,
  context: ImageContext,
): Promise<Inspection> {
  const { checks } = request;
  const inspected: InspectedLayers[] = [];
  const parts: PlatformPart[] = [];
  for (const image of images) {
    if (images.length > 1) context.host.progress(`reading ${image.platform} of ${image.name}`);
    const layers = await inspectOne(image, request, context).catch((error: unknown) => {
      if (images.length === 1) throw error;
      return unreadableImage(image.name, checks, reason(error));
    });
    const platforms = [image.platform ?? ''];
    if (!('lines' in layers)) parts.push({ platforms, inspection: layers });
    else {
      parts.push({ platforms, inspection: layers.inspection });
      inspected.push(layers);
    }
  }
  const matched = checks.includes('vulnerability')
    ? await imageVulnerabilities(inspected, context)
    : [];
  const found = [...matched, ...parts];
  const merged =
    images.length > 1
      ? mergePlatforms(found)
      : mergeInspections(found.map(({ inspection }) => inspection));
  const rows = gapRows(images[0]?.name ?? '', checks, gaps);
  const gapsOf = (state: PlatformGap['state']) => rows.filter((row) => row.state === state);
  return {
    ...merged,
    targets: mergeTargets(merged.targets, images),
    packages: packagesOf(inspected),
    incomplete: [...merged.incomplete, ...gapsOf('failed').map(asIncomplete)],
    coverage: [...(merged.coverage ?? []), ...gapsOf('not-covered')],
    missingFacts: [
      ...(merged.missingFacts ?? []),
      ...gaps.map(({ platform, reason: why }) => ({
        fact: 'packages' as const,
        target: images[0]?.name ?? '',
        platform,
        reason: why,
      })),
    ],
  };
}

function asIncomplete({ check, target, platform, reason: why = '' }: Coverage): Incomplete {
  return { check, target, reason: `${platform}: ${why}` };
}

async function inspectOne(
  image: Image,
  request: ImageRequest,
  context: ImageContext,
): Promise<InspectedLayers> {
  const { signatureCheck = NO_SIGNATURE_CHECK } = request;
  return inspectLayers(image, request, signatureCheck(image), context);
}

/** The images of several platforms are one target, with the digest of the index and the lowest build level. */
function mergeTargets(targets: readonly Target[], images: readonly Image[]): readonly Target[] {
  const [first, ...others] = targets;
  if (!first || others.length === 0) return targets;
  const { platform: _, digest: __, buildLevel: ___, ...rest } = first;
  const root = images[0]?.root;
  const levels = targets.map(({ buildLevel }) => buildLevel);
  const lowest = levels.includes(undefined) ? undefined : levels.toSorted()[0];
  return [
    {
      ...rest,
      ...(root === undefined ? {} : { digest: root }),
      ...(lowest === undefined ? {} : { buildLevel: lowest }),
      platforms: images.map(({ platform, digest }) => ({
        platform: platform ?? '',
        ...(digest === undefined ? {} : { digest }),
      })),
    },
  ];
}

/** A platform that is not inspected is a gap of all checks. */
function gapRows(
  target: string,
  checks: readonly Check[],
  gaps: readonly PlatformGap[],
): Coverage[] {
  const wanted = checks.length > 0 ? checks : (['vulnerability'] as const);
  return gaps.flatMap((gap) => wanted.map((check) => ({ check, target, ...gap })));
}
