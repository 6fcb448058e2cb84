import { readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { contextPaths, takesContext } from '../../dockerfile/context-copies.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { guessBuildContext } from '../dockerfiles/build-context.js';

/** Entries that are looked at, and folders below each other. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;

/**
 * Tells whether a build can have a file with one of these names from its context: the Dockerfile copies from the context,
 * and the probable context, else the folder of the Dockerfile or `root`, has such a file. Looks only when it is asked.
 */
export function contextFiles(
  root: string,
  dockerfile: Dockerfile,
): (names: readonly string[]) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (names) => {
    known ??= takesContext(dockerfile) ? namesInContext(root, dockerfile) : new Set();
    return names.some((name) => known?.has(posix.basename(name)));
  };
}

function namesInContext(root: string, dockerfile: Dockerfile): ReadonlySet<string> {
  const { path } = dockerfile;
  const context = guessBuildContext(root, path, contextPaths(dockerfile));
  const folders = context === undefined ? [posix.dirname(path), '.'] : [context];
  const names = new Set<string>();
  let left = MAX_ENTRIES;
  const visit = (folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      if (left-- <= 0) return;
      if (!entry.isDirectory()) names.add(entry.name);
      else if (depth < MAX_DEPTH && !SKIPPED.has(entry.name))
        visit(resolve(folder, entry.name), depth + 1);
    }
  };
  for (const folder of folders) visit(resolve(root, folder), 0);
  return names;
}

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** None of a folder that cannot be read: then nothing is known of it. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
