import satisfies from 'semver/functions/satisfies.js';

/** Longer ranges are not read. */
const MAX_RANGE = 200;

/**
 * Whether all ranges accept a version, so that an update of the lockfile alone installs it. True without ranges; a range
 * that is none, such as a tag or an address, accepts nothing. Source: docs.npmjs.com, package.json, "dependencies".
 */
export function acceptsVersion(ranges: readonly string[], version: string): boolean {
  return ranges.every((range) => range.length <= MAX_RANGE && satisfies(version, range));
}
