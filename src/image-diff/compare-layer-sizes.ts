import type { LayerSizeChange } from '../core/image-difference.js';
import type { SnapshotLayer } from '../core/image-snapshot.js';
import { groupBy } from '../lib/group-by.js';

/**
 * The instructions whose layers have another size, the largest change first. Layers of the same instruction are paired in
 * order; a rebuild changes the stored size of a layer a little, which is left out.
 */
export function compareLayerSizes(
  before: readonly SnapshotLayer[],
  after: readonly SnapshotLayer[],
): LayerSizeChange[] {
  const left = groupBy([...before].reverse(), keyOf);
  const changes: LayerSizeChange[] = [];
  for (const layer of after) {
    const old = left.get(keyOf(layer))?.pop();
    if (old?.diffID !== layer.diffID) changes.push(changeOf(old, layer));
  }
  for (const old of [...left.values()].flat()) changes.push(changeOf(old, undefined));
  return changes
    .filter((change) => Math.abs(growth(change)) >= SMALLEST)
    .sort((a, b) => Math.abs(growth(b)) - Math.abs(growth(a)))
    .slice(0, MOST);
}

/** Bytes. */
const SMALLEST = 100_000;
const MOST = 100;

/** A layer without history is compared by its content only. */
function keyOf({ instruction = '', step, diffID }: SnapshotLayer): string {
  return step === undefined ? diffID : `${instruction} ${step}`;
}

function changeOf(old: SnapshotLayer | undefined, now: SnapshotLayer | undefined): LayerSizeChange {
  const { instruction } = now ?? old ?? {};
  return {
    ...(instruction && { instruction }),
    ...(now?.location && { location: now.location }),
    ...(old && { before: old.size }),
    ...(now && { after: now.size }),
  };
}

/** How many bytes more the layer has. */
export function growth({ before = 0, after = 0 }: LayerSizeChange): number {
  return after - before;
}
