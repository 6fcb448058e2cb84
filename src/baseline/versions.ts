import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildVariant } from '../core/variants.js';
import { escapesViaSymlink } from '../lib/paths.js';

/** A checkout and a copy of its base commit. */
export interface BothVersions {
  readonly root: string;
  /** The folder with the files of the base commit. */
  readonly baseFolder: string;
  /** The paths that differ. */
  readonly changed: ReadonlySet<string>;
  /** Renamed files: the new name by the old one. */
  readonly newNames: ReadonlyMap<string, string>;
  /** The builds of the Dockerfiles at the base commit; absent: there are none. */
  readonly buildsBefore?: readonly BuildVariant[];
}

/** Reads a file of the repository below a folder; undefined if there is none. */
export function fileTextOf(folder: string, path: string): string | undefined {
  if (escapesViaSymlink(folder, path)) return undefined;
  try {
    return readFileSync(resolve(folder, path), 'utf8');
  } catch {
    return undefined;
  }
}
