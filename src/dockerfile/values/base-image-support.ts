import { officialName, type ProductSupport, supportOfTag } from '../../releases/base-images.js';
import { splitReference } from './image-reference.js';

/** The products that an image reference names, such as `python 3.8` and `debian buster`, with their end of support. */
export function baseImageSupport(reference: string): ProductSupport[] {
  const { name, registry, tag } = splitReference(reference);
  const image = officialName(registry === undefined ? name : `${registry}/${name}`);
  return supportOfTag(image, tag ?? '');
}
