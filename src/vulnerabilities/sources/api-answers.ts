import { affectedMatcher } from '../affected.js';
import { matchRelease, normalizeName, splitEcosystem } from '../ecosystem.js';
import type { Advisory } from '../record.js';
import { schemeOf } from '../versions/schemes.js';
import type { ApiQuery } from './batch.js';

/** Whether a record affects the package of a query, as the API says of every record that it names for the query. */
export function confirms(advisory: Advisory, { package: pkg, version }: ApiQuery): boolean {
  if (advisory.withdrawn) return false;
  const { base, release } = splitEcosystem(pkg.ecosystem);
  const name = normalizeName(base, pkg.name);
  const matchRow = affectedMatcher(version ?? '', schemeOf(base, release));
  return advisory.affected.some(
    (row) =>
      row.ecosystem === base &&
      normalizeName(base, row.name) === name &&
      matchRelease(base, row.release, release) !== 'no' &&
      (version === undefined || matchRow(row) !== undefined),
  );
}
