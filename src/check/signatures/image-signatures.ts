import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../../core/report.js';
import type { Image } from '../../image/image.js';
import { reason } from '../../lib/errors.js';
import type { CheckContext } from '../context.js';
import {
  NO_ATTESTATIONS,
  readVerifiedAttestations,
  type VerifiedAttestations,
} from './attested.js';
import { openRequiredTarget, type Requirement, verifyRequired } from './required-signatures.js';
import { notChecked } from './verify-target.js';

/** What the trust check of an image came to, and what was attested of it for the scan. */
export interface ImageSignatures {
  readonly inspection: Inspection;
  readonly attested: VerifiedAttestations;
}

/** Verifies an image that has been resolved, while its layers are read. Never throws. */
export type SignatureCheck = (image: Image) => Promise<ImageSignatures>;

/** Nothing is required. */
export const NO_SIGNATURES_REQUIRED: SignatureCheck = async () => ({
  inspection: EMPTY_INSPECTION,
  attested: NO_ATTESTATIONS,
});

/** The check of what a policy requires of an image, on the very digest that is scanned. */
export function createSignatureCheck(
  { name, reference }: { readonly name: string; readonly reference: string },
  requirements: readonly Requirement[],
  { options, host }: Pick<CheckContext, 'options' | 'host'>,
): SignatureCheck {
  if (requirements.length === 0) return NO_SIGNATURES_REQUIRED;
  return async ({ source, root, digest }) => {
    const failed = (why: string) => ({
      inspection: notChecked(name, why),
      attested: NO_ATTESTATIONS,
    });
    // An archive that is both Docker's and OCI's could show one image and have another one's signature.
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
  'which has no manifest that could be signed: check the image that was pushed, or an OCI archive of it';
