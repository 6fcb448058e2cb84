import { PortsideError, reason } from '../../lib/errors.js';
import type { CheckContext } from '../../policy/check-context.js';
import { githubStore } from '../../signatures/authorities.js';
import type { ProvenanceMaterial } from '../../signatures/provenance/materials.js';
import { type AskedByVerification, openTarget } from '../../signatures/verify-target.js';

/** What the provenance that is stored with an image claims, and sentences about what is not read. */
export async function imageMaterials(
  image: string,
  { options, host }: Pick<CheckContext<AskedByVerification>, 'options' | 'host'>,
): Promise<{
  readonly materials: readonly ProvenanceMaterial[];
  readonly gaps: readonly string[];
}> {
  try {
    const opened = await openTarget(image, options, host);
    const { materialsOf, storedProvenance, unreadMaterials } = await import(
      '../../signatures/verify.js'
    );
    const { found, problems } = await storedProvenance(opened, githubStore(options, undefined));
    const isEmpty = found.length + problems.length === 0;
    const gaps = isEmpty ? ['no provenance is stored with it'] : problems;
    const unread = new Set(found.flatMap(({ statement }) => unreadMaterials(statement) ?? []));
    return {
      materials: found.flatMap(({ statement }) => materialsOf(statement)),
      gaps: [
        ...gaps.map((why) => `The provenance of ${image} is not read: ${why}`),
        ...[...unread].map((why) => `The provenance of ${image} is read in part: ${why}`),
      ],
    };
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return { materials: [], gaps: [`The provenance of ${image} is not read: ${reason(error)}`] };
  }
}
