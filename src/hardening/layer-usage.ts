import type { EntryType, LayerEntry } from '../image/image.js';
import { grown, PathTable } from '../image/layers/path-table.js';

/** How efficiently the layers use their bytes. Sizes in bytes. */
export interface LayerUsage {
  /** The sum of the smallest size of each path divided by the sum of all its sizes; 1 is best. */
  readonly efficiency: number;
  /** All sizes of the paths that are in more than one layer, the copy that is kept included. */
  readonly wastedBytes: number;
  /** wastedBytes divided by the size of all layers except the lowest. */
  readonly wastedUserShare: number;
  /**
   * By layer, the bytes of files that it replaces or deletes of the layers below it: stored but not visible in the
   * container.
   */
  readonly hiddenBy: ReadonlyMap<number, number>;
}

/** Steps to add up the sizes of deleted directories. An image can be made so that each layer deletes all previous ones. */
const MAX_STEPS = 20_000_000;

/**
 * Measures how efficiently layers use their bytes. Entries are added layer by layer, lowest first. A path counts if it is
 * a leaf in its layer. The size of a deleted directory is the size of the files that it hides; a deleted file has none.
 * Source: the formulas of `Efficiency` in dive, https://github.com/wagoodman/dive.
 */
export class LayerUsageCounter {
  private readonly paths = new PathTable();
  /** By node: the sum of all sizes, the smallest size, the number of layers with it, and the current size. */
  private total = new Float64Array(1024);
  private smallest = new Float64Array(1024);
  private layerCount = new Uint16Array(1024);
  private present = new Float64Array(1024);
  /** By node: 1 + the last layer in which the node is a parent. An empty column has 0, so layers count from 1. */
  private parentIn = new Int32Array(1024);
  private readonly hiddenBy = new Map<number, number>();
  private layer = -1;
  private pending: { node: number; type: EntryType; size: number }[] = [];
  private allBytes = 0;
  private lowestLayerBytes = 0;
  private steps = 0;

  add(entry: LayerEntry): void {
    if (entry.layer !== this.layer) {
      this.endLayer();
      this.layer = entry.layer;
    }
    const node = this.nodeOf(entry.path);
    const size = entry.type === 'file' ? entry.size : 0;
    this.pending.push({ node, type: entry.type, size });
    for (let up = node; up !== 0; ) {
      up = this.paths.parent(up);
      if (this.parentIn[up] === this.layer + 1) break;
      this.parentIn[up] = this.layer + 1;
    }
  }

  finish(): LayerUsage {
    this.endLayer();
    let total = 0;
    let smallest = 0;
    let wastedBytes = 0;
    for (let node = 0; node < this.paths.count; node++) {
      total += this.total[node] ?? 0;
      smallest += this.smallest[node] ?? 0;
      if ((this.layerCount[node] ?? 0) > 1) wastedBytes += this.total[node] ?? 0;
    }
    const userBytes = this.allBytes - this.lowestLayerBytes;
    return {
      efficiency: total === 0 ? 1 : smallest / total,
      wastedBytes,
      wastedUserShare: userBytes === 0 ? 0 : wastedBytes / userBytes,
      hiddenBy: this.hiddenBy,
    };
  }

  private nodeOf(path: string): number {
    const node = this.paths.add(path);
    while (node >= this.total.length) {
      this.total = grown(this.total);
      this.smallest = grown(this.smallest);
      this.layerCount = grown(this.layerCount);
      this.present = grown(this.present);
      this.parentIn = grown(this.parentIn);
    }
    return node;
  }

  /** Deletions apply to the layers below, so they come before the files of the layer. */
  private endLayer(): void {
    for (const { node, type } of this.pending)
      if (type === 'whiteout' || type === 'opaque') this.delete(node, type);
    for (const { node, type, size } of this.pending)
      if (type !== 'whiteout' && type !== 'opaque') this.store(node, type, size);
    this.pending = [];
  }

  private delete(node: number, type: 'whiteout' | 'opaque'): void {
    const bytes = this.clearChildren(node);
    this.hide(bytes);
    if (type === 'opaque') return;
    this.hide(this.present[node] ?? 0);
    this.present[node] = 0;
    this.count(node, bytes);
  }

  private store(node: number, type: EntryType, size: number): void {
    if (type === 'directory' && this.parentIn[node] === this.layer + 1) return;
    this.hide(this.present[node] ?? 0);
    this.present[node] = size;
    this.allBytes += size;
    if (this.layer === 0) this.lowestLayerBytes += size;
    this.count(node, size);
  }

  private hide(bytes: number): void {
    if (bytes > 0) this.hiddenBy.set(this.layer, (this.hiddenBy.get(this.layer) ?? 0) + bytes);
  }

  private count(node: number, size: number): void {
    this.total[node] = (this.total[node] ?? 0) + size;
    this.smallest[node] = this.layerCount[node] ? Math.min(this.smallest[node] ?? 0, size) : size;
    this.layerCount[node] = Math.min((this.layerCount[node] ?? 0) + 1, 65_535);
  }

  /** Removes everything below a node and returns its size. */
  private clearChildren(top: number): number {
    let bytes = 0;
    const stack = [top];
    for (let node = stack.pop(); node !== undefined && ++this.steps < MAX_STEPS; node = stack.pop())
      for (const child of this.paths.children(node)) {
        bytes += this.present[child] ?? 0;
        this.present[child] = 0;
        stack.push(child);
      }
    return bytes;
  }
}
