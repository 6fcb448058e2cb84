import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-RBAC-WILD',
  name: 'no-rbac-wildcard',
  severity: 'high',
  practice: 'runtime-security',
  title: 'A role allows everything',
  why: 'A star allows what nobody thought of, and what later versions add: reading secrets, starting privileged pods.',
  remediation: 'Name the resources and verbs that are used.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: ['KSV-0045', 'KSV-0046', 'wildcard-in-rules'],
  wrong: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]',
  right: 'kind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      if (kind !== 'Role' && kind !== 'ClusterRole') continue;
      for (const rule of valueAt(node, 'rules')?.items ?? [])
        for (const key of ['verbs', 'resources'])
          for (const item of valueAt(rule, key)?.items ?? [])
            if (textOf(item) === '*')
              report({ at: item.range, message: `The ${kind} "${name}" allows all ${key}.` });
    }
  },
});
