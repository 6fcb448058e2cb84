import type { ImageSnapshot, Signed } from '../core/image-snapshot.js';
import { familiarText } from '../core/reference.js';
import type { ImageSigner, Inspection } from '../core/report.js';

/** The inspection with the signers in its snapshots, so that a later run sees when one is lost. */
export function withSigners(inspection: Inspection): Inspection {
  const { snapshots = [], signers = [] } = inspection;
  if (snapshots.length === 0 || signers.length === 0) return inspection;
  return { ...inspection, snapshots: snapshots.map((one) => withSigned(one, signers)) };
}

function withSigned(snapshot: ImageSnapshot, signers: readonly ImageSigner[]): ImageSnapshot {
  const { image, baseImage } = snapshot;
  const signed = signedBy(image, signers);
  const baseSigned =
    baseImage === undefined ? undefined : signedBy(familiarText(baseImage), signers);
  return { ...snapshot, ...(signed && { signed }), ...(baseSigned && { baseSigned }) };
}

/** Several signers may be required of an image: one valid signature is one. */
function signedBy(image: string, signers: readonly ImageSigner[]): Signed | undefined {
  const ofImage = signers.filter((one) => one.image === image);
  if (ofImage.length === 0) return undefined;
  const by = [...new Set(ofImage.flatMap((one) => one.by ?? []))].sort().join('; ');
  return by === '' ? {} : { by };
}
