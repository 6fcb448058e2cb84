import { imageName } from '../core/fingerprint.js';
import type { ImageChange } from '../core/image-difference.js';
import type { Signed } from '../core/image-snapshot.js';
import type { ImageState } from './image-state.js';

/**
 * Another signer or builder of the image or its base image, or none any more. Nothing if one of them was not verified, or if
 * only the Git ref of a workflow differs: each release has a tag of its own.
 */
export function compareSigners(before: ImageState, after: ImageState): ImageChange[] {
  const { name, baseImage = '' } = after;
  // An image that is not pushed yet, and has another name, is not signed yet.
  const isSame = imageName(before.name) === imageName(name);
  const isSameBase = imageName(before.baseImage ?? '') === imageName(baseImage);
  return [
    ...(isSame
      ? changeOf({ setting: 'signer of the image', image: `Image ${name}`, isSame }, [
          before.signed,
          after.signed,
        ])
      : []),
    ...changeOf(
      {
        setting: 'signer of the base image',
        image: `Base image ${baseImage}`,
        isSame: isSameBase,
      },
      [before.baseSigned, after.baseSigned],
    ),
  ];
}

/** What is signed. `isSame`: under the same name as before, so that the same signer is expected. */
interface SignedPart {
  readonly setting: string;
  readonly image: string;
  readonly isSame: boolean;
}

function changeOf(
  { setting, image, isSame }: SignedPart,
  [old, now]: readonly [Signed | undefined, Signed | undefined],
): ImageChange[] {
  if (!old || !now || withoutRefs(old.by) === withoutRefs(now.by)) return [];
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
  const message = `${image} is signed by ${now.by}, not ${old.by}`;
  return [
    isSame
      ? { ...about, changesSigner: true, risk: 'high', message }
      : { ...about, risk: 'medium', message },
  ];
}

/** `https://github.com/a/b/.github/workflows/c.yml@refs/tags/v1, issuer …` without the ref. */
function withoutRefs(signers: string | undefined): string | undefined {
  return signers?.replace(/@(?:refs\/[^\s,;]+|[0-9a-f]{40})(?=[,;]|$)/g, '');
}
