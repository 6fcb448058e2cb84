import type { SnapshotLayer } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import { foldersAbove } from '../lib/paths.js';
import { type ImageState, isOfBase } from './image-state.js';

type Images = Readonly<Record<'before' | 'after', ImageState>>;

/** The lines of the Dockerfile that removed files and packages. */
export interface RemovalLines {
  ofFile(path: string): Location | undefined;
  ofPackage(pkg: Pick<Package, 'paths'>): Location | undefined;
}

/**
 * Finds what removed a path: the layer that deletes it or a folder above it, or that has something else in the place of the
 * folder; else the instruction that made it before, and does not any more.
 */
export function removalLines({ before, after }: Images): RemovalLines {
  const deleted = new Map(after.deletions.map(({ path, layer }) => [path, layer]));
  const steps = new Map<string, SnapshotLayer>();
  for (const layer of after.layers) if (layer.step !== undefined) steps.set(keyOf(layer), layer);
  const ofFile = (path: string) => {
    const layer =
      removingLayer(path, deleted, after) ?? formerLayer(path, { before, after }, steps);
    return layer?.location;
  };
  const ofPackage = ({ paths }: Pick<Package, 'paths'>) => {
    const [path = ''] = paths;
    // A database that lists the other packages still.
    const file = after.files.get(path);
    return file ? after.layers[file.layer]?.location : ofFile(path);
  };
  return { ofFile, ofPackage };
}

function keyOf({ instruction = '', step = '' }: SnapshotLayer): string {
  return `${instruction} ${step}`;
}

function removingLayer(
  path: string,
  deleted: ReadonlyMap<string, number>,
  { files, layers }: ImageState,
): SnapshotLayer | undefined {
  let latest = deleted.get(path) ?? -1;
  for (const folder of foldersAbove(path)) {
    const now = files.get(folder);
    const replaced = now && now.type !== 'directory' ? now.layer : -1;
    latest = Math.max(latest, deleted.get(folder) ?? -1, replaced);
  }
  return layers[latest];
}

/** The instruction of the layer that had the file, which is in both images. */
function formerLayer(
  path: string,
  { before, after }: Images,
  steps: ReadonlyMap<string, SnapshotLayer>,
): SnapshotLayer | undefined {
  const file = before.files.get(path);
  if (!file) return undefined;
  if (isOfBase(file, before)) return after.layers[after.baseLayers - 1];
  const layer = before.layers[file.layer];
  return layer && steps.get(keyOf(layer));
}
