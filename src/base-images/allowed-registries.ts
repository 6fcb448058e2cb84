import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { inSomeBuilds } from '../core/variants.js';
import type { ExternalImage, UnknownBase } from '../dockerfile/external-images.js';
import { PortsideError } from '../lib/errors.js';
import type { Policy } from '../policy/policy.js';
import { checkRegistry } from '../signatures/registries.js';

/**
 * Finds images from registries that the policy does not allow; nothing if it allows all. A base image that is not known
 * is a gap.
 */
export function inspectRegistries(
  images: readonly ExternalImage[],
  unknown: readonly UnknownBase[],
  policy: Policy,
): Inspection {
  const { registries } = policy;
  if (registries === undefined) return EMPTY_INSPECTION;
  const findings = images.flatMap(({ reference, location, builds }): Finding[] => {
    try {
      const finding = checkRegistry(reference, registries, location);
      return finding ? [inSomeBuilds(finding, builds)] : [];
    } catch (error) {
      // The linter reports text that is not an image reference.
      if (error instanceof PortsideError && error.kind === 'usage') return [];
      throw error;
    }
  });
  return { ...EMPTY_INSPECTION, findings, coverage: unknown.flatMap(unknownGaps) };
}

/** A row for the Dockerfile and for the file that defines the build: a change of either counts. */
function unknownGaps({ image, location, build }: UnknownBase): Coverage[] {
  const where = build ? `, in ${build.name},` : ',';
  const remedy = build ? 'Write the argument as a constant' : 'Give ARG a default';
  const reason = `The base image in line ${location.startLine} is ${image}${where} whose value is not known, so registries of the policy cannot be applied to it. ${remedy}`;
  return [location.path, ...(build ? [build.path] : [])].map((target) => ({
    check: 'trust',
    target,
    state: 'not-covered',
    reason,
  }));
}
