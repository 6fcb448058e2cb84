import type { Query } from './query.js';
import type { Affected } from './record.js';

/** The names to look up: also those of rows that name the other kind of package, source or binary: see VendorNotes. */
export function rowNames({ names, source, package: pkg }: Query): readonly string[] {
  return pkg.type === 'rpm' ? [...new Set([...names, pkg.name, source.name])] : names;
}

/** Whether the row is about the query's package, and not about one that only shares the name. */
export function isNamedBy({ vendor }: Affected, name: string, query: Query): boolean {
  switch (vendor?.names) {
    case 'binary':
      return name === query.package.name;
    case 'source':
      return name === query.source.name;
    default:
      return query.names.includes(name);
  }
}
