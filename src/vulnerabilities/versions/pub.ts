import { defineScheme } from './scheme.js';
import { compareIdentifiers, compareSemver, readSemver } from './semver.js';

/**
 * Dart packages: semantic versions whose build metadata is ordered too, after the version without.
 * Source: dart.dev/tools/pub/versioning and the pub_semver package's description.
 */
export const pub = defineScheme('pub', readSemver, (a, b) => {
  return (
    compareSemver(a, b) ||
    // An empty list is a prefix of every other, so it comes first here too.
    compareIdentifiers(a.build, b.build)
  );
});
