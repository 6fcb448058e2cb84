import { type Detector, named, token } from '../detector.js';
import { looksGenerated, looksLikePassword } from '../plausible.js';
import { isGuessable } from '../value-strength.js';
import { commandLines } from './command-lines.js';

/** The end of a string and the beginning of the next one, with what joins them. */
const JOIN =
  '["\'\\x60][ \\t]{0,4}[+.&]?[ \\t]{0,4}(?:\\\\?\\r?\\n[ \\t]{0,80})?[+.&]?[ \\t]{0,4}["\'\\x60]';

/** Passwords of commands, scripts of databases and settings of programs, and keys in another form than PEM. */
export const commands: readonly Detector[] = [
  ...commandLines,
  token({
    id: 'encoded-private-key',
    description: 'a private key in base64',
    keywords: ['ls0tls1crudjti'],
    pattern: 'LS0tLS1CRUdJTi[A-Za-z0-9+/]{46,4400}={0,2}',
    reference: 'https://www.rfc-editor.org/rfc/rfc7468',
    severity: 'critical',
    minEntropy: 3,
    maxLength: 4500,
    boundary: '',
    isKey: true,
    accepts: isEncodedKey,
  }),
  // PKCS #8 and PKCS #1 of RSA. What a header is before is found with it.
  token({
    id: 'base64-private-key',
    description: 'a private key in base64 without a header',
    keywords: ['ibadanbgkqhkig9w0baqefaasc', 'ibaakcaqea', 'ibaakcagea', 'ibaakcayea'],
    pattern:
      '(?<!-----[^A-Za-z0-9+/]{0,12}[nr]?[^A-Za-z0-9+/]{0,12})(?<![A-Za-z0-9+/])(?<secret>MII[A-P][A-Za-z0-9+/][AQgw]IBA(?:DANBgkqhkiG9w0BAQEFAASC|AKCAQEA|AKCAgEA|AKCAYEA)[A-Za-z0-9+/]{300,4400}={0,2})',
    maxKeywordOffset: 40,
    reference: 'https://www.rfc-editor.org/rfc/rfc5208',
    severity: 'critical',
    minEntropy: 4,
    maxLength: 4500,
    boundary: '',
    isKey: true,
  }),
  token({
    id: 'base64-key-store',
    description: 'a store of private keys in base64 (PKCS #12)',
    keywords: ['ibazcc'],
    pattern:
      '(?<![A-Za-z0-9+/])(?<secret>MI[I-L][A-Za-z0-9+/]{2}[AQgw]IBAzCC[A-Za-z0-9+/]{400,4400}={0,2})',
    maxKeywordOffset: 8,
    reference: 'https://www.rfc-editor.org/rfc/rfc7292',
    severity: 'medium',
    minEntropy: 4,
    maxLength: 4500,
    boundary: '',
    isKey: true,
  }),
  token({
    id: 'encoded-token',
    description: 'a token of a provider in base64',
    keywords: [
      'z2hwx',
      'z2hvx',
      'z2hzx',
      'z2h1x',
      'z2hyx',
      'z2l0ahvix3bhdf',
      'z2xwyxqt',
      'bnbtx',
      'c2tfbgl2zv',
      'ehhvyi',
      'ehhvcc',
    ],
    pattern:
      '(?:Z2h[a-z0-9]X|Z2l0aHViX3BhdF|Z2xwYXQt|bnBtX|c2tfbGl2ZV|eHhv[Yc])[A-Za-z0-9+/]{20,360}={0,2}',
    maxLength: 400,
    reference: 'https://www.rfc-editor.org/rfc/rfc4648',
    minEntropy: 3.5,
    boundary: '',
    accepts: isEncodedToken,
  }),
  token({
    id: 'split-token',
    description: 'a token of a provider in parts',
    keywords: ['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'glpat-', 'npm_', 'sk_live_'],
    pattern: `(?:gh[oprsu]_${JOIN}(?<secret>[A-Za-z0-9]{36})|github_pat_${JOIN}(?<pat>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})|glpat-${JOIN}(?<gitlab>[\\w-]{20})|npm_${JOIN}(?<npm>[A-Za-z0-9]{36})|sk_live_${JOIN}(?<stripe>[A-Za-z0-9]{24,99}))(?=["'\x60])`,
    reference:
      'https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    confidence: 'medium',
    minEntropy: 3.5,
    boundary: '',
  }),
  token({
    id: 'jwk-private-key',
    description: 'a private key as a JSON Web Key (JWK)',
    keywords: ['"d"'],
    pattern:
      '(?<=[{,\\s])"d"\\s{0,4}:\\s{0,4}"(?<secret>[\\w-]{40,700})"(?:(?=[^{}]{0,3000}"kty")|(?<="kty"[^{}]{0,2000}))',
    maxKeywordOffset: 2_000,
    maxLength: 4_000,
    reference: 'https://www.rfc-editor.org/rfc/rfc7517',
    severity: 'critical',
    minEntropy: 4,
    boundary: '',
    isKey: true,
    prefilter: isMember,
  }),
  named({
    id: 'database-client-password',
    description: 'a password that a client of a database reads',
    isChosen: true,
    keywords: [
      'pgpassword',
      'mysql_pwd',
      'rediscli_auth',
      'sshpass',
      'borg_passphrase',
      'restic_password',
      'rclone_config_pass',
    ],
    value: '\\S{8,128}',
    reference: 'https://www.postgresql.org/docs/current/libpq-envars.html',
    severity: 'high',
    accepts: isPassword,
  }),
  token({
    id: 'sql-password',
    description: 'a password in a statement of SQL',
    isChosen: true,
    keywords: ['identified by', 'with password'],
    pattern:
      "(?:IDENTIFIED BY|identified by|WITH PASSWORD|with password)\\s{1,4}'(?<secret>[^'\\s$<>]{8,128})'",
    reference: 'https://www.postgresql.org/docs/current/sql-createrole.html',
    confidence: 'medium',
    severity: 'medium',
    boundary: '',
    accepts: isPassword,
  }),
  token({
    id: 'powershell-password',
    description: 'a password in PowerShell',
    isChosen: true,
    keywords: ['convertto-securestring'],
    pattern:
      '[cC]onvert[tT]o-[sS]ecure[sS]tring\\s{1,4}(?:-[sS]tring\\s{1,4})?["\'](?<secret>[^"\'$\\s]{8,128})["\'](?=[^\\n]{0,80}-[aA]s[pP]lain[tT]ext)',
    maxLength: 300,
    reference:
      'https://learn.microsoft.com/powershell/module/microsoft.powershell.security/convertto-securestring',
    confidence: 'medium',
    severity: 'medium',
    boundary: '',
    accepts: isPassword,
  }),
  token({
    id: 'wordpress-password',
    description: 'a password of a database in the settings of WordPress',
    isChosen: true,
    keywords: ['db_password'],
    pattern: 'DB_PASSWORD["\']\\s{0,4},\\s{0,4}["\'](?<secret>[^"\'\\s]{8,128})["\']\\s{0,4}\\)',
    maxLength: 200,
    reference: 'https://developer.wordpress.org/apis/wp-config-php/',
    path: /\.php$/,
    severity: 'high',
    confidence: 'medium',
    boundary: '',
    accepts: isPassword,
  }),
  token({
    id: 'kubeconfig-token',
    description: 'a token in a kubeconfig',
    keywords: ['token'],
    pattern: '(?<=[\\s"\'])token["\']?:[ \\t]{1,4}["\']?(?<secret>[\\w.+/=-]{20,2000})',
    maxLength: 2100,
    reference:
      'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    path: /(?:^|\/)(?:\.kube\/config|[^/]*kubeconfig[^/]*)$/i,
    severity: 'critical',
    minEntropy: 3.3,
    boundary: '',
    accepts: looksGenerated,
  }),
];

function isPassword(value: string): boolean {
  return looksLikePassword(value) && !isGuessable(value);
}

/** Whether the text in base64 is a token alone. */
function isEncodedToken(value: string): boolean {
  return TOKEN.test(Buffer.from(value, 'base64').toString('latin1').trim());
}

const TOKEN =
  /^(?:gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}|glpat-[\w.-]{20,60}|npm_[A-Za-z0-9]{36}|sk_live_[A-Za-z0-9]{24,99}|xox[bp]-\d{8,14}-[\w-]{20,80})$/;

/** Whether the text in base64 is a key that needs no passphrase. */
function isEncodedKey(value: string): boolean {
  const text = Buffer.from(value.slice(0, 400), 'base64').toString('latin1');
  return (
    /^-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/.test(text) &&
    !/ENCRYPTED/.test(text)
  );
}

/** Whether a colon follows the name of a member of JSON. */
function isMember(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (at - end < 4 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return bytes[at] === 0x3a;
}
