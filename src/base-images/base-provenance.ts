import { fingerprint } from '../core/fingerprint.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import {
  familiarReference,
  parseReference,
  readReference,
  repositoryName,
} from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { inSomeBuilds } from '../core/variants.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { PortsideError } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import type { AskedByAuthorities } from '../signatures/authorities.js';
import { requirementsOf, verifyRequiredStatements } from '../signatures/required-signatures.js';
import { unverified } from '../signatures/verify-base-images.js';

/**
 * Verifies the provenance and the attestations that the policy requires of base images, each image once; findings are on every line that uses
 * the image. Throws PortsideError (usage).
 */
export async function inspectBaseProvenance(
  images: readonly ExternalImage[],
  sources: BaseSources,
  context: CheckContext<AskedByAuthorities>,
): Promise<Inspection> {
  const names = [...new Set(images.map(({ reference }) => reference))].filter(
    (text) => readReference(text) !== undefined,
  );
  const inspections = names.map(async (name): Promise<Inspection> => {
    const found = await verify(name, sources, context);
    return located(found, name, images);
  });
  return mergeInspections(await Promise.all(inspections));
}

async function verify(
  name: string,
  sources: BaseSources,
  context: CheckContext<AskedByAuthorities>,
): Promise<Inspection> {
  const requirements = await requirementsOf(name, context);
  const asked = requirements.filter(
    ({ provenance, attestations }) => provenance || attestations.length > 0,
  );
  if (asked.length === 0) return EMPTY_INSPECTION;
  const shown = familiarReference(parseReference(name));
  try {
    const { source, manifest } = await sources(name);
    if (!manifest) return incompleteInspection('trust', [shown], 'the image does not exist');
    const target = { name: shown, source, reference: manifest.digest };
    const verified = asked.map((one) => verifyRequiredStatements(target, one));
    const all = mergeInspections((await Promise.all(verified)).flat());
    return { ...all, targets: [], coverage: [{ check: 'trust', target: shown, state: 'checked' }] };
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return unverified(shown, error);
  }
}

/** The findings, on each line of a Dockerfile that uses the image. */
function located(found: Inspection, name: string, images: readonly ExternalImage[]): Inspection {
  if (found.findings.length === 0) return found;
  const repository = repositoryName(parseReference(name));
  const findings = images
    .filter(({ reference }) => reference === name)
    .flatMap(({ location, builds }) =>
      found.findings.map((finding) => {
        const here = {
          ...finding,
          message: `Base image: ${finding.message}`,
          location,
          fingerprint: fingerprint(finding.rule, location.path, repository),
        };
        return inSomeBuilds(here, builds);
      }),
    );
  return { ...found, findings };
}
