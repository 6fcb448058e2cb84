import type { Severity } from '../../core/severity.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Whoever may do everything with one of these gets more permissions than the role has. */
const GIVES_MORE: ReadonlySet<string> = new Set([
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
  'serviceaccounts',
  'serviceaccounts/token',
  'users',
  'groups',
  'nodes/proxy',
  'certificatesigningrequests',
  'certificatesigningrequests/approval',
]);

/**
 * What the wildcards in a rule of a role reach: the cluster or its secrets (high), what a namespace or the kind of the objects
 * limits, or all that can be read (medium), the objects of a product alone, or only some objects (low).
 */
export function wildcardSeverity(rule: ManifestNode, kind: string): Severity {
  const texts = (key: string) => (valueAt(rule, key)?.items ?? []).map(textOf);
  const [groups, resources, verbs] = [texts('apiGroups'), texts('resources'), texts('verbs')];
  // The group is required, so a rule without one is read as the one that is meant.
  const isOfKubernetes = groups.length === 0 || groups.some(isBuiltIn);
  if (!isOfKubernetes || texts('resourceNames').length > 0) return 'low';
  const isAll = resources.includes('*');
  const hasCore = groups.length === 0 || groups.includes('') || groups.includes('*');
  if (verbs.every((verb) => READS.has(verb))) return hasCore && kind !== 'Role' ? 'medium' : 'low';
  if (kind === 'Role')
    return isAll || resources.some((one) => GIVES_MORE.has(one)) ? 'medium' : 'low';
  return isAll || resources.some((one) => GIVES_MORE.has(one)) ? 'high' : 'medium';
}

/** The groups of the API server: `apps`, `rbac.authorization.k8s.io`, the core group, and `*`. Others are those of products. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || API_SERVER.has(group);
}

const API_SERVER: ReadonlySet<string> = new Set(
  [
    ...['admissionregistration', 'apiextensions', 'apiregistration', 'authentication'],
    ...[
      'authorization',
      'certificates',
      'coordination',
      'discovery',
      'events',
      'flowcontrol.apiserver',
    ],
    ...['internal.apiserver', 'networking', 'node', 'policy', 'rbac.authorization', 'resource'],
    ...['scheduling', 'storage', 'storagemigration'],
  ].map((name) => `${name}.k8s.io`),
);
