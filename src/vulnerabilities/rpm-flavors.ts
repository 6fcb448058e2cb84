import type { Query } from './query.js';
import type { Affected } from './record.js';

/**
 * Whether a row is about the installed build of an Oracle Linux package. Oracle fixes its Ksplice and FIPS builds in
 * advisories with the names of the ordinary packages; their versions do not compare with each other.
 * Source: linux.oracle.com/security/oval, definitions ELSA-2021-9280 and ELSA-2022-9221.
 */
export function flavorMatches(query: Query, row: Affected): boolean {
  if (query.ecosystem !== 'Oracle Linux') return true;
  const installed = flavorOf(query.version);
  const fixed = row.ranges.flatMap(({ events }) =>
    events.filter(({ kind }) => kind === 'fixed').map(({ version }) => flavorOf(version)),
  );
  return fixed.length === 0 || fixed.includes(installed);
}

function flavorOf(version: string): 'ksplice' | 'fips' | 'ordinary' {
  if (/\.ksplice[0-9]+\./.test(version)) return 'ksplice';
  return /_fips\b/.test(version) ? 'fips' : 'ordinary';
}
