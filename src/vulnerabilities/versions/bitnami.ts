import { compareDigits, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';
import { compareSemver, readSemver, type Semver } from './semver.js';

/**
 * Bitnami packages: semantic versions, but a single number after the hyphen is the revision of a rebuild, and not a
 * pre-release: 1.21.0 < 1.21.0-3. Advisories write the bound before all pre-releases as `1.24.0-0`, as Go's do; as the
 * version of a package it is the first build of 1.24.0 (see query.ts).
 * Source: github.com/bitnami/go-version, README; semver.org 2.0.0, section 11.
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
  return revision !== undefined && more.length === 0 && isDigits(revision) && !/^0+$/.test(revision)
    ? { version: { ...version, prerelease: [] }, revision }
    : { version, revision: '' };
}
