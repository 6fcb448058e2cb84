import { GENERATORS } from '../kustomize/generators.js';
import { folderOf, openFolders } from '../kustomize/open-folders.js';
import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';
import { isSameNamespace, type PodSearch, podSearch } from './pod-labels.js';

/** What the manifests of a repository define, to look up what an object refers to. */
export interface Definitions {
  /**
   * The number of objects of a kind in the folder of a manifest; 0 if something else can add or rename objects in the
   * folder. Without any, they are managed elsewhere. `workload` stands for all that have pods.
   */
  readonly countNear: (path: string, kind: string) => number;
  readonly has: (kind: string, name: string, namespace: string) => boolean;
  /** Whether a workload has exactly this namespace. */
  readonly hasWorkloads: (namespace: string) => boolean;
  readonly podsWith: PodSearch;
}

/** Stands for the kinds of objects that have pods. */
export const WORKLOAD = 'workload';

const computed = new WeakMap<readonly Manifest[], Definitions>();

/** The definitions of all manifests. Computed once, since each object asks. */
export function definitionsOf(manifests: readonly Manifest[]): Definitions {
  const known = computed.get(manifests);
  if (known) return known;
  const counts = new Map<string, number>();
  const count = (path: string, kind: string, more = 1) => {
    const key = `${folderOf(path)}\n${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + more);
  };
  const namespaces = new Map<string, Set<string>>();
  const add = (path: string, kind: string, name: string, namespace: string) => {
    count(path, kind);
    const key = `${kind}\n${name}`;
    const others = namespaces.get(key);
    if (others) others.add(namespace);
    else namespaces.set(key, new Set([namespace]));
  };
  for (const manifest of manifests) {
    for (const { kind, name, namespace } of manifest.resources)
      add(manifest.path, kind, name, namespace);
    for (const { kind, name } of generated(manifest)) add(manifest.path, kind, name, 'default');
    count(manifest.path, WORKLOAD, manifest.pods.filter(({ partial }) => !partial).length);
  }
  const podNamespaces = new Set(
    manifests.flatMap(({ pods }) => pods.map(({ workload }) => workload.namespace)),
  );
  const open = openFolders(manifests);
  const definitions: Definitions = {
    countNear: (path, kind) => {
      const folder = folderOf(path);
      return open.has(folder) ? 0 : (counts.get(`${folder}\n${kind}`) ?? 0);
    },
    has: (kind, name, namespace) =>
      [...(namespaces.get(`${kind}\n${name}`) ?? [])].some((one) =>
        isSameNamespace(one, namespace),
      ),
    hasWorkloads: (namespace) => podNamespaces.has(namespace),
    podsWith: podSearch(manifests),
  };
  computed.set(manifests, definitions);
  return definitions;
}

/** The objects that a kustomization generates. */
function generated({ documents }: Manifest) {
  return documents.flatMap((document) =>
    GENERATORS.flatMap((key) =>
      (valueAt(document, key)?.items ?? []).map((item) => ({
        kind: key === 'configMapGenerator' ? 'ConfigMap' : 'Secret',
        name: textOf(valueAt(item, 'name')),
      })),
    ),
  );
}

/** Whether a text is known before the manifest is rendered. */
export function isPlain(text: string): boolean {
  return text !== '' && !/[{}$<%]/.test(text);
}
