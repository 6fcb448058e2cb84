/**
 * Whether a variable with this name holds a secret: `DB_PASSWORD`, `apiKey`, `AWS_SECRET_ACCESS_KEY`. The name alone
 * decides: it ends in a word for secrets, or is the password of something, and does not describe one, as `API_KEY_FILE` and `TOKEN_TTL` do.
 *
 * This is the only list of secret names, for Dockerfiles, manifests, and the configuration of images. The rule
 * SecretsUsedInArgOrEnv has BuildKit's list instead, since it reports exactly what BuildKit reports.
 */
export function isSecretName(name: string): boolean {
  const constant = name.replace(FRONTEND_PREFIX, '').toUpperCase();
  if (CREDENTIALS.has(constant)) return true;
  if (NOT_CREDENTIALS.has(constant)) return false;
  const snake = snakeCase(name);
  const words = snake.split(/[_.-]+/).filter((word) => word !== '');
  if (DESCRIPTIVE_ENDING.test(snake) || words.some((word) => NOT_A_SECRET.has(word))) return false;
  while (words.length > 1 && QUALIFIER.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  if (LONG_WORD.test(last) || PASSWORD_OF.test(snake)) return true;
  if (SHORT_WORDS.has(last)) return words.length > 1 || !NEVER_ALONE.has(last);
  return last === 'key' && KEYS.has(words.at(-2) ?? '');
}

/** `dbPassword` as `db_password`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/**
 * Names with such an ending describe a secret: its location, its name, its lifetime, its format. Their value is not
 * secret.
 */
export const DESCRIPTIVE_ENDING =
  /(?:^|[_.-])(?:file|path|dir|name|names|ids?|uuid|guid|used|changed|url|uri|address|endpoint|host|port|ttl|expir[a-z]*|lifetime|duration|timeout|age|length|size|count|type|header|prefix|suffix|issuer|audience|algorithm|enabled|disabled|required|policy|mode|method|provider|ref|version|arn|mount|store|backend|field|user|username|label|hint|help|text|title|placeholder|message|error|regex|pattern|format|source|class|variable|location|manager|service)$/;

/** The prefixes of variables that frontend frameworks include in the code for the browser. */
const FRONTEND_PREFIX = /^(?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT|EXPO_PUBLIC|GATSBY)_/;

/** Variables of well-known tools that hold a credential and have other names. */
const CREDENTIALS = new Set([
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'AWS_ACCESS_KEY_ID',
  'AZURE_CLIENT_ID',
  'AZURE_STORAGE_CONNECTION_STRING',
  'B2_APPLICATION_KEY',
  'DOCKER_AUTH_CONFIG',
  'GOOGLE_CLOUD_KEYFILE_JSON',
  'MASTERAUTH',
  'OSS_ACCESS_KEY_ID',
  'REQUIREPASS',
  'SLACK_WEBHOOK_URL',
  'VAULT_SECRET_ID',
]);

/** Variables of well-known tools with a path, the name of a file or a mode, in spite of their names. */
const NOT_CREDENTIALS = new Set([
  'GOOGLE_APPLICATION_CREDENTIALS',
  'KAFKA_SSL_CLIENT_AUTH',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS',
  'KAFKA_SSL_KEY_CREDENTIALS',
  'KAFKA_SSL_TRUSTSTORE_CREDENTIALS',
]);

/** Words for secrets that names also have without a separator: `PGPASSWORD`, `clientsecret`, `authtoken`. */
const LONG_WORD =
  /(?:passwords?|passwd|passphrase|pword|secrets?|tokens?|credentials?|apikey|accesskey|privatekey|secretkey)$/;

const SHORT_WORDS = new Set(['auth', 'pass', 'pat', 'psw', 'pwd']);
/** PWD is the shell's working directory; PAT and AUTH alone can mean anything. */
const NEVER_ALONE = new Set(['auth', 'pat', 'pwd']);

/** The words before `key` that make it a secret: a sort key or a primary key is not. */
const KEYS = new Set([
  'access',
  'api',
  'auth',
  'cert',
  'client',
  'deploy',
  'encryption',
  'license',
  'master',
  'private',
  'secret',
  'service',
  'signing',
  'ssh',
  'ssl',
  'storage',
  'tls',
]);

/** Words of names that are about a secret: public keys, limits and switches; CSRF tokens are for one form only. */
const NOT_A_SECRET = new Set([
  'allow',
  'count',
  'csrf',
  'disable',
  'enable',
  'expiry',
  'max',
  'min',
  'no',
  'pub',
  'public',
  'require',
  'skip',
  'use',
  'xsrf',
]);

/** The word for the secret can be the first if the program or the account comes after it: `PASSWORD_DB`. */
const PASSWORD_OF =
  /^(?:pass|passwd|password)_(?:admin|database|db|ldap|mariadb|mongo|mongodb|mysql|postgres|postgresql|rabbitmq|redis|root|smtp)$/;

/** Words that follow the word for the secret: `API_KEY_1`, `SECRET_KEY_BASE`, `DB_PASSWORD_PROD`. */
const QUALIFIER =
  /^(?:\d+|b64|base|base64|ci|data|default|dev|development|json|pem|primary|prod|production|secondary|stage|staging|test|txt|value)$/;
