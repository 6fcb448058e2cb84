import type { Package } from '../core/package.js';
import { queryFor } from '../vulnerabilities/query.js';
import { schemeOf } from '../vulnerabilities/versions/schemes.js';

/** The order of two versions of a package in its ecosystem; undefined without one, and for texts that are not versions. */
export function compareVersions(pkg: Package, a: string, b: string): number | undefined {
  const query = queryFor(pkg, undefined);
  if (!('ecosystem' in query)) return undefined;
  return schemeOf(query.ecosystem, query.release)?.comparator(a)?.(b);
}
