import { describe, expect, test } from '@jest/globals';
import { isSecretName } from '../../src/secrets/secret-names.js';
import { marks } from '../dockerfile/lint-text.js';
import { markedTexts } from '../manifests/lint-text.js';

const SECRETS = [
  'ACCESSTOKEN',
  'ACCESS_KEY',
  'ADMIN_PASS',
  'API_KEY',
  'API_KEY_1',
  'API_TOKEN_PROD',
  'APIKEY',
  'ARTIFACTORY_PSW',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_KEY',
  'B2_APPLICATION_KEY',
  'CLIENT_SECRET',
  'COMPOSER_AUTH',
  'DB_PASSWORD',
  'DEPLOY_KEY',
  'DOCKER_AUTH_CONFIG',
  'ENCRYPTION_KEY',
  'GCLOUD_SERVICE_KEY',
  'GITHUB_PAT',
  'GITHUB_TOKEN',
  'GOOGLE_CLOUD_KEYFILE_JSON',
  'GOOGLE_CREDENTIALS',
  'GPG_PASSPHRASE',
  'JWT_SECRET',
  'MYSQL_PWD',
  'NEW_RELIC_LICENSE_KEY',
  'NPM_AUTH',
  'NPM_TOKEN',
  'OKTA_OAUTH2_CLIENTSECRET',
  'PASSWORD',
  'PASSWORD_DB',
  'PASS_ROOT',
  'PGPASSWORD',
  'POSTGRES_PASSWORD',
  'PRIVATE_KEY',
  'PRIVATE_KEY_PEM',
  'REDIS_AUTH',
  'SECRET_KEY_BASE',
  'SECRET_PASSPHRASE',
  'SIGNING_KEY',
  'SLACK_WEBHOOK_URL',
  'SMTP_PASS',
  'SSH_KEY',
  'TLS_KEY',
  'TOKEN',
  'VITE_OPENAI_API_KEY',
  'apiKey',
  'db.password',
  'dbPassword',
  'ssh-privatekey',
  'tls.key',
];

const NOT_SECRETS = [
  'API_KEY_FILE',
  'AUTH',
  'AUTH_MODE',
  'AUTH_TOKEN_URL',
  'AZURE_TENANT_ID',
  'CSRF_TOKEN',
  'DATABASE_URL',
  'DB_PASSWORD_FILE',
  'DISABLE_AUTH',
  'DOCKER_USERNAME',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS',
  'KAFKA_SSL_CLIENT_AUTH',
  'BeeTokenAddress',
  'GOPRIVATE',
  'KEY',
  'KUBECONFIG',
  'MAX_TOKENS',
  'MONGO_AUTH_DB',
  'NEXT_PUBLIC_API_KEY',
  'OLDPWD',
  'PASSWORD_FILE',
  'PASSWORD_MIN_LENGTH',
  'PASSWORD_POLICY',
  'RESET_PASSWORD_ADMIN',
  'PAT',
  'PATH',
  'PGPASSFILE',
  'PRIMARY_KEY',
  'PRIVATE_REGISTRY',
  'PUBLIC_KEY',
  'PWD',
  'SECRET_BLAH',
  'SECRET_KEY_REF',
  'SECRET_NAME',
  'SNOWFLAKE_PRIVATE_KEY_PATH',
  'SORT_KEY',
  'SSH_PUBLIC_KEY',
  'TOKENIZERS_PARALLELISM',
  'TOKEN_EXPIRY',
  'TOKEN_TTL',
  'TOKEN_URL',
  'USE_SECRETS',
  'accessTokenLifetime',
  'secretName',
];

const table = [
  ...SECRETS.map((name) => [name, true] as const),
  ...NOT_SECRETS.map((name) => [name, false] as const),
];

test.each(table)('%s is the name of a secret: %s', (name, isSecret) => {
  expect(isSecretName(name)).toBe(isSecret);
});

describe('Dockerfiles and manifests agree about', () => {
  const variables = table.filter(([name]) => /^\w+$/.test(name));
  const VALUE = 'hunter2x';

  test.each(variables)('%s: %s', (name, isSecret) => {
    const dockerfile = `FROM a:1\nENV ${name}=${VALUE}\n`;
    const compose = `services:\n  app:\n    environment: { ${name}: ${VALUE} }\n`;
    expect({
      DL3064: marks(dockerfile, 'DL3064'),
      PS0014: marks(dockerfile, 'PS0014'),
      'DEP-ENVSECRET': markedTexts('DEP-ENVSECRET', compose),
    }).toEqual({
      DL3064: isSecret ? [`2:${name}`] : [],
      PS0014: isSecret ? [`2:${name}`] : [],
      'DEP-ENVSECRET': isSecret ? [VALUE] : [],
    });
  });
});
