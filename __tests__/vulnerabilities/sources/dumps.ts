import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDump } from '../../../src/vulnerabilities/records/dump.js';
import type { SourceResult } from '../../../src/vulnerabilities/records/source.js';
import { NOW } from '../../now.js';
import { below, query, record, row, temporaryFolder } from '../fixtures.js';

/** A record about an npm package, as JSON. */
export const npm = (id: string, name = 'x') =>
  JSON.stringify(record(id, [row('npm', name, below('2.0.0'))]));

/** Queries for the npm package x and the PyPI package y. */
export const queries = [query('npm/x@1.0.0'), query('pypi/y@1')];

/** Writes files into a new folder. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** The records for `queries` in a dump. */
export async function find(path: string): Promise<SourceResult> {
  return (await openDump(path, NOW)).find(queries);
}

export const ids = (result: SourceResult) => result.advisories.map(({ id }) => id).sort();
export const problems = (result: SourceResult) => result.problems.map(({ message }) => message);
