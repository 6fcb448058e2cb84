import type { Host } from '../core/host.js';
import { readReference } from '../core/reference.js';
import type { Image } from '../image/image.js';
import { openImages } from '../image/open.js';
import { reason } from '../lib/errors.js';
import { plainText } from '../lib/text.js';
import type { Options } from '../options/options.js';
import { registryOptions } from '../registry/registry-options.js';
import type { AskedByAdvisories } from '../vulnerabilities/advisory-options.js';
import { type FoundVexBase, mayBeAbout } from '../vulnerabilities/vex/base-image.js';
import type { VexDocument } from '../vulnerabilities/vex/statement.js';
import type { InspectedLayers } from './inspect-layers.js';

interface VexBaseContext {
  readonly options: Pick<Options, AskedByAdvisories>;
  readonly host: Host;
}

/**
 * Finds the base image of an image, to apply documents about it. The proof are the digests of the layers: those of the base
 * image must be the lowest of the image. The base image is read only if a document may be about it.
 */
export async function findVexBase(
  { image, lines, unchangedAbove }: InspectedLayers,
  documents: readonly VexDocument[],
  context: VexBaseContext,
): Promise<FoundVexBase> {
  const { base: name } = lines;
  if (name === undefined || !unchangedAbove || !readReference(name)) return {};
  if (!mayBeAbout(documents, name)) return {};
  const reasons: string[] = [];
  for (const scheme of image.source === 'docker' ? ['registry', 'docker'] : ['registry']) {
    const base = await readBase(`${scheme}:${name}`, image, context).catch(reason);
    if (typeof base === 'string') reasons.push(base);
    else if (!base || !isBelow(base, image)) reasons.push(OTHER_LAYERS);
    else {
      const { digest, root, platform } = base;
      const isUnchanged = unchangedAbove(base.layers.length);
      return { base: { name, image: { name, digest, root, platform }, isUnchanged } };
    }
  }
  return {
    problem: `VEX of base image ${plainText(name, 120)} is not used: ${reasons[0]}`,
  };
}

const OTHER_LAYERS = 'its layers are not the lowest of the image';

/** What identifies the base image of the platform. Its layers are not read. */
async function readBase(
  reference: string,
  { platform }: Image,
  { options, host }: VexBaseContext,
): Promise<Pick<Image, 'digest' | 'root' | 'platform' | 'layers'> | undefined> {
  const { dockerHost } = options.environment;
  const { images, close } = await openImages(reference, {
    ...(platform === undefined ? {} : { platforms: [platform] }),
    ...(dockerHost ? { dockerHost } : {}),
    offline: options.offline,
    registryOptions: (registry) => registryOptions(options, host, registry),
  });
  await close();
  return images[0];
}

/** An image is built on the base image if it has all its layers, and others above them. */
function isBelow(base: Pick<Image, 'layers'>, { layers }: Image): boolean {
  return (
    base.layers.length > 0 &&
    base.layers.every(({ diffID }, index) => layers[index]?.diffID === diffID)
  );
}
