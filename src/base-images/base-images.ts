import type { Coverage } from '../core/coverage.js';
import { requirementGlob } from '../core/image-glob.js';
import { familiarReference, formatReference, readReference } from '../core/reference.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import type { CheckContext } from '../policy/check-context.js';
import type { Policy } from '../policy/policy.js';
import type { BaseSources } from '../registry/base-sources.js';
import { type AskedByAuthorities, trustedRoot } from '../signatures/authorities.js';
import type { Publisher } from '../signatures/publishers.js';
import {
  requiredRoot,
  requiredSigners,
  signatureOptions,
} from '../signatures/required-signatures.js';
import { inspectBaseProvenance } from './base-provenance.js';

/** The number of different images that are verified; each takes several requests to its registry. */
const MOST = 50;

/**
 * Verifies the external images of the Dockerfiles against the signers of the policy, else against the built-in table of
 * publishers. With --offline, the coverage says that they were not verified. Throws PortsideError (usage).
 */
export async function inspectBaseImages(
  images: readonly ExternalImage[],
  sources: BaseSources,
  context: CheckContext<AskedByAuthorities>,
): Promise<Inspection> {
  const { policy, options, host } = context;
  if (images.length === 0 || policy.baseImages === 'ignore') return EMPTY_INSPECTION;
  const names = [...new Set(images.map(({ reference }) => reference))];
  if (options.offline) return offline(names, policy);
  const { verifyBaseImages } = await import('../signatures/verify.js');
  const { PUBLISHERS } = await import('../signatures/publishers.js');
  const own = await policyPublishers(names, context);
  const limited = new Set(names.slice(0, MOST));
  const asked = images.filter(({ reference }) => limited.has(reference));
  const signed = await verifyBaseImages(asked, {
    open: async (reference) => {
      const { source, manifest } = await sources(formatReference(reference));
      return { source, digest: manifest?.digest };
    },
    publishers: [...own, ...PUBLISHERS],
    ...(await trustedRoot(undefined, options, host)),
  });
  const built = await inspectBaseProvenance(asked, sources, context);
  const inspection = mergeInspections([signed, built]);
  const left = names.slice(MOST);
  if (left.length === 0) return inspection;
  const reason = `only ${MOST} different base images are verified in one run`;
  const rest = left.map((name) => {
    const reference = readReference(name);
    const target = reference ? familiarReference(reference) : name;
    return { check: 'trust', target, reason } as const;
  });
  return { ...inspection, incomplete: [...inspection.incomplete, ...rest] };
}

/** The signers that the policy requires for these images. */
async function policyPublishers(
  names: readonly string[],
  context: CheckContext<AskedByAuthorities>,
): Promise<readonly Publisher[]> {
  const { root, policy } = context;
  const references = names.flatMap((name) => {
    const reference = readReference(name);
    return reference ? [{ reference }] : [];
  });
  const publishers: Publisher[] = [];
  for (const requirement of policy.trust) {
    const images = references
      .filter(({ reference }) => requirementGlob(requirement.images)(formatReference(reference)))
      .map(({ reference }) => formatReference(reference));
    const signedBy = images.length > 0 ? await requiredSigners(root, requirement.signedBy) : [];
    if (signedBy.length === 0) continue;
    const own =
      requirement.trustedRoot === undefined ? undefined : await requiredRoot(requirement, context);
    publishers.push({
      name: 'the policy',
      images,
      signedBy,
      requiredSigners: requirement.requiredSigners,
      signatureRequired: true,
      source: policy.path ?? 'the policy',
      ...signatureOptions(requirement),
      ...(own && typeof own.trustedRoot === 'string' ? { trustedRoot: own.trustedRoot } : {}),
    });
  }
  return publishers;
}

/** Without a connection nothing is verified: a gap that counts only for images whose signature the policy requires. */
function offline(names: readonly string[], policy: Policy): Inspection {
  const reason = '--offline opens no connection, and signatures are in the registry';
  const coverage = names.flatMap((name): Coverage[] => {
    const reference = readReference(name);
    if (!reference) return [];
    const isRequired = policy.trust.some(({ images }) =>
      requirementGlob(images)(formatReference(reference)),
    );
    const row = {
      check: 'trust',
      target: familiarReference(reference),
      state: 'not-covered',
    } as const;
    return [{ ...row, reason, ...(isRequired ? {} : { informational: true }) }];
  });
  return { ...EMPTY_INSPECTION, coverage };
}
