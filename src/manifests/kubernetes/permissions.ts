import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { agentOf } from './agents.js';
import { describeResource, type Resource } from './resources.js';

/** Permissions that a rule looks for: one of the verbs on one of the resources of an API group. */
export interface WantedPermission {
  /** Empty for the core group. */
  readonly group: string;
  /** With the subresource: `pods/exec`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A permission that a Role or ClusterRole grants. */
export interface Permission {
  /** The item of `resources`. */
  readonly at: ManifestNode;
  /** The wanted resource. */
  readonly resource: string;
  /** The wanted verbs that are granted. */
  readonly verbs: readonly string[];
  /** The permission is limited to the objects with these names; empty for all objects. */
  readonly names: readonly string[];
  readonly role: Resource;
  /** Granted by a ClusterRole: it can be bound for all namespaces. */
  readonly isClusterWide: boolean;
  /** Starts a sentence: `ClusterRole "cilium" of a CNI plugin`. */
  readonly subject: string;
  /** Identifies the permission in its file. */
  readonly about: string;
}

/**
 * The wanted permissions of all roles, each at the item that names the resource. The resource `*` is not searched: that
 * is a finding of its own.
 */
export function permissions(
  resources: readonly Resource[],
  wanted: WantedPermission,
): readonly Permission[] {
  return resources.flatMap((role) =>
    isRole(role)
      ? (valueAt(role.node, 'rules')?.items ?? []).flatMap((rule) =>
          permissionsOf(rule, role, wanted),
        )
      : [],
  );
}

function isRole({ kind, name, node }: Resource): boolean {
  if (kind === 'Role') return true;
  // The cluster replaces the rules of an aggregated role by those of the roles that it selects.
  if (kind !== 'ClusterRole' || isSet(valueAt(node, 'aggregationRule'))) return false;
  return !BUILT_IN.has(name);
}

/** Roles that every cluster has. Source: Kubernetes, "Using RBAC Authorization", "Default roles and role bindings". */
const BUILT_IN: ReadonlySet<string> = new Set([
  'admin',
  'cluster-admin',
  'edit',
  'system:aggregate-to-admin',
  'system:aggregate-to-edit',
  'system:aggregate-to-view',
  'system:kube-controller-manager',
  'system:kube-scheduler',
  'system:kubelet-api-admin',
  'system:node',
  'system:node-bootstrapper',
  'system:persistent-volume-provisioner',
]);

function permissionsOf(
  rule: ManifestNode,
  role: Resource,
  { group, resources, verbs }: WantedPermission,
): Permission[] {
  const texts = (key: string) => (valueAt(rule, key)?.items ?? []).map(textOf);
  const [groups, granted] = [texts('apiGroups'), texts('verbs')];
  // The group is required, so a rule without one is read as the one that is meant.
  if (groups.length > 0 && !groups.includes(group) && !groups.includes('*')) return [];
  const matching = granted.includes('*') ? verbs : verbs.filter((verb) => granted.includes(verb));
  if (matching.length === 0) return [];
  const agent = agentOf(role.name);
  return (valueAt(rule, 'resources')?.items ?? []).flatMap((at) => {
    const resource = resources.find((one) => covers(textOf(at), one));
    if (resource === undefined) return [];
    return [
      {
        at,
        resource,
        verbs: matching,
        names: texts('resourceNames'),
        role,
        isClusterWide: role.kind === 'ClusterRole',
        subject: describeResource(role) + (agent === undefined ? '' : ` of ${agent}`),
        about: `${role.kind} ${role.name} ${resource}`,
      },
    ];
  });
}

/** Whether an item of `resources` is the resource, or that subresource of every resource. */
function covers(item: string, resource: string): boolean {
  const [, subresource] = resource.split('/');
  return item === resource || (subresource !== undefined && item === `*/${subresource}`);
}

/** The lists with some of the verbs: a role that allows one of them only is no worse. */
export function fewer(verbs: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [[]];
  for (const verb of verbs) lists.push(...lists.map((list) => [...list, verb]));
  return lists.filter(({ length }) => length > 0 && length < verbs.length);
}
