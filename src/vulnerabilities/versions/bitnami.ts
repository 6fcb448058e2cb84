import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';
import { compareSemver, readSemver, type Semver } from './semver.js';

/**
 * Bitnami packages: semantic versions, but a single number after the hyphen is the revision of a rebuild, 0 by default,
 * and not a pre-release: 1.21.0 < 1.21.0-3.
 * Source: github.com/bitnami/go-version, README.
 */
export const bitnami = defineScheme('bitnami', parse, (a, b) => {
  return compareSemver(a.version, b.version) || compareDigits(a.revision, b.revision);
});

interface BitnamiVersion {
  readonly version: Semver;
  readonly revision: string;
}

function parse(text: string): BitnamiVersion | undefined {
  const version = readSemver(text);
  if (!version) return undefined;
  const [revision, ...more] = version.prerelease;
  return revision !== undefined && more.length === 0 && isDigits(revision)
    ? { version: { ...version, prerelease: [] }, revision }
    : { version, revision: '' };
}
