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
