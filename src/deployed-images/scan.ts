import type { Check } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { DeployedReference } from '../manifests/select.js';
import type { CheckContext } from '../policy/check-context.js';
import { IMAGE_CHECKS, inspectImage } from '../scan/image.js';
import { createSignatureCheck } from '../scan/image-signatures.js';
import { unreadableImage } from '../scan/inspect-layers.js';
import type { ImageRequest } from '../scan/layer-readers.js';
import { inspectDrift, requirementsOf } from '../signatures/required-signatures.js';
import { movedTag } from './digests.js';
import { onManifestLine } from './on-manifest-line.js';
import type { RegistryImage } from './resolve.js';

/**
 * Scans one image of a manifest by its digest and verifies what the policy requires of its signatures. The findings are on
 * the line of the manifest. One that cannot be read is incomplete.
 */
export async function scanDeployed(
  deployed: DeployedReference,
  image: RegistryImage,
  context: Omit<CheckContext<never>, 'options'>,
  startsOf?: ImageRequest['startsOf'],
): Promise<Inspection> {
  const { reference } = deployed;
  const { platforms, offered, pinned, options } = image;
  const settings = { ...context, options };
  const requirements = await requirementsOf(reference, settings);
  const checks: readonly Check[] =
    requirements.length > 0 ? [...IMAGE_CHECKS, 'trust'] : IMAGE_CHECKS;
  const signatureCheck = createSignatureCheck(
    { name: reference, reference: pinned },
    requirements,
    settings,
  );
  try {
    const found = await inspectImage(
      { name: reference, reference: pinned },
      { checks: IMAGE_CHECKS, signatureCheck, ...(startsOf && { startsOf }) },
      settings,
    );
    const moved = await movedTag(image, deployed.places);
    const drift = await inspectDrift(reference, image.digest, settings);
    return mergeInspections([
      onManifestLine(mergeInspections([found, drift]), deployed),
      { ...EMPTY_INSPECTION, findings: moved, notes: platformNote(reference, platforms, offered) },
    ]);
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return unreadableImage(reference, checks, reason(error));
  }
}

/** What the earlier image of the same repository has: packages and findings. Nothing if it cannot be read. */
export async function scanEarlier(
  deployed: DeployedReference,
  image: RegistryImage,
  { host, ...context }: Pick<CheckContext<never>, 'host'>,
): Promise<Pick<Inspection, 'findings' | 'packages'> | undefined> {
  const { pinned, options } = image;
  const named = { name: deployed.reference, reference: pinned };
  try {
    const found = await inspectImage(
      named,
      { checks: IMAGE_CHECKS },
      { ...context, options, host },
    );
    if (found.incomplete.length > 0) return undefined;
    return onManifestLine(found, deployed);
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    host.info(`The earlier image of ${deployed.reference} cannot be read: ${reason(error)}`);
    return undefined;
  }
}

function platformNote(
  target: string,
  platforms: readonly string[] | undefined,
  offered: number,
): Inspection['notes'] {
  if (platforms === undefined || platforms.length >= offered) return [];
  const message = `Of ${offered} platforms, ${platforms.join(', ')} was scanned. Name others with the option platform.`;
  return [{ target, message }];
}
