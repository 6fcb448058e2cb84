import type { Query } from './query.js';
import type { Advisory, Affected } from './record.js';

/**
 * Whether a row may speak of an installed rpm as far as module streams go: modular rows only of modular packages of the
 * same `name:stream`, others only of others. A row tells its stream in the record's summary only ("nodejs:18 security
 * update"); a package tells it by its modularity label, and without one by its version, where its name is the module's.
 */
export function moduleMatches(query: Query, advisory: Advisory, row: Affected): boolean {
  if (query.package.type !== 'rpm') return true;
  const fixes = row.ranges.flatMap(({ events }) => events.filter(({ kind }) => kind === 'fixed'));
  if (fixes.length === 0) return true;
  const modular = fixes.some(({ version }) => isModular(version));
  if (modular !== (isModular(query.version) || query.module !== undefined)) return false;
  const streams = modular ? streamsIn(advisory.summary ?? '') : [];
  if (streams.length === 0) return true;
  return streams.some((stream) => speaksOf(stream, query));
}

function isModular(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/** `nodejs:18`, `container-tools:rhel8`, `perl:5.32`. */
function streamsIn(summary: string): readonly string[] {
  return summary.match(/(?<=^|[\s,(])[a-z][a-z0-9_-]*:[A-Za-z0-9][A-Za-z0-9._-]*/g) ?? [];
}

function speaksOf(stream: string, query: Query): boolean {
  if (query.module !== undefined) return query.module === stream;
  const [name = '', version = ''] = stream.split(':');
  if (name !== query.package.name || !/^[0-9]/.test(version)) return true;
  const installed = query.version.replace(/^[0-9]+:/, '');
  return installed === version || installed.startsWith(`${version}.`);
}
