import { plainText } from '../../lib/text.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, valueAt } from '../yaml-values.js';

/** A note about services of the first Compose format, which had no key `services`. Docker Compose 2 refuses such a file. */
export function firstFormatNotes(document: ManifestNode): string[] {
  if (document.entries.has('services') || document.entries.has('include')) return [];
  const [name] = [...document.entries].flatMap(([key, node]) =>
    !key.startsWith('x-') && ['image', 'build'].some((one) => isSet(valueAt(node, one))) ? key : [],
  );
  return name === undefined
    ? []
    : [
        `Its services, such as "${plainText(name, 100)}", were not checked: they are not below the key services. Move them there`,
      ];
}
