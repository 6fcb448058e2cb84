import { type Detector, named, token } from '../detector.js';
import {
  entropy,
  isPlaceholder,
  JWT_EXAMPLE,
  looksGenerated,
  looksLikePassword,
} from '../plausible.js';

/** What is no provider's: keys, signed tokens, passwords in addresses, commands and files of well-known formats. */
export const structures: readonly Detector[] = [
  token(
    'private-key',
    'a private key',
    '-----begin',
    '-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?=(?:\\s|\\\\[nr]){0,8}[A-Za-z0-9+/=:, \\-]{20})',
    'https://www.rfc-editor.org/rfc/rfc7468',
    { severity: 'critical', entropy: 0, after: '' },
  ),
  token(
    'putty-private-key',
    'a PuTTY private key',
    'putty-user-key-file-',
    'PuTTY-User-Key-File-[23]: [a-z0-9@.-]{5,40}[\\s\\S]{10,600}?Private-Lines: \\d',
    'https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html',
    { severity: 'critical', entropy: 0, reach: 900, after: '' },
  ),
  token(
    'wireguard-key',
    'a WireGuard private key',
    'privatekey',
    'PrivateKey {0,3}= {0,3}(?<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=)',
    'https://www.wireguard.com/quickstart/',
    { severity: 'critical', entropy: 4 },
  ),
  token(
    'jwt',
    'a signed token (JWT)',
    'eyj',
    'eyJ[\\w-]{15,1000}\\.eyJ[\\w-]{10,2500}\\.[\\w-]{20,700}',
    'https://www.rfc-editor.org/rfc/rfc7519',
    {
      severity: 'medium',
      confidence: 'medium',
      entropy: 4,
      reach: 4300,
      after: '',
      accept: isSigned,
    },
  ),
  token(
    'database-url',
    'a database address with its password',
    '://',
    '(?<=(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|couchdb)(?:\\+\\w{2,12})?)://[^\\s/:@"\'`<>{}]{0,80}:(?<secret>[^\\s/:@"\'`<>{}]{4,100})@(?=[\\w.[-])',
    'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    {
      before: 16,
      severity: 'high',
      confidence: 'medium',
      entropy: 2,
      glance: hasUser,
      after: '',
      accept: isUrlPassword,
    },
  ),
  token(
    'url-password',
    'a password in an address',
    '://',
    '(?<=(?:https?|ftps?|sftp|ssh|git|smtps?|imaps?|ldaps?|socks5?|svn|rsync))://[^\\s/:@"\'`<>{}$]{1,80}:(?<secret>[^\\s/:@"\'`<>{}]{6,100})@(?=[\\w.[-]{3})',
    'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    {
      before: 8,
      severity: 'medium',
      confidence: 'medium',
      entropy: 2.5,
      glance: hasUser,
      after: '',
      accept: isUrlPassword,
    },
  ),
  token(
    'jdbc-password',
    'a password in a connection string',
    'jdbc:',
    'jdbc:[a-z:]{2,30}//[^\\s"\'<>]{1,150}[?;&](?:password|pwd)=(?<secret>[^\\s"\'&;<>]{4,80})',
    'https://docs.oracle.com/javase/tutorial/jdbc/basics/connecting.html',
    { severity: 'high', confidence: 'medium', reach: 300, after: '', accept: isUrlPassword },
  ),
  token(
    'sql-server-password',
    'a password in a connection string',
    ';password= ;pwd=',
    '(?<=(?:server|data source|host|user id|uid|database|initial catalog) ?=[^\\n"\']{1,200});[pP](?:assword|wd)=(?<secret>[^\\s"\';<>]{6,80})',
    'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    { before: 240, severity: 'high', confidence: 'medium', after: '', accept: isUrlPassword },
  ),
  token(
    'basic-authorization',
    'credentials in an Authorization header',
    'authorization',
    '[aA]uthorization["\']?\\s{0,2}[:=,]\\s{0,2}["\']?\\s?[bB]asic {1,2}(?<secret>[A-Za-z0-9+/]{12,200}={0,2})',
    'https://www.rfc-editor.org/rfc/rfc7617',
    { confidence: 'medium', entropy: 3, after: '', accept: isBasic, reach: 300 },
  ),
  token(
    'bearer-authorization',
    'a token in an Authorization header',
    'authorization api-token x-api-key',
    '(?:[aA]uthorization["\']?\\s{0,2}[:=,]\\s{0,2}["\']?\\s?(?:Bearer|bearer|Token|token|ApiKey|Apikey|apikey) {1,2}|(?:Api-Token|X-API-Key|X-Api-Key|x-api-key): {1,2})(?<secret>[\\w.~+/=-]{16,2000})',
    'https://www.rfc-editor.org/rfc/rfc6750',
    {
      confidence: 'medium',
      severity: 'medium',
      entropy: 3.3,
      after: '',
      accept: looksGenerated,
      reach: 2100,
    },
  ),
  token(
    'curl-header',
    'a token that is handed to curl',
    'curl',
    'curl(?=\\s)(?:[^\\n\\\\]|\\\\[^]){0,900}?(?:\\s-H|--header)[ =]{0,3}["\'](?:[aA]uthorization: ?(?:[bB]earer |[bB]asic |[tT]oken )?|(?:[\\w-]{0,20}(?:[tT]oken|[kK]ey|TOKEN|KEY))[ :]{1,3})(?<secret>(?=[^"\']{0,400}\\d)[A-Za-z0-9_+/=.~@-]{8,2000})["\']',
    'https://curl.se/docs/manpage.html#-H',
    {
      confidence: 'medium',
      severity: 'medium',
      entropy: 2.9,
      after: '',
      reach: 3000,
      accept: (value) => !isPlaceholder(value),
    },
  ),
  token(
    'curl-password',
    'a password that is handed to curl',
    'curl',
    'curl(?=\\s)(?:[^\\n\\\\]|\\\\[^]){0,900}?(?:\\s-u|--user)[ =]{0,3}(?:"(?!\\$)[^":\\n]{1,80}(?:":")?:?(?<secret>[^"\\n]{3,100})"|\'[^\':\\n]{1,80}:(?<single>[^\'\\n]{3,100})\'|[^\\s:"\'$<]{1,80}:(?<bare>[^\\s"\'$<]{3,100}))',
    'https://curl.se/docs/manpage.html#-u',
    {
      confidence: 'medium',
      severity: 'medium',
      entropy: 2.4,
      after: '',
      reach: 1300,
      accept: (value) => !isPlaceholder(value) && !/\$|pass(?:word)?$/i.test(value),
    },
  ),
  token(
    'docker-registry-auth',
    'credentials for a container registry',
    '"auth"',
    '"auth"\\s{0,4}:\\s{0,4}"(?<secret>[A-Za-z0-9+/]{12,1000}={0,2})"',
    'https://docs.docker.com/reference/cli/docker/login/',
    { severity: 'critical', entropy: 3, after: '', reach: 1100, accept: isBasic },
  ),
  token(
    'npmrc-password',
    'credentials in .npmrc',
    ':_authtoken= :_password= :_auth= _auth=',
    ':?_(?:authToken|password|auth) ?= ?"?(?<secret>[^\\s"$]{8,300})',
    'https://docs.npmjs.com/cli/configuring-npm/npmrc',
    {
      severity: 'high',
      entropy: 2.8,
      after: '',
      reach: 320,
      accept: (value) => !isPlaceholder(value),
      path: /npmrc/i,
    },
  ),
  token(
    'netrc-password',
    'a password in .netrc',
    'machine',
    'machine\\s{1,5}\\S{3,100}\\s{1,8}login\\s{1,5}\\S{1,100}\\s{1,8}password\\s{1,5}(?<secret>[^\\s$<]{4,200})',
    'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    { reach: 600, entropy: 2, after: '', accept: isUrlPassword },
  ),
  token(
    'pypirc-password',
    'a password in .pypirc',
    'password',
    'password\\s{0,3}[=:]\\s{0,3}(?<secret>[^\\s$<%]{6,200})',
    'https://packaging.python.org/en/latest/specifications/pypirc/',
    { path: /\.pypirc$|(?:^|\/)pip\.conf$/, entropy: 2, after: '', accept: isUrlPassword },
  ),
  token(
    'pgpass-password',
    'a password in .pgpass',
    ':5432:',
    ':5432:[^:\\n]{1,64}:[^:\\n]{1,64}:(?<secret>[^\\s]{3,100})',
    'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    { path: /pgpass/, entropy: 0, after: '', before: 1 },
  ),
  token(
    'my-cnf-password',
    'a password in MySQL’s options',
    'password',
    'password\\s{0,3}=\\s{0,3}["\']?(?<secret>[^\\s"\'$<#]{4,100})',
    'https://dev.mysql.com/doc/refman/8.4/en/option-files.html',
    {
      path: /\.my\.cnf$|(?:^|\/)my\.cnf$|debian\.cnf$/,
      entropy: 2,
      after: '',
      accept: isUrlPassword,
    },
  ),
  token(
    'htpasswd-hash',
    'a password hash of htpasswd',
    '$apr1$ $2y$',
    '(?<=(?:^|\\n)[\\w.@-]{1,64}:)\\$(?:apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}|2y\\$\\d\\d\\$[./A-Za-z0-9]{53})',
    'https://httpd.apache.org/docs/current/misc/password_encryptions.html',
    { severity: 'medium', entropy: 3, before: 70, after: '' },
  ),
  token(
    'shadow-hash',
    'a password hash of a system account',
    '$6$ $5$ $y$ $1$',
    '(?<=(?:^|\\n)[a-z_][a-z0-9_-]{0,31}:)\\$(?:[156]\\$(?:rounds=\\d{4,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{22,86}|y\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{1,86}\\$[./A-Za-z0-9]{43})',
    'https://man7.org/linux/man-pages/man5/crypt.5.html',
    {
      severity: 'high',
      entropy: 3,
      before: 40,
      after: '',
      path: /(?:^|\/)shadow-?$|(?:^|\/)gshadow/,
    },
  ),
  token(
    'kubeconfig-key',
    'a client key in a kubeconfig',
    'client-key-data',
    'client-key-data["\']?:\\s{1,4}["\']?(?<secret>LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,4000})',
    'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    { severity: 'critical', reach: 4200, entropy: 3, after: '' },
  ),
  token(
    'kubernetes-secret',
    'a value of a Kubernetes Secret',
    'kind',
    'kind["\']?:[ \\t]{1,4}["\']?[sS]ecret["\']?\\s{0,40}\\n[^]{0,1200}?(?:^|\\n)data["\']?:[ \\t]{0,30}\\n(?:[ \\t]{1,12}#[^\\n]{0,200}\\n){0,5}[ \\t]{1,12}["\']?[\\w.-]{1,80}["\']?:[ \\t]{1,4}(?:[|>][-+]?\\s{1,20})?["\']?(?<secret>[A-Za-z0-9+/]{10,2000}={0,3})',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
    {
      path: /\.ya?ml$/i,
      severity: 'medium',
      confidence: 'medium',
      entropy: 0,
      reach: 3600,
      after: '(?![A-Za-z0-9+/_-])',
    },
  ),
  token(
    'kubernetes-secret-data',
    'a value of a Kubernetes Secret',
    'data',
    'data["\']?:[ \\t]{0,30}\\n(?:[ \\t]{1,12}#[^\\n]{0,200}\\n){0,5}[ \\t]{1,12}["\']?[\\w.-]{1,80}["\']?:[ \\t]{1,4}(?:[|>][-+]?\\s{1,20})?["\']?(?<secret>[A-Za-z0-9+/]{10,2000}={0,3})(?=["\']?\\s)[^]{0,1200}?\\nkind["\']?:[ \\t]{1,4}["\']?[sS]ecret["\']?(?:\\s|$)',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
    {
      path: /\.ya?ml$/i,
      severity: 'medium',
      confidence: 'medium',
      entropy: 0,
      reach: 3600,
      after: '',
    },
  ),
  token(
    'maven-password',
    'a password in Maven’s settings',
    '<password>',
    '<password>(?<secret>[^<\\s{$][^<\\s$]{3,100})</password>',
    'https://maven.apache.org/settings.html',
    {
      before: 1,
      path: /settings[\w.-]*\.xml$|\/\.m2\//i,
      entropy: 2,
      after: '',
      accept: isUrlPassword,
    },
  ),
  token(
    'nuget-password',
    'a password in NuGet.Config',
    '<add',
    '<add {1,4}key="(?:ClearText)?Password" {1,4}value="(?<secret>[^"%\\s]{1}[^"\\s]{4,100})"',
    'https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file',
    {
      before: 1,
      path: /nuget\.config$/i,
      entropy: 2,
      after: '',
      accept: (value) => !/^%.*%$/.test(value),
    },
  ),
  token(
    'hcl-password',
    'a password in Terraform',
    'password',
    '(?:password|administrator_login_password) {0,30}= {0,4}"(?<secret>[^"$\\s]{8,64})"',
    'https://developer.hashicorp.com/terraform/language/values/variables',
    { path: /\.(?:tf|hcl)$/i, confidence: 'medium', severity: 'medium', entropy: 2, after: '' },
  ),
  token(
    'wordpress-salt',
    'a secret key of WordPress',
    'auth_key logged_in_key nonce_key auth_salt',
    '(?:SECURE_)?(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)[\'"],\\s{1,10}[\'"](?<secret>[^\'"\\n]{64})[\'"]',
    'https://developer.wordpress.org/advanced-administration/wordpress/wp-config/',
    {
      entropy: 4,
      after: '',
      accept: (value) => !/put your unique phrase/.test(value),
      severity: 'medium',
    },
  ),
  named(
    'django-secret-key',
    'a secret key of Django',
    'secret_key',
    '(?:django-insecure-)?[A-Za-z0-9!@#$%^&*(_=+)-]{50,80}',
    'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
    { path: /settings[\w/]*\.py$/, entropy: 4 },
  ),
  named(
    'rails-secret-key',
    'a secret key base of Rails',
    'secret_key_base',
    '[a-f0-9]{128}',
    'https://guides.rubyonrails.org/security.html',
    { confidence: 'high', severity: 'high' },
  ),
  named(
    'rails-master-key',
    'a master key of Rails',
    'rails_master_key',
    '[a-f0-9]{32}',
    'https://guides.rubyonrails.org/security.html',
    { confidence: 'high', severity: 'critical' },
  ),
  named(
    'laravel-app-key',
    'an application key of Laravel',
    'app_key',
    'base64:[A-Za-z0-9+/]{43}=',
    'https://laravel.com/docs/encryption',
    { confidence: 'high', severity: 'high' },
  ),
  named(
    'ansible-vault-password',
    'the password of an Ansible vault',
    'ansible_vault_password vault_password',
    '\\S{8,60}',
    'https://docs.ansible.com/ansible/latest/vault_guide/',
    { severity: 'high', accept: looksLikePassword },
  ),
];

