import type { Query } from './query.js';
import type { Advisory, Affected } from './record.js';

/**
 * Whether the module streams allow a row to apply to an installed rpm: a row for a module applies only to packages of
 * the same `name:stream`. An advisory names the stream in its summary ("nodejs:18 security update"); one without a
 * summary excludes nothing. A package has the stream in its modularity label, else in its version when it has the
 * module's name.
 */
export function moduleMatches(query: Query, advisory: Advisory, row: Affected): boolean {
  if (query.package.type !== 'rpm') return true;
  if (row.vendor?.module !== undefined) return isOfModule(query, row.vendor.module);
  if (advisory.summary === undefined || !isModularRow(row)) return true;
  if (!isModular(query.version) && query.module === undefined) return false;
  const streams = streamsIn(advisory.summary);
  return streams.length === 0 || streams.some((stream) => streamMatches(stream, query));
}

/** A vendor's feed names the module of each row, or says that the row is about a package of no module. */
function isOfModule(query: Query, stream: string): boolean {
  const modular = isModular(query.version) || query.module !== undefined;
  return stream === '' ? !modular : modular && streamMatches(stream, query);
}

function isModularRow(row: Affected): boolean {
  return row.ranges.some(({ events }) =>
    events.some(({ kind, version }) => kind === 'fixed' && isModular(version)),
  );
}

function isModular(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/** `nodejs:18`, `container-tools:rhel8`, `perl:5.32`. */
function streamsIn(summary: string): readonly string[] {
  return summary.match(/(?<=^|[\s,(])[a-z][a-z0-9_-]*:[A-Za-z0-9][A-Za-z0-9._-]*/g) ?? [];
}

function streamMatches(stream: string, query: Query): boolean {
  if (query.module !== undefined) return query.module === stream;
  const [name = '', version = ''] = stream.split(':');
  if (name !== query.package.name || !/^[0-9]/.test(version)) return true;
  const installed = query.version.replace(/^[0-9]+:/, '');
  return installed === version || installed.startsWith(`${version}.`);
}
