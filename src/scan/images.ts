import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Check } from '../core/finding.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { stepLine } from '../core/step-line.js';
import { type Deadline, startDeadline } from '../lib/deadline.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import { insideRepository } from '../repository/inside-repository.js';
import { inspectDrift, requirementsOf } from '../signatures/required-signatures.js';
import type { AskedByVerification } from '../signatures/verify-target.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import {
  type AskedByImage,
  IMAGE_CHECKS,
  type ImageInspection,
  inspectImage,
  type NamedImage,
} from './image.js';
import type { BuildSources } from './image-lines.js';
import { createSignatureCheck } from './image-signatures.js';
import { unreadableImage } from './inspect-layers.js';
import type { ImageRequest } from './layer-readers.js';

/** The findings in the images, and all names of the images. */
export interface ImagesInspection extends Inspection {
  readonly names: readonly string[];
  /** The digests of the images that were read from a registry, by reference. */
  readonly resolved: ReadonlyMap<string, string>;
}

/** What the inspection of these images asks of the options. */
export type AskedByImages = AskedByImage | AskedByVerification | 'images' | 'requireTargets';

/**
 * Inspects the images that the options name, else those of the policy. One that cannot be read stops no other. Throws
 * PortsideError (usage) if the command line names an image that does not exist.
 */
export async function inspectImages(
  { plans, project, startsOf }: BuildSources & Pick<ImageRequest, 'startsOf'>,
  context: CheckContext<AskedByImages>,
  deadline: Deadline = startDeadline(undefined),
): Promise<ImagesInspection> {
  const { root, policy, options, host } = context;
  const named = options.images.map((name) => ({ name, reference: name }));
  const own = policy.images.map((name) => ({ name, reference: repositoryImage(root, name) }));
  const images: NamedImage[] = named.length > 0 ? named : own;
  if (images.length === 0) return { ...EMPTY_INSPECTION, names: [], resolved: new Map() };
  const withAdvisories = { ...options, ...withPolicyAdvisories(root, policy, options) };
  const inspections: Inspection[] = [];
  const names: string[] = [];
  const resolved = new Map<string, string>();
  for (const image of images) {
    const requirements = await deadline.orElse(
      () => requirementsOf(image.name, context),
      () => undefined,
    );
    const isSigned = (requirements ?? policy.trust).length > 0;
    const checks: readonly Check[] = isSigned ? [...IMAGE_CHECKS, 'trust'] : IMAGE_CHECKS;
    const signatureCheck = createSignatureCheck(image, requirements ?? [], context);
    const inspect = () =>
      inspectImage(
        image,
        {
          ...{ plans, checks: IMAGE_CHECKS, signatureCheck },
          ...(project && { project }),
          ...(startsOf && { startsOf }),
        },
        { options: withAdvisories, host },
      );
    const inspection = await deadline.within(inspect).catch((error: unknown): ImageInspection => {
      const isOption = named.length > 0 && options.requireTargets;
      if (isOption && error instanceof PortsideError && error.kind === 'usage') throw error;
      return unreadableImage(image.name, checks, reason(error));
    });
    host.step(stepLine(`image ${image.name}`, inspection));
    inspections.push(inspection);
    names.push(image.name, ...(inspection.names ?? []));
    if (inspection.resolved) resolved.set(image.reference, inspection.resolved);
  }
  // At the end, because this finds tags that moved during the run.
  for (const [reference, digest] of resolved)
    inspections.push(
      await deadline.orElse(
        () => inspectDrift(reference, digest, context),
        (why) => incompleteInspection('trust', [reference], why),
      ),
    );
  return { ...mergeInspections(inspections), names, resolved };
}

/** The path of a file of the repository, if the name is one; else the reference itself. */
function repositoryImage(root: string, name: string): string {
  const scheme = /^(docker-archive|oci|oci-archive|dir):(.*)$/.exec(name);
  if (scheme) return `${scheme[1]}:${insideRepository(root, scheme[2] ?? '', 'an image')}`;
  return existsSync(resolve(root, name)) ? insideRepository(root, name, 'an image') : name;
}
