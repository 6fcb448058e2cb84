import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
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
  const findings = images.flatMap(({ reference, location }): Finding[] => {
    try {
      const finding = checkRegistry(reference, registries, location);
      return finding ? [finding] : [];
    } catch (error) {
      // The linter reports text that is not an image reference.
      if (error instanceof PortsideError && error.kind === 'usage') return [];
      throw error;
    }
  });
  return { ...EMPTY_INSPECTION, findings, coverage: unknown.map(unknownGap) };
}

function unknownGap({ image, location }: UnknownBase): Coverage {
  const reason = `The base image in line ${location.startLine} is ${image}, whose value is not known, so registries of the policy cannot be applied to it. Give ARG a default`;
  return { check: 'trust', target: location.path, state: 'not-covered', reason };
}
