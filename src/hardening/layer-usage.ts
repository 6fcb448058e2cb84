import type { EntryType, LayerEntry } from '../image/image.js';
import { grown, PathTable } from '../image/layers/path-table.js';

/** How well the layers use their bytes, by dive's formulas. Sizes in bytes. */
export interface LayerUsage {
  /** Sum of the smallest size of each path over the sum of all its sizes; 1 is best. */
  readonly efficiency: number;
  /** All sizes of the paths that more than one layer speaks of, the copy that stays included. */
  readonly wastedBytes: number;
  /** wastedBytes over the size of all layers but the lowest. */
  readonly wastedUserShare: number;
  /** Sum of what each path has beyond its smallest size: about what can be saved. */
  readonly reclaimableBytes: number;
  /** What is stored and not seen in the container: files that a later layer replaces or deletes. */
  readonly hiddenBytes: number;
  /** Of hiddenBytes, what each layer hides of those below it. */
  readonly hiddenBy: ReadonlyMap<number, number>;
}

/** Steps for the sizes of deleted directories: layers can be made so that each deletes all that went before. */
const MAX_STEPS = 20_000_000;

/**
 * Collects entries, layer by layer, bottom first. A path counts where it is a leaf of its layer; deleting a directory
 * counts the bytes it hides, deleting a file none.
 * Source: notes/hardening.md §1, the formulas of dive's `Efficiency`.
 */
export function createLayerUsageCounter(): { add(entry: LayerEntry): void; finish(): LayerUsage } {
  const paths = new PathTable();
  /** By node: all sizes, the smallest, how often seen, the size now, and the last layer with something below it. */
  let total = new Float64Array(1024);
  let smallest = new Float64Array(1024);
  let seen = new Uint16Array(1024);
  let present = new Float64Array(1024);
  let parentIn = new Int32Array(1024);
  const nodeOf = (path: string): number => {
    const node = paths.add(path);
    while (node >= total.length) {
      total = grown(total);
      smallest = grown(smallest);
      seen = grown(seen);
      present = grown(present);
      parentIn = grown(parentIn);
    }
    return node;
  };
  let layer = -1;
  let waiting: { node: number; type: EntryType; size: number }[] = [];
  let allBytes = 0;
  let lowestBytes = 0;
  let steps = 0;
  const hiddenBy = new Map<number, number>();
  const hide = (bytes: number) => {
    if (bytes > 0) hiddenBy.set(layer, (hiddenBy.get(layer) ?? 0) + bytes);
  };
  const count = (node: number, size: number) => {
    total[node] = (total[node] ?? 0) + size;
    smallest[node] = seen[node] ? Math.min(smallest[node] ?? 0, size) : size;
    seen[node] = Math.min((seen[node] ?? 0) + 1, 65_535);
  };
  /** Takes away what is below; returns its bytes. */
  const clear = (top: number): number => {
    let bytes = 0;
    const stack = [top];
    for (let node = stack.pop(); node !== undefined && ++steps < MAX_STEPS; node = stack.pop())
      for (const child of paths.children(node)) {
        bytes += present[child] ?? 0;
        present[child] = 0;
        stack.push(child);
      }
    return bytes;
  };
  const endLayer = () => {
    for (const { node, type } of waiting) {
      if (type !== 'whiteout' && type !== 'opaque') continue;
      const below = clear(node);
      hide(below);
      if (type === 'opaque') continue;
      hide(present[node] ?? 0);
      present[node] = 0;
      count(node, below);
    }
    for (const { node, type, size } of waiting) {
      if (type === 'whiteout' || type === 'opaque') continue;
      if (type === 'directory' && parentIn[node] === layer + 1) continue;
      hide(present[node] ?? 0);
      present[node] = size;
      allBytes += size;
      if (layer === 0) lowestBytes += size;
      count(node, size);
    }
    waiting = [];
  };
  return {
    add(entry) {
      if (entry.layer !== layer) {
        endLayer();
        layer = entry.layer;
      }
      const size = entry.type === 'file' ? entry.size : 0;
      const node = nodeOf(entry.path);
      waiting.push({ node, type: entry.type, size });
      // Layers are numbered from 1 here, since 0 is what an empty column says.
      for (let up = node; up !== 0; ) {
        up = paths.parent(up);
        if (parentIn[up] === layer + 1) break;
        parentIn[up] = layer + 1;
      }
    },
    finish() {
      endLayer();
      let discovered = 0;
      let least = 0;
      let wastedBytes = 0;
      for (let node = 0; node < paths.count; node++) {
        discovered += total[node] ?? 0;
        least += smallest[node] ?? 0;
        if ((seen[node] ?? 0) > 1) wastedBytes += total[node] ?? 0;
      }
      const user = allBytes - lowestBytes;
      return {
        efficiency: discovered === 0 ? 1 : least / discovered,
        wastedBytes,
        wastedUserShare: user === 0 ? 0 : wastedBytes / user,
        reclaimableBytes: discovered - least,
        hiddenBytes: [...hiddenBy.values()].reduce((sum, bytes) => sum + bytes, 0),
        hiddenBy,
      };
    },
  };
}
