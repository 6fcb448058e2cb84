import { ALL_OF_IT } from '../../core/holder.js';
import { addTo } from '../../lib/group-by.js';
import type { BoundSubject } from '../kubernetes/bindings.js';
import { boundSubjects } from '../kubernetes/bindings.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import type { ObservedReach } from '../observed-reach.js';
import { textOf, valueAt, writtenText } from '../yaml-values.js';
import { isSameNamespace, labelsOf, selects } from './pod-labels.js';

/** A manifest, and all others of the repository. */
interface PlacedManifest extends Manifest {
  readonly allManifests: readonly Manifest[];
}

/** Who has the permissions of a role: the subjects of its bindings, and the roles of the cluster that it is a part of. */
export function holdersOfRole(role: Resource, manifest: PlacedManifest): ObservedReach[] {
  const { bindings, accounts } = indexOf(manifest.allManifests);
  const names = [`${role.kind} ${role.name}`, ...rolesWithAll(role, manifest)];
  const subjects = names
    .flatMap((name) => bindings.get(name) ?? [])
    .filter((one) => isVisible(one.manifest, manifest))
    .filter(
      ({ binding }) => role.kind !== 'Role' || isSameNamespace(role.namespace, binding.namespace),
    )
    .map(({ subject, binding }) => subjectReach(subject, binding, accounts));
  return [...subjects, ...aggregations(role)];
}

/** Whom a binding gives its role. */
export function boundSubjectsOf(
  binding: Resource,
  { allManifests }: PlacedManifest,
): ObservedReach[] {
  const { accounts } = indexOf(allManifests);
  return boundSubjects([binding]).map((subject) => subjectReach(subject, binding, accounts));
}

/** A role that is bound to a service account. */
export interface BoundRole {
  /** `ClusterRole "admin"` */
  readonly name: string;
  /** Everything in the cluster. */
  readonly isClusterAdmin: boolean;
}

/** The roles that bindings of the repository give a service account, by its own name. */
export function rolesOfAccount(
  { namespace, name }: Pick<Resource, 'namespace' | 'name'>,
  manifest: PlacedManifest,
): BoundRole[] {
  return (indexOf(manifest.allManifests).subjects.get(name) ?? [])
    .filter((one) => isVisible(one.manifest, manifest))
    .filter(({ binding, subject: { node } }) =>
      isSameNamespace(textOf(valueAt(node, 'namespace')) || binding.namespace, namespace),
    )
    .map(({ binding, subject: { role } }) => {
      const kind = textOf(valueAt(binding.node, 'roleRef', 'kind'));
      return {
        name: `${kind} "${role}"`,
        isClusterAdmin: binding.kind === 'ClusterRoleBinding' && role === 'cluster-admin',
      };
    });
}

/** What a role allows, where the repository defines it: a binding of it grants all of that. */
export function permissionsOfRole(binding: Resource, manifest: PlacedManifest): ObservedReach[] {
  const kind = textOf(valueAt(binding.node, 'roleRef', 'kind'));
  const name = textOf(valueAt(binding.node, 'roleRef', 'name'));
  return (indexOf(manifest.allManifests).roles.get(`${kind} ${name}`) ?? [])
    .filter((one) => isVisible(one.manifest, manifest))
    .filter(({ role }) => kind !== 'Role' || isSameNamespace(role.namespace, binding.namespace))
    .flatMap(({ role }) => (valueAt(role.node, 'rules')?.items ?? []).flatMap(permissionsIn));
}

/** An overlay has its own objects, and those that no kustomization renders. */
function isVisible(other: Manifest, manifest: Manifest): boolean {
  return other.rendering === manifest.rendering || !(other.rendering && manifest.rendering);
}

interface RoleIndex {
  /** By kind and name of the role. */
  readonly bindings: ReadonlyMap<string, readonly FoundBinding[]>;
  readonly roles: ReadonlyMap<string, readonly FoundRole[]>;
  /** The roles that take over the permissions of others. */
  readonly aggregating: readonly FoundRole[];
  /** The bound service accounts by name. */
  readonly subjects: ReadonlyMap<string, readonly FoundBinding[]>;
  /** By namespace and name. */
  readonly accounts: ReadonlyMap<string, Resource>;
}

interface FoundBinding {
  readonly manifest: Manifest;
  readonly binding: Resource;
  readonly subject: BoundSubject;
}

interface FoundRole {
  readonly manifest: Manifest;
  readonly role: Resource;
}

const indexes = new WeakMap<readonly Manifest[], RoleIndex>();

