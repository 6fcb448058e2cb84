import { secretMark } from '../../core/secret-mark.js';
import { defineHardeningRule } from '../rule.js';

/** Names of variables with public values. */
const PUBLIC_NAME = /^GPG_KEYS?$|_GPG_KEYS?$|_SHA256$|^(?:PATH|HOME|PWD)$/;

export default defineHardeningRule({
  id: 'IMG-ENVSECRET',
  name: 'no-secret-in-image-environment',
  severity: 'critical',
  severityReason:
    'Everyone who can pull the image has the secret; low for a default password or a word',
  supersedes: ['IMG-HISTSECRET'],
  practice: 'secrets',
  title: 'Secret is in the environment of the image',
  why: 'Anyone who can pull the image can read its configuration, and every process of the container has the variable.',
  remediation:
    'Revoke the secret, and set it when the container starts; use RUN --mount=type=secret for secrets of the build',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010', 'PS0014'],
  mergesWith: ['SecretsUsedInArgOrEnv'],
  wrong: 'ENV DB_PASSWORD=correct-horse',
  right: 'ENV DB_PASSWORD_FILE=/run/secrets/db-password',
  check({ image, dependencies }, report) {
    for (const variable of image.config.env) {
      const equals = variable.indexOf('=');
      const name = variable.slice(0, equals);
      if (equals < 1 || PUBLIC_NAME.test(name)) continue;
      const value = variable.slice(equals + 1);
      if (!dependencies.isSecret(name, value)) continue;
      report({
        message: `Value of ${name} is readable in the image configuration`,
        confidence: 'medium',
        ...(dependencies.isGuessable?.(value) && { severity: 'low' }),
        instruction: 'ENV',
        mention: name,
        about: `${name} ${secretMark(value)}`,
        details: { variable: name },
      });
    }
  },
});
