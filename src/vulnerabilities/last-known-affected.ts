import { schemeOf } from './versions/schemes.js';

/** Where the affected versions end. */
export interface LastKnownAffected {
  /** The event that ends a range there. */
  readonly end: { readonly kind: 'unaffected' | 'last_affected'; readonly version: string };
  /** Whether a version comes after the affected ones; false for an invalid version. */
  isAfter(version: string): boolean;
}

/**
 * The last version that is known to be affected. GitHub's advisories have it in addition to the range when no fixed version
 * is known, or the fixed version is not the next one: `<= 3.5.2`, `< 2.1.3`. Undefined for any other text.
 * Source: github.com/github/advisory-database, `last_known_affected_version_range`.
 */
export function lastKnownAffected(
  ecosystem: string,
  range: string | undefined,
): LastKnownAffected | undefined {
  const [, operator, version] = /^(<=?) *([^\s,]{1,256})$/.exec(range?.trim() ?? '') ?? [];
  const compare = version && schemeOf(ecosystem)?.comparator(version);
  if (!version || !compare) return undefined;
  const isIncluded = operator === '<=';
  return {
    end: { kind: isIncluded ? 'last_affected' : 'unaffected', version },
    isAfter: (other) => {
      const order = compare(other);
      return order !== undefined && (isIncluded ? order < 0 : order <= 0);
    },
  };
}
