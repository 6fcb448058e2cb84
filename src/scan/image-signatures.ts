import { incompleteInspection } from '../core/incomplete-inspection.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import type { Image } from '../image/image.js';
import { reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import {
  openRequiredTarget,
  type Requirement,
  verifyRequired,
} from '../signatures/required-signatures.js';
import type { AskedByVerification } from '../signatures/verify-target.js';
import {
  NO_ATTESTATIONS,
  readVerifiedAttestations,
  type VerifiedAttestations,
} from './attested.js';

/** The result of the signature check of an image, and the verified attestations for the scan. */
export interface ImageSignatures {
  readonly inspection: Inspection;
  readonly attested: VerifiedAttestations;
}

/** Verifies a resolved image while its layers are read. Never throws. */
export type SignatureCheck = (image: Image) => Promise<ImageSignatures>;

/** Signatures are not asked about. */
export const NO_SIGNATURE_CHECK: SignatureCheck = async () => ({
  inspection: EMPTY_INSPECTION,
  attested: NO_ATTESTATIONS,
});

/** The check of an image for which the policy requires no signature. */
function noSignatureRequired(target: string): SignatureCheck {
  const reason = 'the policy requires no signature of it';
  const coverage = [{ check: 'trust', target, state: 'not-applicable', reason }] as const;
  return async () => ({
    inspection: { ...EMPTY_INSPECTION, coverage },
    attested: NO_ATTESTATIONS,
  });
}

/** The check of the requirements for an image, on the same digest that is scanned. */
export function createSignatureCheck(
  { name, reference }: { readonly name: string; readonly reference: string },
  requirements: readonly Requirement[],
  { options, host }: Pick<CheckContext<AskedByVerification>, 'options' | 'host'>,
): SignatureCheck {
  if (requirements.length === 0) return noSignatureRequired(name);
  return async ({ source, root, digest }) => {
    const failed = (why: string) => ({
      inspection: incompleteInspection('trust', [name], why),
      attested: NO_ATTESTATIONS,
    });
    // An archive in both formats could contain one image, and the signature of another.
    if (root === undefined) return failed(`it was read as ${source}, ${NO_MANIFEST}`);
    try {
      const target = await openRequiredTarget(
        { name, reference, root, image: digest },
        options,
        host,
      );
      const inspection = await verifyRequired(target, requirements);
      const attested = await readVerifiedAttestations(target, requirements).catch(
        (error: unknown) => ({
          ...NO_ATTESTATIONS,
          notes: [
            {
              check: 'trust' as const,
              target: name,
              message: `Attestations were not read: ${reason(error)}`,
            },
          ],
        }),
      );
      return {
        inspection: mergeInspections([inspection, { ...EMPTY_INSPECTION, notes: attested.notes }]),
        attested,
      };
    } catch (error) {
      return failed(reason(error));
    }
  };
}

const NO_MANIFEST =
  'which has no signed manifest: check the image in its registry, or an OCI archive of it';
