import { holdersOfRole } from '../cluster/bound-roles.js';
import { wildcardSeverity } from '../kubernetes/wildcards.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-RBAC-WILD',
  name: 'no-rbac-wildcard',
  severity: 'high',
  severityReason:
    "By what it reaches: high for all resources of the core or of every API group, medium where a namespace or one resource limits it, low for one product's own group or for reading it",
  supersedes: [
    'DEP-RBAC-CSR',
    'DEP-RBAC-ESCALATE',
    'DEP-RBAC-EXEC',
    'DEP-RBAC-NODEPROXY',
    'DEP-RBAC-PV',
    'DEP-RBAC-SATOKEN',
    'DEP-RBAC-SECRETS',
    'DEP-RBAC-WEBHOOK',
    'DEP-RBAC-WORKLOADS',
  ],
  practice: 'runtime-security',
  title: 'Role has wildcard permissions',
  why: 'A wildcard also grants permissions that nobody considered, and those of later versions: reading secrets, starting privileged pods.',
  remediation: 'List the resources and verbs that are needed',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0045', 'KSV-0046', 'wildcard-in-rules'],
  wrong: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]',
  right: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]',
  check(manifest, report) {
    for (const role of manifest.resources) {
      const { kind, name, node } = role;
      if (kind !== 'Role' && kind !== 'ClusterRole') continue;
      const reach = holdersOfRole(role, manifest);
      for (const rule of valueAt(node, 'rules')?.items ?? []) {
        const wildcards = KEYS.flatMap((key) =>
          (valueAt(rule, key)?.items ?? []).flatMap((item) =>
            textOf(item) === '*' ? [{ key, item }] : [],
          ),
        );
        const severity = wildcardSeverity(rule, kind);
        for (const { key, item } of wildcards)
          report({
            severity,
            // Such a role is what an operator of the product needs.
            ...(severity === 'low' && { ruleSet: 'all' as const }),
            at: item.range,
            about: `${kind} ${name} ${key} ${permissionText(rule)}`,
            reach,
            message: `${kind} "${name}" allows all ${key}`,
          });
        // Two groups with a resource of the same name are rare.
        const group = (valueAt(rule, 'apiGroups')?.items ?? []).find(
          (item) => textOf(item) === '*',
        );
        if (group && wildcards.length === 0)
          report({
            at: group.range,
            about: `${kind} ${name} apiGroups ${permissionText(rule)}`,
            reach,
            severity: 'low',
            ruleSet: 'all',
            message: `${kind} "${name}" allows all API groups`,
          });
      }
    }
  },
});

const KEYS = ['resources', 'verbs'];

/** What a rule allows: one that allows more is another finding. */
function permissionText(rule: ManifestNode): string {
  return ['apiGroups', 'resources', 'verbs', 'resourceNames']
    .map((key) => (valueAt(rule, key)?.items ?? []).map(textOf).sort().join(' '))
    .join(' | ');
}
