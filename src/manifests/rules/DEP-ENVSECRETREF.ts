import { defineManifestRule } from '../rule.js';
import { identityText, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-ENVSECRETREF',
  name: 'no-secret-as-variable',
  severity: 'low',
  severityReason:
    'Child processes and crash reports have the environment as well; most programs read their secrets there',
  ruleSet: 'all',
  practice: 'secrets',
  title: 'Secret is passed as an environment variable',
  why: 'Environment variables appear in crash reports, logs and every child process; a mounted file does not.',
  remediation: 'Mount the secret as a file',
  aliases: ['CKV_K8S_35'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ secretRef: { name: keys } }]',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ configMapRef: { name: settings } }]',
  check(manifest, report) {
    for (const { name, node } of manifest.containers) {
      for (const variable of valueAt(node, 'env')?.items ?? []) {
        const reference = valueAt(variable, 'valueFrom', 'secretKeyRef');
        const variableName = textOf(valueAt(variable, 'name'));
        if (reference)
          report({
            at: reference.key,
            about: `${name} ${variableName} ${identityText(reference)}`,
            message: `Container "${name}" receives a secret in the variable ${variableName}`,
          });
      }
      for (const source of valueAt(node, 'envFrom')?.items ?? []) {
        const reference = valueAt(source, 'secretRef');
        if (reference)
          report({
            at: reference.key,
            about: `${name} envFrom ${identityText(reference)}`,
            message: `Container "${name}" receives all keys of a secret as variables`,
          });
      }
    }
  },
});
