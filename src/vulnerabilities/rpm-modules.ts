import type { Query } from './query.js';
import type { Advisory, Affected } from './record.js';

/**
 * Whether a row may speak of an installed rpm as far as module streams go: a modular row speaks of modular packages of
 * the same `name:stream` only. A record tells its stream in its summary ("nodejs:18 security update"), and one without a
 * summary tells nothing that could exclude a package; a package tells its stream by the modularity label, and without
 * one by its version, where its name is the module's.
 */
export function moduleMatches(query: Query, advisory: Advisory, row: Affected): boolean {
  if (query.package.type !== 'rpm' || advisory.summary === undefined || !isModularRow(row))
    return true;
  if (!isModular(query.version) && query.module === undefined) return false;
  const streams = streamsIn(advisory.summary);
  return streams.length === 0 || streams.some((stream) => speaksOf(stream, query));
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

function speaksOf(stream: string, query: Query): boolean {
  if (query.module !== undefined) return query.module === stream;
  const [name = '', version = ''] = stream.split(':');
  if (name !== query.package.name || !/^[0-9]/.test(version)) return true;
  const installed = query.version.replace(/^[0-9]+:/, '');
  return installed === version || installed.startsWith(`${version}.`);
}
