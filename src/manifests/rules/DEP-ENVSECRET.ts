import type { Location } from '../../core/location.js';
import { secretMark } from '../../core/secret-mark.js';
import { isSecretName } from '../../secrets/secret-names.js';
import { keyValues, lifecycleHooks } from '../compose/service-values.js';
import { isGivenSecret, optionValues } from '../given-secrets.js';
import { defineManifestRule } from '../rule.js';
import { isSecretLiteral, ratedLiteral } from '../secret-literal.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 4.10. */
export default defineManifestRule({
  id: 'DEP-ENVSECRET',
  name: 'no-secret-in-environment',
  severity: 'high',
  severityReason:
    'Everyone who can read the repository has the secret; critical or medium where the kind of secret is so, low for a default password or a word',
  supersedes: ['DEP-ENVSECRETREF'],
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'Secret is hard-coded in the manifest',
  why: 'Everyone who can read the repository, the manifest or the process list has the secret, and it stays in the history.',
  remediation:
    'Mount the secret as a file or set it when deploying, and revoke the committed secret',
  aliases: ['KSV-0109', 'env-var-secret'],
  tags: ['cis:4.10'],
  wrong: 'services:\n  app:\n    environment: { API_KEY: abc123def }',
  right: 'services:\n  app:\n    environment: { API_KEY_FILE: /run/secrets/api_key }',
  check(manifest, report) {
    const reportSecret = (at: Location, name: string, value: string, envFileAt?: Location) => {
      const found = manifest.findSecret?.(value);
      if (!found && !(isSecretName(name) && isSecretLiteral(value, name))) return;
      for (const mark of found?.marks ?? [secretMark(value)])
        report({
          at,
          // Another secret in its place is a new one.
          about: `${name} ${mark}`,
          problem: `secret ${name} ${mark} ${at.startLine}`,
          ...(found?.severity ? { severity: found.severity } : ratedLiteral(value, manifest.path)),
          confidence: found?.confidence ?? 'medium',
          message: found
            ? `Value of ${name} is ${found.kind}`
            : `Value of ${name} looks like a hard-coded secret`,
          related: envFileAt && [{ location: envFileAt, message: 'The env file is loaded here' }],
        });
    };
    for (const { node } of manifest.services) {
      const variables = [
        ...keyValues(node, 'environment'),
        // Build arguments are also stored in the history of the image.
        ...keyValues(node, 'build', 'args'),
        ...lifecycleHooks(node).flatMap((hook) => keyValues(hook, 'environment')),
      ];
      for (const { at, name, value } of variables)
        if (value !== undefined && !at.hasVariable) reportSecret(at.range, name, value);
    }
    for (const { namedAt, variables } of manifest.envFiles)
      for (const { name, value, at } of variables) reportSecret(at, name, value, namedAt);
    for (const { node } of manifest.containers)
      for (const variable of valueAt(node, 'env')?.items ?? []) {
        const value = valueAt(variable, 'value');
        if (value && value.kind === 'scalar')
          reportSecret(value.range, textOf(valueAt(variable, 'name')), textOf(value));
      }
    const options = [
      ...manifest.services.flatMap(({ node }) => optionValues(node, ['entrypoint', 'command'])),
      ...manifest.containers.flatMap(({ node }) => optionValues(node, ['command', 'args'])),
    ];
    for (const { at, name, value } of options)
      if (isGivenSecret(name))
        // A command can have others.
        reportSecret(manifest.placeOf?.(value, at.range) ?? at.range, name, value);
  },
});
