import type { Host } from '../core/host.js';
import { readReference } from '../core/reference.js';
import type { Image, ImageSet } from '../image/image.js';
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
  const unused = (why: string): FoundVexBase => ({
    problem: `VEX of base image ${plainText(name, 120)} is not used: ${why}`,
  });
  let opened: ImageSet | undefined;
  try {
    opened = await openBase(name, image, context);
    const [base] = opened.images;
    if (!base || !isBelow(base, image)) return unused('its layers are not the lowest of the image');
    const { digest, root, platform } = base;
    const isUnchanged = unchangedAbove(base.layers.length);
    return { base: { name, image: { name, digest, root, platform }, isUnchanged } };
  } catch (error) {
    return unused(reason(error));
  } finally {
    await opened?.close();
  }
}

/** From the engine if it has the image that was built on it, else from its registry. */
async function openBase(
  name: string,
  { source, platform }: Image,
  { options, host }: VexBaseContext,
): Promise<ImageSet> {
  const { dockerHost } = options.environment;
  const open = (scheme: string) =>
    openImages(`${scheme}:${name}`, {
      ...(platform === undefined ? {} : { platforms: [platform] }),
      ...(dockerHost ? { dockerHost } : {}),
      offline: options.offline,
      registryOptions: (registry) => registryOptions(options, host, registry),
    });
  if (source !== 'docker') return open('registry');
  return open('docker').catch((error: unknown) => {
    host.debug(`the base image ${name} is not in the engine: ${reason(error)}`);
    return open('registry');
  });
}

/** An image is built on the base image if it has all its layers, and others above them. */
function isBelow(base: Image, { layers }: Image): boolean {
  return (
    base.layers.length > 0 &&
    base.layers.every(({ diffID }, index) => layers[index]?.diffID === diffID)
  );
}
