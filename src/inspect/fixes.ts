import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { applyFixes, type Fix } from '../findings/fix.js';
import type { Host } from '../host.js';
import { unifiedDiff } from '../reports/diff.js';
import { readText } from './files.js';

/** What fixing did, or with `dryRun` would do. */
export interface Fixed {
  readonly files: number;
  readonly applied: number;
  /** A unified diff of all files. */
  readonly diff: string;
}

/** Applies the findings' fixes to the files that they stand in; with `dryRun` nothing is written. */
export async function applyFindingFixes(
  root: string,
  findings: readonly Finding[],
  dryRun: boolean,
  host: Host,
): Promise<Fixed> {
  const byPath = new Map<string, Fix[]>();
  for (const { fix, location } of findings)
    if (fix && location) byPath.set(location.path, [...(byPath.get(location.path) ?? []), fix]);
  let [files, total, diff] = [0, 0, ''];
  for (const [path, fixes] of byPath) {
    const before = await readText(root, path);
    const { text, applied } = applyFixes(before, fixes);
    if (text === before) continue;
    files += 1;
    total += applied.length;
    diff += unifiedDiff(path, before, text);
    if (dryRun) continue;
    await writeFile(join(root, path), text);
    host.info(`${path}: ${applied.map((fix) => fix.description).join('; ')}`);
  }
  return { files, applied: total, diff };
}
