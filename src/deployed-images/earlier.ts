import type { Inspection } from '../core/report.js';

/** What an image had before the change. */
export type Earlier = Pick<Inspection, 'findings' | 'packages'>;

/** An image, and what those that it replaces have. */
export interface Scanned {
  readonly found: Earlier;
  readonly earlier: Earlier;
}

/** What two images have. */
export function inBoth(one: Earlier, other: Earlier): Earlier {
  const known = new Set(other.findings.map(({ fingerprint }) => fingerprint));
  const listed = new Set(other.packages.map(({ purl }) => purl));
  return {
    findings: one.findings.filter(({ fingerprint }) => known.has(fingerprint)),
    packages: one.packages.filter(({ purl }) => listed.has(purl)),
  };
}

/**
 * What the images had before, without what one of them lost and another one of the same repository newly has: a fingerprint
 * contains no tag, so that this would count as existing.
 */
export function withoutNewElsewhere(scanned: readonly Scanned[]): Earlier {
  const added = new Set(
    scanned.flatMap(({ found, earlier }) => {
      const before = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
      return found.findings.flatMap(({ fingerprint }) =>
        before.has(fingerprint) ? [] : fingerprint,
      );
    }),
  );
  return {
    findings: scanned.flatMap(({ found, earlier }) => {
      const now = new Set(found.findings.map(({ fingerprint }) => fingerprint));
      return earlier.findings.filter(
        ({ fingerprint }) => now.has(fingerprint) || !added.has(fingerprint),
      );
    }),
    packages: scanned.flatMap(({ earlier }) => earlier.packages),
  };
}
