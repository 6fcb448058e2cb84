import { schemeOf } from './schemes.js';

/**
 * Whether the version of an installed package is one of its ecosystem. Otherwise it is not known whether advisories
 * about ranges of versions apply.
 */
export function isValidVersion(ecosystem: string, version: string, release?: string): boolean {
  if (!/[0-9]/.test(version) || isPlaceholderVersion(version)) return false;
  return schemeOf(ecosystem, release)?.isValid(version) ?? true;
}

/**
 * Whether the text stands for a version that is chosen elsewhere or not known: a range, a wildcard such as `14.x`, a variable
 * of a template, a word such as `latest` or `unknown`, or the hash of a commit. Such a text has no place in the order of
 * versions. Other words have one in some ecosystems: `trunk` is older than every number.
 */
export function isPlaceholderVersion(version: string): boolean {
  return PLACEHOLDER.test(version);
}

const PLACEHOLDER =
  /^[\^~<>=*([]|[\s$*]|^v?[0-9]+(?:\.[0-9]+)*(?:\.x)+(?:\.[0-9]+)*$|^(?:latest|release|stable|unknown|unspecified|unset|undefined|none|null|n\/?a|[-?]*)$|^[0-9a-f]{40}$/i;
