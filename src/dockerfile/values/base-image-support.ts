import { splitReference } from '../../core/reference.js';
import { officialName, type ProductSupport, supportOfTag } from '../../releases/base-images.js';

/** The products that an image reference names, such as `python 3.8` and `debian buster`, with their end of support. */
export function baseImageSupport(reference: string): ProductSupport[] {
  const { name, tag = '' } = splitReference(reference);
  return supportOfTag(officialName(name), tag);
}
