import {
  type FolderChange,
  type FolderChanges,
  type ImageChange,
  RISKS,
} from '../core/image-difference.js';
import { foldersAbove } from '../lib/paths.js';
import type { FinalFile } from './final-files.js';

type Files = ReadonlyMap<string, FinalFile>;
type Counts = { -readonly [K in keyof Omit<FolderChange, 'path'>]: number };

/** Folders that are kept, with those above them. */
const MAX_FOLDERS = 300;
/** What is deeper counts for the folder at this depth. */
const MAX_DEPTH = 12;

/**
 * The folders whose size or files change, with all that is below each. If there are too many, those with risky changes come
 * first, then those whose size changes most.
 */
export function compareFolders(
  before: Files,
  after: Files,
  changes: readonly ImageChange[],
): FolderChanges {
  const direct = new Map<string, Counts>();
  addSizes(direct, before, 'before');
  addSizes(direct, after, 'after');
  const risks = new Map<string, number>();
  for (const change of changes) {
    if (change.kind !== 'file') continue;
    const folder = folderOf(change.path);
    countsOf(direct, folder)[change.change]++;
    risks.set(folder, Math.min(RISKS.indexOf(change.risk), risks.get(folder) ?? RISKS.length));
  }
  const all = new Map<string, Counts>();
  for (const [folder, counts] of direct)
    for (const path of new Set([folder, ...foldersAbove(folder), '']))
      addCounts(countsOf(all, path), counts);
  const changed = [...all].filter(([, counts]) => isChange(counts));
  const rank = ([path]: readonly [string, Counts]) => risks.get(path) ?? RISKS.length;
  const sorted = changed.sort(
    (a, b) => rank(a) - rank(b) || byWeight(a[1], b[1]) || (a[0] < b[0] ? -1 : 1),
  );
  const kept = new Set<string>();
  for (const [path] of sorted) {
    const needed = [...new Set([path, ...foldersAbove(path), ''])].filter((one) => !kept.has(one));
    if (kept.size + needed.length > MAX_FOLDERS) continue;
    for (const one of needed) kept.add(one);
  }
  const list = [...kept].sort().flatMap((path): FolderChange[] => {
    const counts = all.get(path);
    return counts ? [{ path, ...counts }] : [];
  });
  return { list, left: changed.filter(([path]) => !kept.has(path)).length };
}

function addSizes(totals: Map<string, Counts>, files: Files, side: 'before' | 'after'): void {
  for (const { path, size, isLink } of files.values())
    if (!isLink && size > 0) countsOf(totals, folderOf(path))[side] += size;
}

function countsOf(totals: Map<string, Counts>, path: string): Counts {
  const known = totals.get(path);
  if (known) return known;
  const counts = { before: 0, after: 0, added: 0, changed: 0, removed: 0 };
  totals.set(path, counts);
  return counts;
}

function addCounts(sum: Counts, more: Counts): void {
  sum.before += more.before;
  sum.after += more.after;
  sum.added += more.added;
  sum.changed += more.changed;
  sum.removed += more.removed;
}

function isChange({ before, after, added, changed, removed }: Counts): boolean {
  return before !== after || added + changed + removed > 0;
}

/** The larger change first: of the size, then of the number of files. */
function byWeight(a: Counts, b: Counts): number {
  const growth = ({ before, after }: Counts) => Math.abs(after - before);
  const count = ({ added, changed, removed }: Counts) => added + changed + removed;
  return growth(b) - growth(a) || count(b) - count(a);
}

/** The folder of a file; empty for the root. */
function folderOf(path: string): string {
  let end = 0;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const slash = path.indexOf('/', end + 1);
    if (slash < 0) break;
    end = slash;
  }
  return path.slice(0, end);
}
