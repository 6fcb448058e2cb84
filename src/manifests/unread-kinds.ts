import type { Note } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { baseName } from '../lib/paths.js';
import { plainText, pluralize } from '../lib/text.js';
import { isReadKind } from './kubernetes/shapes.js';
import type { Manifest } from './manifest.js';
import { isKustomization } from './manifest-kind.js';
import { operatedImages } from './operated-images.js';

/** More kinds are counted but not named. */
const MOST_KINDS = 10;
const MOST_CHARACTERS = 100;

/** An object of a kind that no rule is about. */
interface UnreadObject {
  readonly kind: string;
  readonly path: string;
}

/**
 * A note about the objects of kinds that no rule is about, such as CustomResourceDefinition, with a file of each kind;
 * none if there are none. Objects with a pod or an image are not among them, whatever their kind.
 */
export function unreadKinds(manifests: readonly Manifest[]): Note[] {
  const objects = manifests.flatMap(unreadObjects);
  if (objects.length === 0) return [];
  const kinds = [...groupBy(objects, ({ kind }) => kind)].toSorted(
    ([one, { length }], [other, { length: more }]) => more - length || (one < other ? -1 : 1),
  );
  const named = kinds.slice(0, MOST_KINDS).map(([kind, all]) => describeKind(kind, all));
  const left = kinds.length - named.length;
  const more = left > 0 ? ` and ${pluralize(left, 'more kind')}` : '';
  const start =
    objects.length === 1
      ? '1 object is of a kind without rules of its own'
      : `${objects.length} objects are of kinds without rules of their own`;
  return [{ check: 'manifest', message: `${start}: ${named.join(', ')}${more}` }];
}

function unreadObjects({ kind, path, resources, pods }: Manifest): UnreadObject[] {
  if (kind !== 'kubernetes' || isKustomization(baseName(path))) return [];
  const withPods = new Set(pods.map(({ workload }) => workload));
  return resources
    .filter((one) => !isReadKind(one) && !withPods.has(one) && operatedImages(one).length === 0)
    .map((one) => ({ kind: one.kind, path }));
}

/** `Certificate (3, in k8s/web.yaml and 1 more file)` */
function describeKind(kind: string, objects: readonly UnreadObject[]): string {
  const [first = '', ...others] = new Set(objects.map(({ path }) => path));
  const more = others.length > 0 ? ` and ${pluralize(others.length, 'more file')}` : '';
  return `${plainText(kind, MOST_CHARACTERS)} (${objects.length}, in ${plainText(first, MOST_CHARACTERS)}${more})`;
}
