import { addTo } from '../../lib/group-by.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { textOf, valueAt } from '../yaml-values.js';

/** A manifest that may be a Compose file. */
interface AnyManifest {
  readonly kind: string;
  readonly path: string;
  readonly documents: readonly ManifestNode[];
}

/** Finds the Compose files that include a file, directly or by others. */
export function includersIn(
  manifests: readonly AnyManifest[],
): (path: string) => readonly string[] {
  const direct = new Map<string, string[]>();
  for (const { kind, path, documents } of manifests) {
    const entries = kind === 'compose' ? valueAt(documents[0], 'include')?.items : undefined;
    for (const entry of entries ?? []) {
      const value = entry.kind === 'map' ? valueAt(entry, 'path') : entry;
      for (const file of value?.kind === 'list' ? value.items : [value]) {
        const target = siblingPath(path, textOf(file));
        addTo(direct, target, path);
      }
    }
  }
  return (path) => {
    const found = new Set<string>([path]);
    for (const one of found) for (const includer of direct.get(one) ?? []) found.add(includer);
    found.delete(path);
    return [...found];
  };
}