/** Whether an address that begins here has an @ in its authority. */
function hasUser(bytes: Uint8Array, end: number): boolean {
  const last = Math.min(bytes.length, end + 200);
  for (let at = end; at < last; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x40) return true;
    // Space, quotes, slash, < and >.
    if (byte <= 0x22 || byte === 0x27 || byte === 0x2f || byte === 0x3c || byte === 0x3e)
      return false;
  }
  return false;
}

/** Whether a header that says it is a token's decodes as one. */
function isSigned(value: string): boolean {
  const [header = ''] = value.split('.');
  try {
    const read: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return (
      typeof read === 'object' && read !== null && 'alg' in read && !value.startsWith(JWT_EXAMPLE)
    );
  } catch {
    return false;
  }
}

/** `name:password` in base64, neither of them a placeholder. */
function isBasic(value: string): boolean {
  const text = Buffer.from(value, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  if (colon < 1 || !/^[\x20-\x7e]+$/.test(text)) return false;
  const password = text.slice(colon + 1);
  return !isPlaceholder(password) && !COMMON.test(password);
}

const COMMON =
  /^(?:user(?:name)?|pass(?:word|wd|phrase)?|secret|pw|pwd|token|login|admin|root|guest|postgres|mysql|mongo|redis|rabbitmq|x-oauth-basic|x-access-token|\*+|x+|\.+|[A-Z_]+|\d{1,4})$/i;

/** A password in an address that is no reference to one and none of the words that examples have. */
function isUrlPassword(value: string): boolean {
  return (
    !/[$%#{}()<>[\]]|^:/.test(value.replace(/%[0-9A-Fa-f]{2}/g, '')) &&
    !COMMON.test(value) &&
    !isPlaceholder(value) &&
    entropy(value) >= 2
  );
}
