import { describeResource, type Resource, workloadLocation } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Kubernetes Benchmark 3.2; Kubernetes, "Auditing". */
export default defineManifestRule({
  id: 'DEP-AUDIT',
  name: 'audit-policy',
  severity: 'medium',
  severityReason: 'Secrets in the log, or no trace of an attack',
  practice: 'monitoring',
  title: 'Audit policy logs secrets, or nothing',
  why: 'Who reads the audit log reads the secrets in it. Without a log, nobody can find out who did what.',
  remediation:
    'Log Secrets and tokens at the level Metadata, in a rule before the others, and other requests at least at Metadata',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/'],
  tags: ['cis-k8s:3.2.2'],
  wrong: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: RequestResponse',
  right:
    'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata\n    resources: [{ group: "", resources: [secrets, serviceaccounts/token] }, { group: authentication.k8s.io, resources: [tokenreviews] }]\n  - level: RequestResponse',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (!isAuditPolicy(resource)) continue;
      const rules = valueAt(resource.node, 'rules')?.items ?? [];
      for (const [rule, contents] of loggedContents(rules)) {
        const level = valueAt(rule, 'level') ?? rule;
        const what = contents.join(' and ');
        report({
          at: level.range,
          about: `${contents.includes('Secrets') ? 'secrets' : 'tokens'} ${textOf(level)}`,
          message: `Audit policy writes ${what} into the log, at the level ${textOf(level)}`,
        });
      }
      if (rules.length === 0)
        report({
          at: valueAt(resource.node, 'rules')?.key ?? workloadLocation(resource),
          about: 'nothing',
          message: `Audit ${describeResource(resource)} has no rules: the API server does not start with it`,
        });
      const isNone = (rule: ManifestNode) => textOf(valueAt(rule, 'level')) === 'None';
      const nothing = rules.find((rule) => !isNone(rule) || isFor(rule, isUnset));
      if (nothing && isNone(nothing))
        report({
          at: valueAt(nothing, 'level')?.range ?? workloadLocation(resource),
          about: 'nothing',
          message: `Audit ${describeResource(resource)} logs nothing: a rule with level None applies to all requests`,
        });
    }
  },
});

function isAuditPolicy({ kind, node }: Resource): boolean {
  return kind === 'Policy' && textOf(valueAt(node, 'apiVersion')).startsWith('audit.k8s.io/');
}

/** The first rule that is of a kind, unless one before it decides for all requests. The API server uses the first that matches. */
function firstOf(
  rules: readonly ManifestNode[],
  isOfKind: (rule: ManifestNode) => boolean,
  decides: (rule: ManifestNode) => boolean,
): ManifestNode | undefined {
  const found = rules.find((rule) => isOfKind(rule) || decides(rule));
  return found && isOfKind(found) ? found : undefined;
}

/** Verbs whose requests have no body of the object. */
const WITHOUT_BODY: ReadonlySet<string> = new Set([
  'get',
  'list',
  'watch',
  'delete',
  'deletecollection',
]);

/** What holds secrets, in its requests and responses, or only in responses. Source: CIS Kubernetes Benchmark 3.2.2. */
interface SecretContent {
  readonly content: 'Secrets' | 'tokens';
  readonly group: string;
  readonly resource: string;
  readonly isOnlyInResponse?: boolean;
  /** The only verb that has content; undefined for all that are not in WITHOUT_BODY. */
  readonly verb?: string;
}

const CONTENTS: readonly SecretContent[] = [
  { content: 'Secrets', group: '', resource: 'secrets' },
  {
    content: 'tokens',
    group: '',
    resource: 'serviceaccounts/token',
    isOnlyInResponse: true,
    verb: 'create',
  },
  {
    content: 'tokens',
    group: 'authentication.k8s.io',
    resource: 'tokenreviews',
    verb: 'create',
  },
];

/** The rules that write secrets into the log, with what they write. */
function loggedContents(
  rules: readonly ManifestNode[],
): ReadonlyMap<ManifestNode, readonly string[]> {
  const found = new Map<ManifestNode, string[]>();
  for (const one of CONTENTS) {
    const rule = firstOf(
      rules,
      (each) => logs(each, one),
      (each) => isFor(each, (about) => covers(about, one)),
    );
    if (!rule) continue;
    const known = found.get(rule) ?? [];
    found.set(rule, known.includes(one.content) ? known : [...known, one.content]);
  }
  return found;
}

function logs(rule: ManifestNode, wanted: SecretContent): boolean {
  const level = textOf(valueAt(rule, 'level'));
  const verbs = (valueAt(rule, 'verbs')?.items ?? []).map(textOf);
  const { verb: only, isOnlyInResponse = false } = wanted;
  const hasBody = verbs.length === 0 || verbs.some((verb) => !WITHOUT_BODY.has(verb));
  if (only !== undefined && verbs.length > 0 && !verbs.includes(only)) return false;
  const isLogged =
    level === 'RequestResponse' || (level === 'Request' && hasBody && !isOnlyInResponse);
  return isLogged && covers(rule, wanted);
}

/** Whether a rule is about the resource, at least for some users, verbs or namespaces. Source: Kubernetes API, GroupResources. */
function covers(rule: ManifestNode, { group, resource }: SecretContent): boolean {
  const groups = valueAt(rule, 'resources');
  if (!isSet(groups)) return !isSet(valueAt(rule, 'nonResourceURLs'));
  const [name, subresource] = resource.split('/');
  const known = [resource, '*', `${name}/*`, ...(subresource ? [`*/${subresource}`] : [])];
  return groups.items.some((one) => {
    const resources = (valueAt(one, 'resources')?.items ?? []).map(textOf);
    const isNamed = resources.some((text) => known.includes(text));
    return textOf(valueAt(one, 'group')) === group && (resources.length === 0 || isNamed);
  });
}

/** Whether a rule decides for all users, verbs, namespaces and objects of what it is about. */
function isFor(rule: ManifestNode, isAbout: (rule: ManifestNode) => boolean): boolean {
  const parts = ['users', 'userGroups', 'verbs', 'namespaces'];
  const names = (valueAt(rule, 'resources')?.items ?? []).some((one) =>
    isSet(valueAt(one, 'resourceNames')),
  );
  return !names && parts.every((key) => !isSet(valueAt(rule, key))) && isAbout(rule);
}

function isUnset(rule: ManifestNode): boolean {
  return ['resources', 'nonResourceURLs'].every((key) => !isSet(valueAt(rule, key)));
}
