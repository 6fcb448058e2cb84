import { imageName } from '../core/fingerprint.js';
import type { ImageChange } from '../core/image-difference.js';
import type { Signed } from '../core/image-snapshot.js';
import type { ImageState } from './image-state.js';

/** Another signer of the image or its base image, or none any more. Nothing if one of them was not verified. */
export function compareSigners(before: ImageState, after: ImageState): ImageChange[] {
  const { name, baseImage = '' } = after;
  // An image that is not pushed yet, and has another name, is not signed yet.
  const isSame = imageName(before.name) === imageName(name);
  const signed = isSame ? ([before.signed, after.signed] as const) : ([] as const);
  return [
    ...changeOf('signer of the image', `Image ${name}`, signed),
    ...changeOf('signer of the base image', `Base image ${baseImage}`, [
      before.baseSigned,
      after.baseSigned,
    ]),
  ];
}

function changeOf(
  setting: string,
  image: string,
  [old, now]: readonly (Signed | undefined)[],
): ImageChange[] {
  if (!old || !now || old.by === now.by) return [];
  const about = {
    kind: 'setting',
    setting,
    ...(old.by !== undefined && { before: old.by }),
    ...(now.by !== undefined && { after: now.by }),
  } as const;
  if (old.by === undefined)
    return [{ ...about, risk: 'info', message: `${image} is signed now, by ${now.by}` }];
  if (now.by === undefined) {
    const message = `${image} has no verified signature now; the one before is signed by ${old.by}`;
    return [{ ...about, losesSigner: true, risk: 'high', message }];
  }
  return [{ ...about, risk: 'medium', message: `${image} is signed by ${now.by}, not ${old.by}` }];
}
