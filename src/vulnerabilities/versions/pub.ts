import { defineScheme } from './scheme.js';
import { compareIdentifiers, compareSemver, readSemver } from './semver.js';

/**
 * Dart packages: semantic versions with ordered build metadata; a version with build metadata is newer than one without.
 * Source: dart.dev/tools/pub/versioning and the pub_semver package's description.
 */
export const pub = defineScheme('pub', readSemver, (a, b) => {
  return (
    compareSemver(a, b) ||
    // An empty list is a prefix of every other, so it comes first.
    compareIdentifiers(a.build, b.build)
  );
});
