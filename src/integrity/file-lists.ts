import type { FileSystem, LayerEntry, LayerFile } from '../image/image.js';
import { decodeUtf8 } from '../inventory/file-content.js';
import { eachLine } from '../inventory/stanzas.js';
import type { Change } from './change.js';
import type { RecordBudget } from './record-budget.js';
import type { RecordedPackage } from './record-system.js';

/** Compares dpkg's lists of the files of a package that layers above wrote again with the first one. */
export interface FileLists {
  /** The lists to read: few, since dpkg writes them with a version only. */
  plan(installed: readonly RecordedPackage[], files: FileSystem): readonly LayerEntry[];
  /** Gets these. Throws CatalogError when they are too large together. */
  read(file: LayerFile): undefined;
  /** A change for each list that got a file. Must be called once all lists were read. */
  changes(files: FileSystem): Change[];
}

interface Lists {
  readonly owner: RecordedPackage;
  /** Lowest layer first. */
  readonly entries: readonly [LayerEntry, LayerEntry, ...LayerEntry[]];
}

/**
 * A list with more files than the package installed makes a file of nobody look like one of a distribution. dpkg takes
 * paths out of the list of a package when another one replaces its files, and adds none.
 */
export function createFileLists(budget: RecordBudget): FileLists {
  const planned: Lists[] = [];
  const contents = new Map<string, ReadonlySet<string>>();
  return {
    plan: (installed, files) => {
      for (const owner of installed) {
        const [first, second, ...others] = entriesOf(owner, files);
        if (first && second) planned.push({ owner, entries: [first, second, ...others] });
      }
      return planned.flatMap(({ entries }) => entries);
    },
    read: (file) => {
      budget.take(file.bytes.length);
      contents.set(keyOf(file), new Set(eachLine(decodeUtf8(file.bytes))));
    },
    changes: (files) =>
      planned.flatMap(({ owner, entries: [first, ...later] }) => {
        const before = contents.get(keyOf(first));
        for (const { path, layer } of before ? later : []) {
          const added = [...(contents.get(keyOf({ path, layer })) ?? [])].find(
            (line) => !before?.has(line) && isFile(line, files),
          );
          const change = { kind: 'list', owner, path, layer, isProgram: false } as const;
          if (added !== undefined) return [{ ...change, found: added }];
        }
        return [];
      }),
  };
}

/** The list of the layer that installed the package, or the first one above, and those above it. */
function entriesOf({ fileLists = [], layer }: RecordedPackage, files: FileSystem): LayerEntry[] {
  const all = fileLists
    .flatMap((path) => files.history(path).filter(({ type }) => type === 'file'))
    .sort((a, b) => a.layer - b.layer);
  const own = all.findLastIndex((entry) => entry.layer <= layer);
  return all.slice(Math.max(own, 0));
}

/** Each list has the folders of the files, too. */
function isFile(line: string, files: FileSystem): boolean {
  const path = line.replace(/^\/+/, '');
  const entry = files.get(path) ?? files.get(files.resolve(path) ?? '');
  return entry !== undefined && entry.type !== 'directory';
}

function keyOf({ layer, path }: Pick<LayerEntry, 'layer' | 'path'>): string {
  return `${layer}/${path}`;
}
