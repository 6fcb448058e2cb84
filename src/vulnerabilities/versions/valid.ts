import { schemeOf } from './schemes.js';

/**
 * Whether the version of an installed package is one of its ecosystem. Otherwise it is not known whether advisories
 * about ranges of versions apply.
 */
export function isValidVersion(ecosystem: string, version: string): boolean {
  if (isPlaceholder(version)) return false;
  return schemeOf(ecosystem)?.isValid(version) ?? true;
}

/**
 * Whether the text stands for a version that is chosen elsewhere or not known: a range, a wildcard such as `14.x`, a variable
 * of a template, a text without digits such as `latest` or `unknown`, or the hash of a commit. Such a text has no place in
 * the order of versions, even if the rules of an ecosystem order any.
 */
export function isPlaceholder(version: string): boolean {
  return /^[^0-9]*$|^[\^~<>=*([]|[\s$*]|\.x(?:\.|$)|^[0-9a-f]{40}$/i.test(version);
}
