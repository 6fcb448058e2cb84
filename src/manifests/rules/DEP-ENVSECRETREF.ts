import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-ENVSECRETREF',
  name: 'no-secret-as-variable',
  severity: 'low',
  practice: 'secrets',
  title: 'A secret is passed as an environment variable',
  why: 'Variables show up in crash reports, in logs and in every child process; a mounted file does not.',
  remediation: 'Mount the secret as a file.',
  aliases: ['CKV_K8S_35'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ secretRef: { name: keys } }]',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      envFrom: [{ configMapRef: { name: settings } }]',
  check(manifest, report) {
    for (const { name, node } of manifest.containers) {
      for (const variable of valueAt(node, 'env')?.items ?? []) {
        const reference = valueAt(variable, 'valueFrom', 'secretKeyRef');
        if (reference)
          report({
            at: reference.key,
            message: `The container "${name}" gets a secret as the variable ${textOf(valueAt(variable, 'name'))}.`,
          });
      }
      for (const source of valueAt(node, 'envFrom')?.items ?? []) {
        const reference = valueAt(source, 'secretRef');
        if (reference)
          report({
            at: reference.key,
            message: `The container "${name}" gets all of a secret as variables.`,
          });
      }
    }
  },
});
