import type { ImageChange } from '../core/image-difference.js';
import type { ImageState } from './image-state.js';

/** Another base image, or the same one with other layers. */
export function compareBases(before: ImageState, after: ImageState): ImageChange[] {
  const [old, now] = [before.baseImage, after.baseImage];
  if (!now || !old) return [];
  const about = { kind: 'setting', setting: 'base image', before: old, after: now } as const;
  if (old !== now)
    return [{ ...about, risk: 'low', message: `Base image is ${now} instead of ${old}` }];
  if (baseDigests(before) === baseDigests(after)) return [];
  const [was, is] = [dayOf(before.baseCreated), dayOf(after.baseCreated)];
  if (was && is && is < was) {
    const message = `Base image ${now} is older than before: of ${is} instead of ${was}`;
    return [{ ...about, isOlder: true, risk: 'medium', message }];
  }
  return [{ ...about, risk: 'info', message: `Base image ${now} has other layers` }];
}

/** The digests of the layers of the base image. */
export function baseDigests({ layers, baseLayers }: ImageState): string {
  const digests = layers.slice(0, baseLayers).map(({ diffID }) => diffID);
  return digests.join();
}

function dayOf(created: string | undefined): string | undefined {
  const time = Date.parse(created ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}
