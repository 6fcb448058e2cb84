import { entropy } from '../../lib/entropy.js';
import { isObject } from '../../lib/json.js';
import { type Detector, named, token } from '../detector.js';
import { isPlaceholder, JWT_EXAMPLE, looksGenerated, looksLikePassword } from '../plausible.js';

/** Secrets of no single provider: keys, signed tokens, and passwords in URLs, commands and well-known files. */
export const structures: readonly Detector[] = [
  token({
    id: 'private-key',
    description: 'a private key',
    keywords: ['-----begin'],
    pattern:
      '-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?!(?:\\s|\\\\[nr]){0,8}-----END)(?=(?:\\s|\\\\[nr]){0,8}[A-Za-z0-9+/=:, \\-]{20}|(?:(?!-----)[\\s\\S]){1,80}?(?:(?<![A-Za-z0-9+/])|(?<=\\\\[nrt]|u000[ad]))(?:MI[A-P]|M[CGH][A-Za-z0-9]|b3BlbnNz)[A-Za-z0-9+/]{36})',
    reference: 'https://www.rfc-editor.org/rfc/rfc7468',
    severity: 'critical',
    minEntropy: 0,
    boundary: '',
    isMultiline: true,
  }),
  token({
    id: 'putty-private-key',
    description: 'a PuTTY private key',
    keywords: ['putty-user-key-file-'],
    pattern: 'PuTTY-User-Key-File-[23]: [a-z0-9@.-]{5,40}[\\s\\S]{10,600}?Private-Lines: \\d',
    reference: 'https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html',
    severity: 'critical',
    minEntropy: 0,
    maxLength: 900,
    boundary: '',
    isMultiline: true,
  }),
  token({
    id: 'wireguard-key',
    description: 'a WireGuard private key',
    keywords: ['privatekey'],
    pattern: 'PrivateKey {0,3}= {0,3}(?<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=)',
    reference: 'https://www.wireguard.com/quickstart/',
    severity: 'critical',
    minEntropy: 4,
  }),
  token({
    id: 'jwt',
    description: 'a JSON Web Token (JWT)',
    keywords: ['eyj'],
    pattern: 'eyJ[\\w-]{15,1000}\\.eyJ[\\w-]{10,2500}\\.[\\w-]{20,700}',
    reference: 'https://www.rfc-editor.org/rfc/rfc7519',
    severity: 'medium',
    confidence: 'medium',
    minEntropy: 4,
    maxLength: 4300,
    boundary: '',
    accepts: isSigned,
  }),
  token({
    id: 'database-url',
    description: 'a database URL with a password',
    isChosen: true,
    keywords: ['://'],
    pattern:
      '(?<=(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|couchdb)(?:\\+\\w{2,12})?)://[^\\s/:@"\'`<>{}]{0,80}:(?<secret>[^\\s/:@"\'`<>{}]{4,100})@(?=[\\w.[-])',
    reference: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    maxKeywordOffset: 16,
    severity: 'high',
    confidence: 'medium',
    minEntropy: 2,
    prefilter: hasUser,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'hosted-database-url',
    description: 'a URL of a hosted database with its password',
    isChosen: true,
    keywords: ['://'],
    pattern:
      '(?<=(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?|mssql|sqlserver)(?:\\+\\w{2,12})?)://[^\\s/:@"\'`<>{}]{0,80}:(?<secret>[^\\s/:@"\'`<>{}$%]{4,100})@(?![^\\s/"\']{0,200}(?:example|localhost|\\.local\\b|\\.internal\\b|\\.svc\\b|\\.test\\b|domain|your|host\\.|server\\.))(?=[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,6}\\.[a-z]{2,24}\\b)',
    reference: 'https://www.mongodb.com/docs/manual/reference/connection-string/',
    maxKeywordOffset: 16,
    severity: 'high',
    confidence: 'medium',
    minEntropy: 0,
    prefilter: hasUser,
    boundary: '',
    accepts: isHostedPassword,
  }),
  token({
    id: 'url-password',
    description: 'a URL with a password',
    isChosen: true,
    keywords: ['://'],
    pattern:
      '(?<=(?:https?|ftps?|sftp|ssh|git|smtps?|imaps?|ldaps?|socks5?|svn|rsync))://[^\\s/:@"\'`<>{}$]{1,80}:(?<secret>[^\\s/:@"\'`<>{}]{6,100})@(?=[\\w.[-]{3})',
    reference: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    maxKeywordOffset: 8,
    severity: 'medium',
    confidence: 'medium',
    minEntropy: 2.5,
    prefilter: hasUser,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'jdbc-password',
    description: 'a password in a JDBC URL',
    isChosen: true,
    keywords: ['jdbc:'],
    pattern:
      'jdbc:[a-z:]{2,30}//[^\\s"\'<>]{1,150}[?;&](?:password|pwd)=(?<secret>[^\\s"\'&;<>]{4,80})',
    reference: 'https://docs.oracle.com/javase/tutorial/jdbc/basics/connecting.html',
    severity: 'high',
    confidence: 'medium',
    maxLength: 300,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'sql-server-password',
    description: 'a password in a SQL Server connection string',
    isChosen: true,
    keywords: [';password=', ';pwd='],
    pattern:
      '(?<=(?:[sS]erver|[dD]ata [sS]ource|[hH]ost|[uU]ser [iI][dD]|[uU][iI][dD]|[dD]atabase|[iI]nitial [cC]atalog) ?=[^\\n"\']{1,200});[pP](?:assword|wd)=(?<secret>[^\\s"\';<>]{6,80})',
    reference:
      'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    maxKeywordOffset: 240,
    severity: 'high',
    confidence: 'medium',
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'basic-authorization',
    description: 'Basic credentials in an Authorization header',
    isChosen: true,
    keywords: ['authorization'],
    pattern:
      '[aA]uthorization["\']?\\s{0,2}[:=,]\\s{0,2}["\']?\\s?[bB]asic {1,2}(?<secret>[A-Za-z0-9+/]{12,200}={0,2})',
    reference: 'https://www.rfc-editor.org/rfc/rfc7617',
    confidence: 'medium',
    minEntropy: 3,
    boundary: '',
    accepts: isBasic,
    maxLength: 300,
  }),
  token({
    id: 'bearer-authorization',
    description: 'a bearer token in an HTTP header',
    isChosen: true,
    keywords: ['authorization', 'api-token', 'x-api-key'],
    pattern:
      '(?:[aA]uthorization["\']?\\s{0,2}[:=,]\\s{0,2}["\']?\\s?(?:Bearer|bearer|Token|token|ApiKey|Apikey|apikey) {1,2}|(?:Api-Token|X-API-Key|X-Api-Key|x-api-key): {1,2})(?<secret>[\\w.~+/=-]{16,2000})',
    reference: 'https://www.rfc-editor.org/rfc/rfc6750',
    confidence: 'medium',
    severity: 'medium',
    minEntropy: 3.3,
    boundary: '',
    accepts: looksGenerated,
    maxLength: 2100,
  }),
  token({
    id: 'curl-header',
    description: 'a token in a curl command',
    isChosen: true,
    keywords: ['curl'],
    pattern:
      'curl(?=\\s)(?:[^\\n\\\\]|\\\\[^]){0,900}?(?:\\s-H|--header)[ =]{0,3}["\'](?:[aA]uthorization: ?(?:[bB]earer |[bB]asic |[tT]oken )?|(?:[\\w-]{0,20}(?:[tT]oken|[kK]ey|TOKEN|KEY))[ :]{1,3})(?<secret>(?=[^"\']{0,400}\\d)[A-Za-z0-9_+/=.~@-]{8,2000})["\']',
    reference: 'https://curl.se/docs/manpage.html#-H',
    confidence: 'medium',
    severity: 'medium',
    minEntropy: 2.9,
    boundary: '',
    maxLength: 3000,
    accepts: (value) => !isPlaceholder(value),
  }),
  token({
    id: 'docker-registry-auth',
    description: 'container registry credentials',
    isChosen: true,
    keywords: ['"auth"'],
    pattern: '"auth"\\s{0,4}:\\s{0,4}"(?<secret>[A-Za-z0-9+/]{12,1000}={0,2})"',
    reference: 'https://docs.docker.com/reference/cli/docker/login/',
    severity: 'critical',
    minEntropy: 3,
    boundary: '',
    maxLength: 1100,
    accepts: isBasic,
  }),
  token({
    id: 'docker-registry-password',
    description: 'a container registry password',
    isChosen: true,
    keywords: ['"auths"'],
    // Where `auth` is set as well, it is the one that counts.
    pattern:
      '"auths"\\s{0,9}:\\s{0,9}\\{\\s{0,30}"[^"\\n]{1,300}"\\s{0,9}:\\s{0,9}\\{(?![^{}]{0,900}"auth"\\s{0,9}:\\s{0,9}"[^"])[^{}]{0,900}?"password"\\s{0,9}:\\s{0,9}"(?<secret>[^"\\\\\\n$]{4,500})"',
    reference:
      'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
    severity: 'critical',
    minEntropy: 2,
    boundary: '',
    maxLength: 2000,
    accepts: (value) => !isPlaceholder(value) && !COMMON_EXAMPLE.test(value),
  }),
  token({
    id: 'npmrc-password',
    description: 'credentials in .npmrc',
    isChosen: true,
    keywords: [':_authtoken=', ':_password=', ':_auth=', '_auth='],
    pattern: ':?_(?:authToken|password|auth) ?= ?"?(?<secret>[^\\s"$]{8,300})',
    reference: 'https://docs.npmjs.com/cli/configuring-npm/npmrc',
    severity: 'high',
    minEntropy: 2.8,
    boundary: '',
    maxLength: 320,
    accepts: (value) => !isPlaceholder(value),
    path: /npmrc/i,
  }),
  token({
    id: 'netrc-password',
    description: 'a password in .netrc',
    isChosen: true,
    keywords: ['machine'],
    pattern:
      'machine\\s{1,5}\\S{3,100}\\s{1,8}login\\s{1,5}\\S{1,100}\\s{1,8}password\\s{1,5}(?<secret>[^\\s$<]{4,200})',
    reference: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    maxLength: 600,
    minEntropy: 2,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'pypirc-password',
    description: 'a password in .pypirc',
    isChosen: true,
    keywords: ['password'],
    pattern: 'password\\s{0,3}[=:]\\s{0,3}(?<secret>[^\\s$<%]{6,200})',
    reference: 'https://packaging.python.org/en/latest/specifications/pypirc/',
    path: /\.pypirc$|(?:^|\/)pip\.conf$/,
    minEntropy: 2,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'pgpass-password',
    description: 'a password in .pgpass',
    isChosen: true,
    keywords: [':5432:'],
    pattern: ':5432:[^:\\n]{1,64}:[^:\\n]{1,64}:(?<secret>[^\\s]{3,100})',
    reference: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    path: /pgpass/,
    minEntropy: 0,
    boundary: '',
    maxKeywordOffset: 1,
  }),
  token({
    id: 'my-cnf-password',
    description: 'a password in a MySQL option file',
    isChosen: true,
    keywords: ['password'],
    pattern: 'password\\s{0,3}=\\s{0,3}["\']?(?<secret>[^\\s"\'$<#]{4,100})',
    reference: 'https://dev.mysql.com/doc/refman/8.4/en/option-files.html',
    path: /\.my\.cnf$|(?:^|\/)my\.cnf$|debian\.cnf$/,
    minEntropy: 2,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'htpasswd-hash',
    description: 'an htpasswd password hash',
    keywords: ['$apr1$', '$2y$'],
    pattern:
      '(?<=(?:^|\\n)[\\w.@-]{1,64}:)\\$(?:apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}|2y\\$\\d\\d\\$[./A-Za-z0-9]{53})',
    reference: 'https://httpd.apache.org/docs/current/misc/password_encryptions.html',
    severity: 'medium',
    minEntropy: 3,
    maxKeywordOffset: 70,
    boundary: '',
  }),
  token({
    id: 'shadow-hash',
    description: 'a system account password hash',
    keywords: ['$6$', '$5$', '$y$', '$1$'],
    pattern:
      '(?<=(?:^|\\n)[a-z_][a-z0-9_-]{0,31}:)\\$(?:[156]\\$(?:rounds=\\d{4,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{22,86}|y\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{1,86}\\$[./A-Za-z0-9]{43})',
    reference: 'https://man7.org/linux/man-pages/man5/crypt.5.html',
    severity: 'high',
    minEntropy: 3,
    maxKeywordOffset: 40,
    boundary: '',
    path: /(?:^|\/)shadow-?$|(?:^|\/)gshadow/,
  }),
  token({
    id: 'kubeconfig-key',
    description: 'a client key in a kubeconfig',
    keywords: ['client-key-data'],
    pattern: 'client-key-data["\']?:\\s{1,4}["\']?(?<secret>LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,4000})',
    reference:
      'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    severity: 'critical',
    maxLength: 4200,
    minEntropy: 3,
    boundary: '',
  }),
  token({
    id: 'kubernetes-secret',
    description: 'a value of a Kubernetes Secret',
    isChosen: true,
    keywords: ['kind'],
    pattern:
      'kind["\']?:[ \\t]{1,4}["\']?[sS]ecret["\']?\\s{0,40}\\n[^]{0,1200}?(?:^|\\n)data["\']?:[ \\t]{0,30}\\n(?:[ \\t]{1,12}#[^\\n]{0,200}\\n){0,5}[ \\t]{1,12}["\']?[\\w.-]{1,80}["\']?:[ \\t]{1,4}(?:[|>][-+]?\\s{1,20})?["\']?(?<secret>[A-Za-z0-9+/]{10,2000}={0,3})',
    reference: 'https://kubernetes.io/docs/concepts/configuration/secret/',
    path: /\.ya?ml$/i,
    severity: 'medium',
    confidence: 'medium',
    minEntropy: 0,
    maxLength: 3600,
    boundary: '(?![A-Za-z0-9+/_-])',
  }),
  token({
    id: 'kubernetes-secret-data',
    description: 'a value of a Kubernetes Secret',
    isChosen: true,
    keywords: ['data'],
    pattern:
      'data["\']?:[ \\t]{0,30}\\n(?:[ \\t]{1,12}#[^\\n]{0,200}\\n){0,5}[ \\t]{1,12}["\']?[\\w.-]{1,80}["\']?:[ \\t]{1,4}(?:[|>][-+]?\\s{1,20})?["\']?(?<secret>[A-Za-z0-9+/]{10,2000}={0,3})(?=["\']?\\s)[^]{0,1200}?\\nkind["\']?:[ \\t]{1,4}["\']?[sS]ecret["\']?(?:\\s|$)',
    reference: 'https://kubernetes.io/docs/concepts/configuration/secret/',
    path: /\.ya?ml$/i,
    severity: 'medium',
    confidence: 'medium',
    minEntropy: 0,
    maxLength: 3600,
    boundary: '',
  }),
  token({
    id: 'maven-password',
    description: 'a password in Maven settings',
    isChosen: true,
    keywords: ['<password>'],
    pattern: '<password>(?<secret>[^<\\s{$][^<\\s$]{3,100})</password>',
    reference: 'https://maven.apache.org/settings.html',
    maxKeywordOffset: 1,
    path: /settings[\w.-]*\.xml$|\/\.m2\//i,
    minEntropy: 2,
    boundary: '',
    accepts: isUrlPassword,
  }),
  token({
    id: 'nuget-password',
    description: 'a password in NuGet.Config',
    isChosen: true,
    keywords: ['<add'],
    pattern:
      '<add {1,4}key="(?:ClearText)?Password" {1,4}value="(?<secret>[^"%\\s]{1}[^"\\s]{4,100})"',
    reference: 'https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file',
    maxKeywordOffset: 1,
    path: /nuget\.config$/i,
    minEntropy: 2,
    boundary: '',
    accepts: (value) => !/^%.*%$/.test(value),
  }),
  token({
    id: 'hcl-password',
    description: 'a password in Terraform',
    isChosen: true,
    keywords: ['password'],
    pattern: '(?:password|administrator_login_password) {0,30}= {0,4}"(?<secret>[^"$\\s]{8,64})"',
    reference: 'https://developer.hashicorp.com/terraform/language/values/variables',
    path: /\.(?:tf|hcl)$/i,
    confidence: 'medium',
    severity: 'medium',
    minEntropy: 2,
    boundary: '',
  }),
  token({
    id: 'wordpress-salt',
    description: 'a WordPress secret key',
    keywords: ['auth_key', 'logged_in_key', 'nonce_key', 'auth_salt'],
    pattern:
      '(?:SECURE_)?(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)[\'"],\\s{1,10}[\'"](?<secret>[^\'"\\n]{64})[\'"]',
    reference: 'https://developer.wordpress.org/advanced-administration/wordpress/wp-config/',
    minEntropy: 4,
    boundary: '',
    accepts: (value) => !/put your unique phrase/.test(value),
    // WordPress's own code documents the format with examples.
    path: /^(?!(?:.*\/)?wp-includes\/)/s,
    severity: 'medium',
  }),
  named({
    id: 'django-secret-key',
    description: 'a Django secret key',
    keywords: ['secret_key'],
    value: '(?:django-insecure-)?[A-Za-z0-9!@#$%^&*(_=+)-]{50,80}',
    reference: 'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
    path: /settings[\w/]*\.py$/,
    minEntropy: 4,
  }),
  named({
    id: 'rails-secret-key',
    description: 'a Rails secret key base',
    keywords: ['secret_key_base'],
    value: '[a-f0-9]{128}',
    reference: 'https://guides.rubyonrails.org/security.html',
    confidence: 'high',
    severity: 'high',
  }),
  named({
    id: 'rails-master-key',
    description: 'a Rails master key',
    keywords: ['rails_master_key'],
    value: '[a-f0-9]{32}',
    reference: 'https://guides.rubyonrails.org/security.html',
    confidence: 'high',
    severity: 'critical',
  }),
  named({
    id: 'laravel-app-key',
    description: 'a Laravel application key',
    keywords: ['app_key'],
    value: 'base64:[A-Za-z0-9+/]{43}=',
    reference: 'https://laravel.com/docs/encryption',
    confidence: 'high',
    severity: 'high',
  }),
  named({
    id: 'ansible-vault-password',
    description: 'an Ansible Vault password',
    isChosen: true,
    keywords: ['ansible_vault_password', 'vault_password'],
    value: '\\S{8,60}',
    reference: 'https://docs.ansible.com/ansible/latest/vault_guide/',
    severity: 'high',
    accepts: looksLikePassword,
  }),
];

