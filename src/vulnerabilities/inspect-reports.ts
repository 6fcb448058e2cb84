import { realpathSync } from 'node:fs';
import { isAbsolute, posix, relative } from 'node:path';
import type { Host } from '../core/host.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { decodePercent } from '../lib/text.js';
import type { Options } from '../options/options.js';
import { repositoryReader } from '../repository/repository-files.js';
import { type AskedByAdvisories, advisoryOptions } from './advisory-options.js';
import { type FindPlace, position } from './external-reports/file-results.js';

/** Bytes of a file that a report names. */
const MAX_FILE = 16 << 20;
/** Files in memory at once: reports name one file after the other. */
const MOST_FILES = 8;

/**
 * The findings of the reports of other scanners when no image is checked: each on the file of the repository that it names.
 * A result about anything else is counted in a gap.
 */
export async function inspectReports(
  root: string,
  options: Pick<Options, AskedByAdvisories>,
  host: Host,
): Promise<Inspection> {
  if (options.externalReports.length === 0) return EMPTY_INSPECTION;
  const { inspectVulnerabilities } = await import('./inspect.js');
  const found = await inspectVulnerabilities(
    [],
    undefined,
    {
      ...advisoryOptions('', options, host),
      // Without packages, nothing is compared with advisories.
      ...{ image: undefined, advisories: undefined },
      isComponentList: true,
      findPlace: placeFinder(root),
    },
    host,
  );
  const reports = new Set(options.externalReports);
  return {
    ...EMPTY_INSPECTION,
    ...found,
    coverage: found.coverage.filter(({ target }) => reports.has(target)),
  };
}

/** Finds files below the root by the addresses that scanners write: relative, absolute, or with `file:`. */
function placeFinder(root: string): FindPlace {
  const base = realpathSync(root);
  const read = repositoryReader(root, MAX_FILE);
  const files = new Map<string, readonly string[] | undefined>();
  const linesOf = (path: string) => {
    if (files.has(path)) return files.get(path);
    if (files.size >= MOST_FILES) files.clear();
    files.set(path, read(path)?.split('\n'));
    return files.get(path);
  };
  return (uri, region = {}) => {
    const file = decodePercent(uri.replace(/^file:(?:\/\/(?=\/))?/, '')).replaceAll('\\', '/');
    if (file === '' || file.includes('\0')) return undefined;
    // Scanners of a folder write the paths of its files with a slash in front.
    const inside = isAbsolute(file) ? relative(base, file) : file;
    for (const candidate of [inside, file.replace(/^\/+/, '')]) {
      const path = posix.normalize(candidate);
      const lines = path.startsWith('..') ? undefined : linesOf(path);
      if (!lines) continue;
      const startLine = position(region.startLine, lines.length);
      const endLine = Math.max(startLine, position(region.endLine, lines.length, startLine));
      const startColumn = position(region.startColumn, widthOf(lines, startLine));
      const endColumn = position(
        region.endColumn,
        widthOf(lines, endLine),
        widthOf(lines, endLine),
      );
      const line = (lines[startLine - 1] ?? '').trim();
      return { path, startLine, startColumn, endLine, endColumn, line };
    }
    return undefined;
  };
}

/** The column after the last character of a line. */
function widthOf(lines: readonly string[], line: number): number {
  return (lines[line - 1]?.length ?? 0) + 1;
}
