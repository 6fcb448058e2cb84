import { defineRule } from '../rule.js';

/** Names that hold keys which are public. */
const PUBLIC = /^GPG_KEYS?$|_GPG_KEYS?$|_SHA256$|^(?:PATH|HOME|PWD)$/;

export default defineRule({
  id: 'IMG-ENVSECRET',
  name: 'no-secret-in-image-environment',
  severity: 'critical',
  practice: 'secrets',
  title: 'A secret is in the image’s environment',
  why: 'Everybody who can pull the image reads its configuration, and every process of the container has it.',
  remediation:
    'Revoke the secret, then hand it to the container at run time; what the build needs comes by RUN --mount=type=secret.',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010', 'PS0014', 'SecretsUsedInArgOrEnv'],
  wrong: 'ENV DB_PASSWORD=correct-horse',
  right: 'ENV DB_PASSWORD_FILE=/run/secrets/db-password',
  check({ image, dependencies }, report) {
    for (const variable of image.config.env) {
      const equals = variable.indexOf('=');
      const name = variable.slice(0, equals);
      if (equals < 1 || PUBLIC.test(name)) continue;
      if (!dependencies.isSecret(name, variable.slice(equals + 1))) continue;
      report({
        message: `The value of ${name} stays readable in the image’s configuration.`,
        confidence: 'medium',
        instruction: 'ENV',
        mention: name,
        about: name,
        details: { variable: name },
      });
    }
  },
});
