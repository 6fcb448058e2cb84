const SECRET_NAME =
  /password|passwd|passphrase|secret|(^|_)(pwd|pass|token|credentials?|auth)(_|$)|(api|private|access|auth|signing|encryption|master)_?key|_token$|^token/i;

/** Endings of names for facts about a secret: its location, its lifetime, its type. */
const METADATA_NAME =
  /_(file|path|dir|name|names|id|ids|url|uri|endpoint|host|port|ttl|expiry|expires?|expiration|lifetime|duration|timeout|age|length|size|count|type|header|prefix|suffix|issuer|audience|algorithm|enabled|disabled|required|policy|mode|method|provider|ref|version|arn|mount|store|backend|field|key_name|user|username)$/i;

/** Whether a variable or key of this name contains a secret: `DB_PASSWORD`, `apiKey`, but not `API_KEY_FILE`. */
export function isSecretName(name: string): boolean {
  const snakeCase = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_');
  return SECRET_NAME.test(snakeCase) && !METADATA_NAME.test(snakeCase);
}

/**
 * Whether a value is a literal and not a reference, a switch, a path or a placeholder. A number is a literal only if the
 * `name` is that of a password.
 */
export function isSecretLiteral(value: string, name = ''): boolean {
  const text = value.trim();
  if (text === '' || /\$[({A-Za-z_]|\{\{|^<.*>$|^\*+$/.test(text)) return false;
  if (/^(true|false|yes|no|on|off|none|null|nil)$/i.test(text)) return false;
  if (/^-?\d+(\.\d+)?$/.test(text)) return text.length > 3 && /pass(word|wd|phrase)?$/i.test(name);
  return !/^(\.{0,2}\/|~\/|file:|vault:|ref\+|arn:)/.test(text);
}
