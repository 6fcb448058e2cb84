import { schemeOf } from './schemes.js';

/**
 * Whether the version of an installed package is one of its ecosystem. Otherwise it is not known whether advisories
 * about ranges of versions apply.
 */
export function isValidVersion(ecosystem: string, version: string): boolean {
  if (!/[0-9]/.test(version) || isPlaceholder(version)) return false;
  return schemeOf(ecosystem)?.isValid(version) ?? true;
}

/**
 * Whether the text stands for a version that is chosen elsewhere: a range, a wildcard, a variable of a template, `latest`,
 * or the hash of a commit. Such a text has no place in the order of versions, even if the rules of an ecosystem order any.
 */
export function isPlaceholder(version: string): boolean {
  return /^[\^~<>=*([]|[\s$*]|^(?:latest|release)$|^[0-9a-f]{40}$/i.test(version);
}
