import {
  officialName,
  type ProductSupport,
  supportOfTag,
} from '../base-images/data/base-images.js';
import { splitReference } from './image-reference.js';

/** The products that a reference tells, with the ends of their support; see facts/base-images.ts. */
export function supportOf(reference: string): ProductSupport[] {
  const { name, registry, tag } = splitReference(reference);
  const image = officialName(registry === undefined ? name : `${registry}/${name}`);
  return supportOfTag(image, tag ?? '');
}
