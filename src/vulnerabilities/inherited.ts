import type { Query } from './query.js';
import type { Affected } from './record.js';

/**
 * The query for what a rebuild inherits: AlmaLinux and Rocky Linux build the packages of Red Hat Enterprise Linux, so they
 * have its unfixed vulnerabilities too, which their own advisories do not list. Undefined for other systems.
 *
 * Only rows without a fix are inherited (see isInherited). What is fixed, and in which version, is in the advisories of the
 * rebuild. It is asked when packages are matched, and not copied when a database is built: the rows would be stored three
 * times, and the rebuild's own advisories decide first.
 */
export function inheritedQuery(query: Query): Query | undefined {
  return REBUILDS.has(query.ecosystem) ? { ...query, ecosystem: 'Red Hat' } : undefined;
}

/** The ecosystems whose packages are built from those of Red Hat Enterprise Linux. */
export const REBUILDS: ReadonlySet<string> = new Set(['AlmaLinux', 'Rocky Linux']);

/** Whether the vendor says that there is no fix; a row of OSV without a fix says nothing. */
export function isInherited({ vendor, ranges }: Affected): boolean {
  return (
    vendor?.state !== undefined &&
    ranges.every(({ events }) => events.every(({ kind }) => kind === 'introduced'))
  );
}
