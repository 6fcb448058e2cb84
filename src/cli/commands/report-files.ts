import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isDay } from '../../lib/dates.js';
import { reason } from '../../lib/errors.js';
import { fileType } from '../../lib/regular-file.js';
import { compareText } from '../../lib/text.js';
import type { UnreadReport } from '../../reports/fleet/fleet.js';

/** A report, and the name of the repository that it is about. */
export interface ReportFile {
  readonly path: string;
  readonly name: string;
}

const MAX_DEPTH = 8;
const MAX_FILES = 200_000;

/** Parts of a path that do not name a repository. */
const GENERIC = new Set(['', '.', '..', 'report', 'portside', 'portside-report']);

/**
 * The reports that arguments name: files, and all `*.json` files in folders. A report without an image is named after its
 * path: `reports/acme/app/2026-11-27.json` in the folder `reports` is `acme/app`. What is left out is a problem.
 */
export function reportFiles(paths: readonly string[]): {
  readonly files: readonly ReportFile[];
  readonly problems: readonly UnreadReport[];
} {
  const files: ReportFile[] = [];
  const problems: UnreadReport[] = [];
  const visit = (root: string, path: string, depth: number) => {
    try {
      for (const entry of entriesOf(join(root, path))) {
        const below = path === '' ? entry.name : `${path}/${entry.name}`;
        const full = join(root, below);
        if (entry.isDirectory() && depth === MAX_DEPTH)
          problems.push({ name: full, reason: `it is more than ${MAX_DEPTH} folders deep` });
        else if (entry.isDirectory()) visit(root, below, depth + 1);
        else if (entry.name.endsWith('.json') && entry.isFile())
          files.push({ path: full, name: nameOf(below) });
        else if (entry.name.endsWith('.json'))
          problems.push({ name: full, reason: 'it is a link or not a file' });
      }
    } catch (error) {
      problems.push({ name: join(root, path), reason: reason(error) });
    }
  };
  for (const path of paths) {
    const before = files.length + problems.length;
    if (fileType(path).endsWith('folder')) {
      visit(path, '', 0);
      if (files.length + problems.length === before)
        problems.push({ name: path, reason: 'the folder has no report' });
    } else files.push({ path, name: nameOf(path) });
  }
  const more = files.length - MAX_FILES;
  if (more > 0)
    problems.push({ name: `${more} reports`, reason: `there are more than ${MAX_FILES}` });
  return { files: files.slice(0, MAX_FILES), problems };
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    compareText(a.name, b.name),
  );
}

/** `acme/app` for `acme/app/2026-11-27.json`; `report` if nothing else is left. */
function nameOf(path: string): string {
  const parts = path
    .replaceAll(sep, '/')
    .replace(/\.json$/, '')
    .split('/');
  const named = parts.filter((part) => !GENERIC.has(part) && !isDay(part));
  return named.join('/') || 'report';
}
