import { isTestOrDocument } from '../core/example-paths.js';
import { isWords } from '../secrets/plausible.js';
import { isSecretName } from '../secrets/secret-names.js';
import { isGuessable, isPublicValue } from '../secrets/value-strength.js';

/**
 * Whether a value is a literal and not a reference, a switch, a path or a placeholder. A number is a literal only if the
 * `name` is that of a password. A default password, `changeme` or `postgres`, is a literal: it works until it is changed.
 * An object in JSON is one if a member is: settings of credentials can be only the names of Secrets.
 */
export function isSecretLiteral(value: string, name = ''): boolean {
  const text = value.trim();
  if (text === '' || /\$[({A-Za-z_]|\{\{|^<.*>$|^\*+$/s.test(text) || isBlank(text)) return false;
  if (isPublicValue(text) || isObjectName(name, text)) return false;
  if (isJsonObject(text)) return hasSecretMember(text);
  if (/^(true|false|yes|no|on|off|none|null|nil)$/i.test(text)) return false;
  if (/^-?\d+(\.\d+)?$/.test(text)) return text.length > 3 && /pass(word|wd|phrase)?$/i.test(name);
  if (text.startsWith('-----BEGIN ') || KEY_FILE.test(name)) return isPrivateKey(text);
  if (/^aws_/i.test(name) && /^(?:test|dummy|fake|mock|local|localstack|none|x+)$/i.test(text))
    return false;
  if (ACCESS_KEY.test(name) && /^[a-z]+(?:[-_][a-z]+)*\d{0,3}$/i.test(text)) return false;
  return !/^(\.{0,2}\/|~\/|file:|vault:|ref\+|arn:)|^[\w./-]+\.(?:cer|crt|env|jks|json|key|p12|pem|pfx|txt)$/.test(
    text,
  );
}

interface RatedLiteral {
  readonly severity: 'high' | 'low';
  readonly ruleSet?: 'all';
}

/**
 * How a finding about a literal is rated. Of a default password or another word, only its name says that it is a secret; in a
 * test, what it opens is gone when the test ends. Any other value is one wherever it stands.
 */
export function ratedLiteral(value: string, path: string): RatedLiteral {
  if (!isGuessable(value)) return { severity: 'high' };
  return { severity: 'low', ...(isTestOrDocument(path) && { ruleSet: 'all' }) };
}

/**
 * Whether the value is the name of a Secret, which charts and operators take in `existingSecret`, `tls-secret` or
 * `DB_PASSWORD_SECRET`.
 */
function isObjectName(name: string, text: string): boolean {
  return OBJECT_FIELD.test(name) && OBJECT_NAME.test(text) && isWords(text);
}

const OBJECT_FIELD =
  /(?:existing|tls|pull|cert(?:ificate)?s?|password|credentials?)[-_]?secrets?$/i;
const OBJECT_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

function isJsonObject(text: string): boolean {
  if (!/^\{.*\}$/s.test(text)) return false;
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

/** Whether a member at any depth has the name and the value of a secret. */
function hasSecretMember(json: string): boolean {
  return [...json.matchAll(/"([^"\\\n]{1,100})"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(\d+))/g)].some(
    ([, name = '', text, number = '']) =>
      isSecretName(name) && isSecretLiteral(text ?? number, name),
  );
}

/** Names of keys in the format PEM, as the types of Kubernetes' secrets require: other text is a test or a placeholder. */
const KEY_FILE = /\.key$|^ssh-privatekey$/;
/** Names whose value can be that of a user, as in MinIO and other servers with the interface of S3. */
const ACCESS_KEY = /(?<!secret[-_]?)access[-_]?key(?:[-_]?id)?$/i;

/** Whether a value is to be replaced: `xxx`, `MY_SECRET`, `_VAL`, `[password]`, `your-password`, `token-goes-here`. */
function isBlank(text: string): boolean {
  return (
    /^[-_.*#?xX]+$/.test(text) ||
    /^(?:_*[A-Z]+(?:_+[A-Z\d]+)+_*|_+[A-Z]+_*|(?:API|APP)?(?:KEY|PASSWORD|SECRET|TOKEN|VALUE))$/.test(
      text,
    ) ||
    /^\[[\w -]+\]$|^(?:your|insert|replace)(?:[-_ ]|[A-Z])|^(?:your|my-)(?:key|password|secret|token)$|[-_ ](?:goes[-_ ])?here$|placeholder|PLACEHOLDER|redacted|REDACTED/.test(
      text,
    ) ||
    /\.{4,}$|…$/.test(text)
  );
}

/** A certificate or public key is not secret, nor is a key without content. */
function isPrivateKey(text: string): boolean {
  return /^-----BEGIN [A-Z ]*PRIVATE KEY-----\s+(?:[\w-]+: .*\n){0,20}\s*[A-Za-z0-9+/=]{32}/.test(
    text,
  );
}
