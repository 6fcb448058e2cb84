import { type Support, supportOfTag } from '../facts/base-images.js';
import { splitReference } from './image-reference.js';

/** The products that a reference's tag tells, with the ends of their support; see facts/base-images.ts. */
export function supportOf(reference: string): Support[] {
  const { name, registry, tag } = splitReference(reference);
  const isHub = registry === undefined || /^(?:index\.)?docker\.io$/.test(registry);
  const image = isHub ? name.replace(/^library\//, '') : `${registry}/${name}`;
  return tag === undefined ? [] : supportOfTag(image, tag);
}
