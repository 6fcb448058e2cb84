import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-RBAC-WILD',
  name: 'no-rbac-wildcard',
  severity: 'high',
  practice: 'runtime-security',
  title: 'Role has wildcard permissions',
  why: 'A wildcard also grants permissions that nobody considered, and those of later versions: reading secrets, starting privileged pods.',
  remediation: 'List the resources and verbs that are needed',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0045', 'KSV-0046', 'wildcard-in-rules'],
  wrong: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]',
  right: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      if (kind !== 'Role' && kind !== 'ClusterRole') continue;
      for (const rule of valueAt(node, 'rules')?.items ?? []) {
        const wildcards = KEYS.flatMap((key) =>
          (valueAt(rule, key)?.items ?? []).flatMap((item) =>
            textOf(item) === '*' ? [{ key, item }] : [],
          ),
        );
        for (const { key, item } of wildcards)
          report({
            at: item.range,
            about: `${kind} ${name} ${key}`,
            message: `${kind} "${name}" allows all ${key}`,
          });
        // Two groups with a resource of the same name are rare.
        const group = (valueAt(rule, 'apiGroups')?.items ?? []).find(
          (item) => textOf(item) === '*',
        );
        if (group && wildcards.length === 0)
          report({
            at: group.range,
            about: `${kind} ${name} apiGroups`,
            severity: 'low',
            message: `${kind} "${name}" allows all API groups`,
          });
      }
    }
  },
});

const KEYS = ['resources', 'verbs'];
