import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { isPlainSetting, UNLIKELY } from '../secret-names.js';
import { lineage } from '../stages.js';

export default defineRule({
  id: 'DL3064',
  name: 'no-secret-variables',
  severity: 'medium',
  practice: 'secrets',
  sensitive: 'after-range',
  title: 'ARG or ENV name looks like a secret',
  why: 'Everyone who can pull the image can read ENV values in its configuration and ARG values in its history.',
  remediation: 'Pass secrets to RUN with `--mount=type=secret`, and to the container at run time',
  references: ['https://docs.docker.com/build/building/secrets/'],
  mergesWith: ['SecretsUsedInArgOrEnv'],
  wrong: 'FROM debian:12\nARG NPM_TOKEN\nRUN npm ci',
  right: 'FROM debian:12\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci',
  check(dockerfile, report) {
    const last = dockerfile.stages.at(-1);
    const inImage = new Set(last ? lineage(last) : []);
    for (const { keyword, pairs, stage } of instructionsOf(dockerfile, ['ARG', 'ENV'], {
      onbuild: true,
    })) {
      const where = stage && !inImage.has(stage) ? 'the build cache and provenance' : 'the image';
      for (const { key, value } of pairs) {
        if (!isSecretName(key.value)) continue;
        const message = `${keyword} ${key.value} looks like a secret and can be read from ${where}`;
        report({ at: key.range, message, ...(isPlainSetting(value?.value) ? UNLIKELY : {}) });
      }
    }
  },
});

function isSecretName(name: string): boolean {
  if (CREDENTIALS.has(name.toUpperCase())) return true;
  // The path of a secret is not a secret. GOPRIVATE lists modules.
  if (/_(?:FILE|PATH|DIR)$/i.test(name) || /^GOPRIVATE$/i.test(name)) return false;
  return /(?:access|api)_?key|client_?key|password|private(?:_|$|key)|secret|tokens?(?:_|$)|username/i.test(
    name,
  );
}

/** Variables from which well-known tools read credentials, with names that the pattern does not match. */
const CREDENTIALS = new Set([
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALICLOUD_ACCESS_KEY',
  'ARM_CLIENT_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SESSION_TOKEN',
  'AZURE_CLIENT_ID',
  'AZURE_CREDENTIALS',
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_KEY',
  'AZURE_TENANT_ID',
  'B2_APPLICATION_KEY',
  'CLOUDFLARE_EMAIL',
  'COMPOSER_AUTH',
  'CONSUL_HTTP_AUTH',
  'CREDENTIALS',
  'DATABASE_URL',
  'DOCKER_AUTH_CONFIG',
  'DOCKER_HUB_USER',
  'FTP_PASS',
  'GCLOUD_SERVICE_KEY',
  'GIT_PASS',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CREDENTIALS',
  'GOOGLE_CLOUD_KEYFILE_JSON',
  'GPG_PASSPHRASE',
  'HEROKU_API_USER',
  'KUBECONFIG',
  'MYSQL_PWD',
  'NEW_RELIC_LICENSE_KEY',
  'NPM_AUTH',
  'OSS_ACCESS_KEY_ID',
  'PASSPHRASE',
  'PASSWD',
  'PGPASSFILE',
  'S3_ACCESS_KEY',
  'SENTRY_DSN',
  'SLACK_WEBHOOK_URL',
  'SMTP_PASS',
  'SNOWFLAKE_PRIVATE_KEY_PATH',
  'SSH_KEY',
  'SSH_PRIVATE_KEY_PATH',
]);
