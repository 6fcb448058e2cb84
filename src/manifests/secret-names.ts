const WORDS =
  /password|passwd|passphrase|secret|(^|_)(pwd|pass|token|credentials?|auth)(_|$)|(api|private|access|auth|signing|encryption|master)_?key|_token$|^token/i;

/** Names that speak about a secret and hold none: where it is, how long it lives, what it is called. */
const ABOUT =
  /_(file|path|dir|name|names|id|ids|url|uri|endpoint|host|port|ttl|expiry|expires?|expiration|lifetime|duration|timeout|age|length|size|count|type|header|prefix|suffix|issuer|audience|algorithm|enabled|disabled|required|policy|mode|method|provider|ref|version|arn|mount|store|backend|field|key_name|user|username)$/i;

/** True for the name of a variable or key that holds a secret: `DB_PASSWORD`, `apiKey`, not `API_KEY_FILE`. */
export function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_');
  return WORDS.test(snake) && !ABOUT.test(snake);
}

/**
 * True for a value that is written out: no reference, switch, path or blank to be filled in, and no number but as a
 * password, under a `name` that says so.
 */
export function isSecretLiteral(value: string, name = ''): boolean {
  const text = value.trim();
  if (text === '' || /\$[({A-Za-z_]|\{\{|^<.*>$|^\*+$/.test(text)) return false;
  if (/^(true|false|yes|no|on|off|none|null|nil)$/i.test(text)) return false;
  if (/^-?\d+(\.\d+)?$/.test(text)) return text.length > 3 && /pass(word|wd|phrase)?$/i.test(name);
  return !/^(\.{0,2}\/|~\/|file:|vault:|ref\+|arn:)/.test(text);
}
