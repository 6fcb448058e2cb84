import { folderOf } from '../../lib/paths.js';
import { GENERATORS } from '../generators.js';
import type { Resource } from '../kubernetes/resources.js';
import { hasGaps, openFolders } from '../kustomize/open-folders.js';
import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';
import { createdKinds, createdNames } from './created-names.js';
import { isSameNamespace, type PodSearch, podSearch } from './pod-labels.js';

/** What the manifests of a repository define, to look up what an object refers to. */
export interface Definitions {
  /**
   * The number of objects of a kind in the folder of a manifest; 0 if something else can add or rename them there. Without any, they are managed elsewhere. `workload` stands for all that have pods.
   */
  readonly countNear: (path: string, kind: string) => number;
  /** Whether something in the folder of a manifest could not be read: it can define anything. */
  readonly hasUnread: (path: string) => boolean;
  /** Whether any namespace has an object with this name. */
  readonly hasName: (kind: string, name: string) => boolean;
  readonly has: (kind: string, name: string, namespace: string) => boolean;
  /**
   * The objects with a name, if nothing else can add to them: those of the kustomization that `from` is the rendering of, else
   * all. Empty if they are not known exactly.
   */
  readonly objects: (from: Manifest, kind: string, name: string, namespace: string) => Resource[];
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
  const byName = new Map<string, Definition[]>();
  const add = (manifest: Manifest, { kind, name, ...rest }: Named) => {
    count(manifest.path, kind);
    const key = `${kind}\n${name}`;
    const others = byName.get(key);
    const definition = { manifest, ...rest };
    if (others) others.push(definition);
    else byName.set(key, [definition]);
  };
  for (const manifest of manifests) {
    for (const resource of manifest.resources) add(manifest, { ...resource, resource });
    for (const one of generated(manifest)) add(manifest, { ...one, namespace: 'default' });
    count(manifest.path, WORKLOAD, manifest.pods.filter(({ partial }) => !partial).length);
  }
  const podNamespaces = new Set(manifests.flatMap(namespacesWithPods));
  const open = openFolders(manifests);
  const unread = new Set(manifests.filter(hasGaps).map(({ path }) => folderOf(path)));
  const ofPrograms = new Set(manifests.flatMap(createdKinds));
  const found = (kind: string, name: string, namespace: string) =>
    (byName.get(`${kind}\n${name}`) ?? []).filter((one) =>
      isSameNamespace(one.namespace, namespace),
    );
  const created = createdNames(manifests);
  const definitions: Definitions = {
    countNear: (path, kind) => {
      const folder = folderOf(path);
      const key = `${folder}\n${kind}`;
      return open.has(folder) || ofPrograms.has(key) ? 0 : (counts.get(key) ?? 0);
    },
    hasUnread: (path) => unread.has(folderOf(path)),
    hasName: (kind, name) => byName.has(`${kind}\n${name}`),
    has: (kind, name, namespace) => found(kind, name, namespace).length > 0 || created(kind, name),
    objects: (from, kind, name, namespace) => {
      const all = found(kind, name, namespace);
      const own = from.rendering ? all.filter(({ manifest }) => manifest === from) : [];
      if (own.length > 0) return own.flatMap(({ resource }) => resource ?? []);
      const isKnown = all.every(
        ({ manifest: { path }, resource }) => resource && !open.has(folderOf(path)),
      );
      return isKnown && !created(kind, name) ? all.flatMap(({ resource }) => resource ?? []) : [];
    },
    hasWorkloads: (namespace) => podNamespaces.has(namespace),
    podsWith: podSearch(manifests),
  };
  computed.set(manifests, definitions);
  return definitions;
}

/** What is defined under a name; a generated object has no resource. */
interface Definition {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly resource?: Resource;
}

interface Named extends Omit<Definition, 'manifest'> {
  readonly kind: string;
  readonly name: string;
}

function namespacesWithPods({ pods }: Manifest): string[] {
  return pods.flatMap(({ workload, containers }) =>
    containers.length > 0 ? workload.namespace : [],
  );
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