/** The roles of all manifests, and who is bound to them. Computed once, since each role asks. */
function indexOf(manifests: readonly Manifest[]): RoleIndex {
  const known = indexes.get(manifests);
  if (known) return known;
  const bindings = new Map<string, FoundBinding[]>();
  const roles = new Map<string, FoundRole[]>();
  const aggregating: FoundRole[] = [];
  const subjects = new Map<string, FoundBinding[]>();
  const accounts = new Map<string, Resource>();
  for (const manifest of manifests)
    for (const resource of manifest.resources) {
      const { kind, name, namespace, node } = resource;
      if (kind === 'ServiceAccount') accounts.set(`${namespace}\n${name}`, resource);
      if (kind === 'Role' || kind === 'ClusterRole') {
        const key = `${kind} ${name}`;
        addTo(roles, key, { manifest, role: resource });
        if (kind === 'ClusterRole' && selectorsOf(resource).length > 0)
          aggregating.push({ manifest, role: resource });
      }
      for (const subject of boundSubjects([resource])) {
        const key = `${textOf(valueAt(node, 'roleRef', 'kind'))} ${subject.role}`;
        const found = { manifest, binding: resource, subject };
        addTo(bindings, key, found);
        if (subject.kind === 'ServiceAccount') addTo(subjects, subject.name, found);
      }
    }
  const index = { bindings, roles, aggregating, subjects, accounts };
  indexes.set(manifests, index);
  return index;
}

function subjectReach(
  { kind, name, node }: BoundSubject,
  binding: Resource,
  accounts: RoleIndex['accounts'],
): ObservedReach {
  const namespace = valueAt(node, 'namespace');
  const account =
    kind === 'ServiceAccount'
      ? accounts.get(`${textOf(namespace) || binding.namespace}\n${name}`)
      : undefined;
  const at = account && valueAt(account.node, 'metadata', 'name')?.range;
  const where = writtenText(valueAt(binding.node, 'metadata', 'namespace'));
  return {
    ...(at ? { at } : { of: [kind, writtenText(namespace), name].join(' ') }),
    value: binding.kind === 'ClusterRoleBinding' ? ALL_OF_IT : `namespace ${where}`,
    name: `${kind} "${name}"`,
  };
}

/**
 * The roles of the cluster that have what a role allows, by its labels, also through others: those of the repository, and those
 * of each cluster.
 */
function rolesWithAll(role: Resource, manifest: PlacedManifest): string[] {
  if (role.kind !== 'ClusterRole') return [];
  const names = new Set<string>();
  const left = [role];
  for (let one = left.pop(); one; one = left.pop())
    for (const { name, role: other } of takersOf(one, manifest)) {
      if (names.has(name)) continue;
      names.add(name);
      if (other) left.push(other);
    }
  return [...names].map((name) => `ClusterRole ${name}`);
}

/** The roles that take over the permissions of one; without the role if the cluster has it. */
function takersOf(
  { node }: Resource,
  manifest: PlacedManifest,
): { readonly name: string; readonly role?: Resource }[] {
  const labels = labelsOf(valueAt(node, 'metadata', 'labels'));
  const own = indexOf(manifest.allManifests)
    .aggregating.slice(0, MOST_AGGREGATING)
    .filter((one) => isVisible(one.manifest, manifest))
    .filter((one) => selectorsOf(one.role).some((selector) => selects(selector, labels)));
  const builtIn = [...labels].flatMap(([key, value]) =>
    key.startsWith(AGGREGATION) && value === 'true' ? { name: key.slice(AGGREGATION.length) } : [],
  );
  return [...own.map((one) => ({ name: one.role.name, role: one.role })), ...builtIn];
}

/** A cluster has few of them. */
const MOST_AGGREGATING = 200;

function selectorsOf({ node }: Resource): readonly ManifestNode[] {
  return valueAt(node, 'aggregationRule', 'clusterRoleSelectors')?.items ?? [];
}

/** The labels by which roles of the cluster take over the permissions of a role. */
function aggregations({ node }: Resource): ObservedReach[] {
  const labels = [...(valueAt(node, 'metadata', 'labels')?.entries ?? [])];
  return labels
    .filter(([key]) => key.startsWith(AGGREGATION))
    .map(([key, value]) => ({
      value: `${key}=${textOf(value)}`,
      name: `role "${key.slice(AGGREGATION.length)}"`,
    }));
}

const AGGREGATION = 'rbac.authorization.k8s.io/aggregate-to-';

/** More permissions of one rule are not told apart. */
const MOST_PERMISSIONS = 2_000;

/** Each permission that a rule grants, so that a rule which is split or sorted grants the same. */
function permissionsIn(rule: ManifestNode): ObservedReach[] {
  const texts = (key: string) => [...new Set((valueAt(rule, key)?.items ?? []).map(textOf))].sort();
  const [groups, names] = [texts('apiGroups'), texts('resourceNames')];
  const [resources, verbs, urls] = [texts('resources'), texts('verbs'), texts('nonResourceURLs')];
  const what = [
    ...groups.flatMap((group) => resources.map((resource) => `${resource}${group && `.${group}`}`)),
    ...urls,
  ].flatMap((one) => (names.length === 0 ? one : names.map((name) => `${one}/${name}`)));
  if (what.length * verbs.length > MOST_PERMISSIONS)
    return [
      { value: JSON.stringify([groups, names, resources, verbs, urls]), name: 'more permissions' },
    ];
  return what.flatMap((one) =>
    verbs.map((verb) => ({ value: `${verb} ${one}`, name: `"${verb} ${one}"` })),
  );
}
