import type { Location } from '../../core/location.js';
import type { Observation } from '../../core/rule.js';
import { find, textOf } from '../compose/compose-values.js';
import { hooks, settings } from '../compose/service.js';
import { defineRule } from '../rule.js';
import { isSecretLiteral, isSecretName } from '../secret-names.js';

/** Source: CIS Docker Benchmark 4.10. */
export default defineRule({
  id: 'DEP-ENVSECRET',
  name: 'no-secret-in-environment',
  severity: 'high',
  practice: 'secrets',
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
      const found = manifest.secretIn?.(value);
      if (!found && !(isSecretName(name) && isSecretLiteral(value, name))) return;
      const related = from && [{ location: from, message: 'A service takes it from there here.' }];
      const seen: Observation = {
        at,
        confidence: found?.confidence ?? 'medium',
        message: found
          ? `The value of ${name} is ${found.what}.`
          : `The value of ${name} looks like a secret that is written out.`,
      };
      report(related ? { ...seen, related } : seen);
    };
    for (const { node } of manifest.services) {
      const given = [
        ...settings(node, 'environment'),
        // What a build is given stands in the image's history as well.
        ...settings(node, 'build', 'args'),
        ...hooks(node).flatMap((hook) => settings(hook, 'environment')),
      ];
      for (const { at, name, value } of given)
        if (value !== undefined && !at.variable) judge(at.range, name, value);
    }
    for (const { named, variables } of manifest.envFiles)
      for (const { name, value, at } of variables) judge(at, name, value, named);
    for (const { node } of manifest.containers)
      for (const variable of find(node, 'env')?.items ?? []) {
        const value = find(variable, 'value');
        if (value && value.kind === 'scalar')
          judge(value.range, textOf(find(variable, 'name')), textOf(value));
      }
  },
});