/** Whether the URL that begins here has an @ in its authority. */
function hasUser(bytes: Uint8Array, end: number): boolean {
  const last = Math.min(bytes.length, end + 200);
  for (let at = end; at < last; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x40) return true;
    // Space, quotes, slash, < and >.
    if (
      byte <= 0x20 ||
      byte === 0x22 ||
      byte === 0x27 ||
      byte === 0x2f ||
      byte === 0x3c ||
      byte === 0x3e
    )
      return false;
  }
  return false;
}

/** Whether the first part of a JWT decodes to a header with an algorithm. */
function isSigned(value: string): boolean {
  const [header = ''] = value.split('.');
  try {
    const json: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return isObject(json) && 'alg' in json && !value.startsWith(JWT_EXAMPLE);
  } catch {
    return false;
  }
}

/** Whether it is `name:password` in base64, with a password that is not a placeholder. */
function isBasic(value: string): boolean {
  const text = Buffer.from(value, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  if (colon < 1 || !/^[\x20-\x7e]+$/.test(text)) return false;
  const password = text.slice(colon + 1);
  return !isPlaceholder(password) && !COMMON_EXAMPLE.test(password);
}

/** Words that examples use as a password. */
const COMMON_EXAMPLE =
  /^(?:user(?:name)?|pass(?:word|wd|phrase)?|secret|pw|pwd|token|login|admin|root|guest|postgres|mysql|mongo|redis|rabbitmq|x-oauth-basic|x-access-token|\*+|x+|\.+|\d{1,4})$/i;
/** A constant, or a word: a longer one of letters alone is a password. */
const CONSTANT_OR_WORD = /^(?:[A-Z_]+|[A-Za-z_]{1,11})$/;

/** Whether a password in a URL is neither a reference nor a word from an example. */
/** On a server with a public name, a word is a password that works, unless it stands for one. */
function isHostedPassword(value: string): boolean {
  return (
    !COMMON_EXAMPLE.test(value) &&
    !/^[A-Z_]+$/.test(value) &&
    !/^(?:x+|\*+|\.+|(?:my|your|the|db|database|user)?[-_]?(?:pass|password|passwd|pwd|secret|key))$/i.test(
      value,
    ) &&
    !/^(?:your|insert|replace|change)[-_]?/i.test(value) &&
    !/example|placeholder|redacted/i.test(value)
  );
}

function isUrlPassword(value: string): boolean {
  return (
    !/[$%#{}()<>[\]]|^:/.test(value.replace(/%[0-9A-Fa-f]{2}/g, '')) &&
    !COMMON_EXAMPLE.test(value) &&
    !CONSTANT_OR_WORD.test(value) &&
    !isPlaceholder(value) &&
    entropy(value) >= 2
  );
}
