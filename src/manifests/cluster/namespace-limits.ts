import { folderOf } from '../../lib/paths.js';
import type { Container } from '../kubernetes/pods.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import { isSet, valueAt } from '../yaml-values.js';

/** A manifest with all of the repository. */
export interface PlacedManifest extends Pick<Manifest, 'path'> {
  readonly allManifests: readonly Manifest[];
}

type LimitKind = 'LimitRange' | 'ResourceQuota';

/**
 * The LimitRanges or ResourceQuotas that certainly apply to the objects of a namespace. Without a namespace, which the
 * command that applies them sets, they are those of the same folder.
 */
export function limitsFor(
  { path, allManifests }: PlacedManifest,
  kind: LimitKind,
  namespace: string,
): Resource[] {
  const all = computed.get(allManifests) ?? placedLimits(allManifests);
  computed.set(allManifests, all);
  return all.flatMap(({ folder, resource }) =>
    resource.kind === kind &&
    resource.namespace === namespace &&
    (namespace !== 'default' || folder === folderOf(path))
      ? [resource]
      : [],
  );
}

interface PlacedLimit {
  readonly folder: string;
  readonly resource: Resource;
}

const computed = new WeakMap<readonly Manifest[], readonly PlacedLimit[]>();

/** Those of all manifests. Computed once, since each container asks. */
function placedLimits(manifests: readonly Manifest[]): PlacedLimit[] {
  return manifests.flatMap(({ path, resources, isReplaced }) =>
    isReplaced
      ? []
      : resources.flatMap((resource) =>
          resource.kind === 'LimitRange' || resource.kind === 'ResourceQuota'
            ? [{ folder: folderOf(path), resource }]
            : [],
        ),
  );
}

/** Whether a quota counts all pods of its namespace, and not those of a scope. */
export function countsAllPods({ node }: Resource): boolean {
  return ['scopes', 'scopeSelector'].every((key) => !isSet(valueAt(node, 'spec', key)));
}

/**
 * The end of a message about a value that a container does not set: which quota of its namespace refuses a pod without it.
 * Empty if none does. Source: Kubernetes, "Resource Quotas".
 */
export function rejectedBy(
  manifest: PlacedManifest,
  { pod }: Container,
  keys: readonly string[],
): string {
  const quota = limitsFor(manifest, 'ResourceQuota', pod.workload.namespace).find(
    (one) => countsAllPods(one) && keys.some((key) => valueAt(one.node, 'spec', 'hard', key)),
  );
  return quota ? `, so ResourceQuota "${quota.name}" refuses its pod` : '';
}
