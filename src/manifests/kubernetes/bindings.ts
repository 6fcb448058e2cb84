import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { describeResource, type Resource } from './resources.js';

/** A user, group or service account that a RoleBinding or ClusterRoleBinding grants a role. */
export interface BoundSubject {
  /** The name of the subject. */
  readonly at: ManifestNode;
  readonly node: ManifestNode;
  readonly kind: string;
  readonly name: string;
  /** The name of the role. */
  readonly role: string;
  /** Starts a sentence: `RoleBinding "app"`. */
  readonly binding: string;
  readonly resource: Resource;
}

/** The subjects of all bindings. */
export function boundSubjects(resources: readonly Resource[]): BoundSubject[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'RoleBinding' && resource.kind !== 'ClusterRoleBinding') return [];
    const role = textOf(valueAt(resource.node, 'roleRef', 'name'));
    return (valueAt(resource.node, 'subjects')?.items ?? []).flatMap((subject) => {
      const at = valueAt(subject, 'name');
      if (!at) return [];
      const [kind, name] = [textOf(valueAt(subject, 'kind')), textOf(at)];
      return [
        { at, node: subject, kind, name, role, binding: describeResource(resource), resource },
      ];
    });
  });
}
