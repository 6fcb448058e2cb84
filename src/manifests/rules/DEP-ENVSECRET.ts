import type { Location } from '../../core/location.js';
import type { Observation } from '../../core/rule.js';
import { keyValues, lifecycleHooks } from '../compose/service-values.js';
import { defineRule } from '../rule.js';
import { isSecretLiteral, isSecretName } from '../secret-names.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 4.10. */
export default defineRule({
  id: 'DEP-ENVSECRET',
  name: 'no-secret-in-environment',
  severity: 'high',
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'A secret stands in the manifest',
  why: 'Everybody who can read the repository, the manifest or the process list has the secret, for as long as the history lasts.',
  remediation:
    'Mount it as a file from a secret, or take it from the environment of the deployment; change the one that was committed.',
  aliases: ['KSV-0109', 'env-var-secret'],
  tags: ['cis:4.10'],
  wrong: 'services:\n  app:\n    environment: { API_KEY: abc123def }',
  right: 'services:\n  app:\n    environment: { API_KEY_FILE: /run/secrets/api_key }',
  check(manifest, report) {
    const judge = (at: Location, name: string, value: string, from?: Location) => {
      const found = manifest.findSecret?.(value);
      if (!found && !(isSecretName(name) && isSecretLiteral(value, name))) return;
      const related = from && [{ location: from, message: 'A service takes it from there here.' }];
      const seen: Observation = {
        at,
        confidence: found?.confidence ?? 'medium',
        message: found
          ? `The value of ${name} is ${found.kind}.`
          : `The value of ${name} looks like a secret that is written out.`,
      };
      report(related ? { ...seen, related } : seen);
    };
    for (const { node } of manifest.services) {
      const given = [
        ...keyValues(node, 'environment'),
        // What a build is given stands in the image's history as well.
        ...keyValues(node, 'build', 'args'),
        ...lifecycleHooks(node).flatMap((hook) => keyValues(hook, 'environment')),
      ];
      for (const { at, name, value } of given)
        if (value !== undefined && !at.variable) judge(at.range, name, value);
    }
    for (const { namedAt, variables } of manifest.envFiles)
      for (const { name, value, at } of variables) judge(at, name, value, namedAt);
    for (const { node } of manifest.containers)
      for (const variable of valueAt(node, 'env')?.items ?? []) {
        const value = valueAt(variable, 'value');
        if (value && value.kind === 'scalar')
          judge(value.range, textOf(valueAt(variable, 'name')), textOf(value));
      }
  },
});
