import { imageName } from './fingerprint.js';
import type { Target } from './report.js';

/** The names of one image before and now, with tags. */
export interface RenamedImage {
  readonly from: string;
  readonly to: string;
}

/** An image, and the Dockerfile that is known to build it. */
export type BuiltImage = Pick<Target, 'name' | 'dockerfile'>;

/**
 * If a report has one image, and this run has one too, they are compared whatever they are called: `app-old.tar` with
 * `app-new.tar`. Undefined if they have one name, or are known to be built from two Dockerfiles.
 */
export function renamedImage(
  before: readonly BuiltImage[],
  now: readonly BuiltImage[],
): RenamedImage | undefined {
  const [[old, ...others], [current, ...more]] = [oneOfEach(before), oneOfEach(now)];
  if (!old || !current || others.length + more.length > 0) return undefined;
  if (imageName(old.name) === imageName(current.name)) return undefined;
  const isOther = old.dockerfile !== undefined && current.dockerfile !== undefined;
  if (isOther && old.dockerfile !== current.dockerfile) return undefined;
  return { from: old.name, to: current.name };
}

/** One for each name: an image of several platforms may be several targets. */
function oneOfEach(images: readonly BuiltImage[]): BuiltImage[] {
  return [...new Map(images.map((image) => [imageName(image.name), image])).values()];
}
