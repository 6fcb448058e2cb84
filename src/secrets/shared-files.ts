import type { FileSystem, LayerEntry } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';

/** Something that was found in a file, under one of its names. */
interface Found {
  readonly file: Pick<LayerEntry, 'path' | 'layer'>;
  readonly secret: { readonly detector: { readonly id: string }; readonly digest: string };
}

/** The same, with the layer that brought the content, and the one that made the name. */
export type NamedSecret<T extends Found> = T & { readonly nameLayer: number };

/**
 * Each secret in a file with several names once: under the name that stands for the file, else under another one that is left,
 * else under the first.
 */
export function underOneName<T extends Found>(
  found: readonly T[],
  files: FileSystem,
): NamedSecret<T>[] {
  const nameOf = nameFinder(files);
  const names = found.map((one) => ({ one, entry: nameOf(one.file) }));
  const shared = groupBy(
    names.filter(({ entry }) => entry?.inode),
    ({ one, entry }) => [entry?.inode?.id, one.secret.detector.id, one.secret.digest].join('\n'),
  );
  const dropped = new Set<T>();
  for (const group of shared.values()) {
    const isLeft = ({ path, inode }: LayerEntry) => files.get(path)?.inode?.id === inode?.id;
    const paths = group.flatMap(({ entry }) => entry ?? []);
    const left = paths.filter(isLeft);
    const best = left.find(({ path }) => files.resolve(path) === path) ?? left.at(0) ?? paths.at(0);
    for (const { one } of group) if (one.file.path !== best?.path) dropped.add(one);
  }
  return names.flatMap(({ one, entry }) => {
    if (dropped.has(one)) return [];
    const { layer } = one.file;
    const content = { ...one.file, layer: entry?.inode?.layer ?? layer };
    return { ...one, file: content, nameLayer: layer };
  });
}

/** Finds the entry of a file that a layer has at a path. */
function nameFinder(files: FileSystem): (file: Found['file']) => LayerEntry | undefined {
  const histories = new Map<string, ReadonlyMap<number, LayerEntry>>();
  return ({ path, layer }) => {
    const final = files.get(path);
    if (final?.layer === layer) return final;
    const known = histories.get(path) ?? lastByLayer(files.history(path));
    histories.set(path, known);
    return known.get(layer);
  };
}

function lastByLayer(history: readonly LayerEntry[]): ReadonlyMap<number, LayerEntry> {
  return new Map(
    history.filter(({ type }) => type !== 'whiteout').map((entry) => [entry.layer, entry]),
  );
}
