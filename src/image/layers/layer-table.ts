import type { EntryType, LayerEntry } from '../image.js';
import type { Member } from '../tar/decoder.js';
import type { SparseFile } from '../tar/sparse.js';
import { grown, type PathTable } from './path-table.js';

const TYPES: readonly EntryType[] = [
  'file',
  'directory',
  'symlink',
  'hardlink',
  'character',
  'block',
  'fifo',
  'whiteout',
  'opaque',
];
const NUMBERS = new Map(TYPES.map((type, number) => [type, number]));

/** What a member says itself, as far as it goes into the table. */
export type EntryFacts = Pick<Member, 'mode' | 'uid' | 'gid' | 'mtime' | 'size'> &
  Partial<Pick<Member, 'sparse' | 'stored'>>;

/** What goes into the table beside that. */
export interface Placed {
  readonly node: number;
  readonly type: EntryType;
  /** Of the body, in the uncompressed layer. */
  readonly offset: number;
  readonly linkTarget: string | undefined;
  readonly xattrs: ReadonlyMap<string, Uint8Array> | undefined;
}

/** The members of one layer in archive order, a column each: about fifty bytes a member. */
export class LayerTable {
  count = 0;
  readonly layer: number;
  readonly #paths: PathTable;
  #nodes = new Int32Array(256);
  #types = new Uint8Array(256);
  #modes = new Uint16Array(256);
  #uids = new Float64Array(256);
  #gids = new Float64Array(256);
  #mtimes = new Float64Array(256);
  #sizes = new Float64Array(256);
  #offsets = new Float64Array(256);
  readonly #links = new Map<number, string>();
  readonly #xattrs = new Map<number, ReadonlyMap<string, Uint8Array>>();
  readonly #sparse = new Map<number, { readonly sparse: SparseFile; readonly stored: number }>();

  constructor(layer: number, paths: PathTable) {
    this.layer = layer;
    this.#paths = paths;
  }

  /** Returns the entry's number. */
  add(facts: EntryFacts, placed: Placed): number {
    const index = this.count++;
    if (index >= this.#nodes.length) this.#grow();
    this.#nodes[index] = placed.node;
    this.#types[index] = NUMBERS.get(placed.type) ?? 0;
    this.#modes[index] = facts.mode;
    this.#uids[index] = facts.uid;
    this.#gids[index] = facts.gid;
    this.#mtimes[index] = facts.mtime;
    this.#sizes[index] = facts.size;
    this.#offsets[index] = placed.offset;
    if (placed.linkTarget !== undefined) this.#links.set(index, placed.linkTarget);
    if (placed.xattrs) this.#xattrs.set(index, placed.xattrs);
    if (facts.sparse)
      this.#sparse.set(index, { sparse: facts.sparse, stored: facts.stored ?? facts.size });
    return index;
  }

  #grow(): void {
    this.#nodes = grown(this.#nodes);
    this.#types = grown(this.#types);
    this.#modes = grown(this.#modes);
    this.#uids = grown(this.#uids);
    this.#gids = grown(this.#gids);
    this.#mtimes = grown(this.#mtimes);
    this.#sizes = grown(this.#sizes);
    this.#offsets = grown(this.#offsets);
  }

  node(index: number): number {
    return this.#nodes[index] ?? 0;
  }

  type(index: number): EntryType {
    return TYPES[this.#types[index] ?? 0] ?? 'file';
  }

  link(index: number): string {
    return this.#links.get(index) ?? '';
  }

  /** Where and how the body is stored. */
  body(index: number): { offset: number; size: number; stored: number; sparse?: SparseFile } {
    const size = this.#sizes[index] ?? 0;
    const offset = this.#offsets[index] ?? 0;
    const sparse = this.#sparse.get(index);
    return sparse ? { offset, size, ...sparse } : { offset, size, stored: size };
  }

  /** The entry, under another path where a link in a lower layer led its directory elsewhere. */
  entry(index: number, path?: string): LayerEntry {
    const linkTarget = this.#links.get(index);
    const xattrs = this.#xattrs.get(index);
    // Made for every member: spreading optional parts into a literal would cost ten times the memory.
    const entry: { -readonly [K in keyof LayerEntry]: LayerEntry[K] } = {
      path: path ?? this.#paths.path(this.node(index)),
      type: this.type(index),
      layer: this.layer,
      size: this.#sizes[index] ?? 0,
      mode: this.#modes[index] ?? 0,
      uid: this.#uids[index] ?? 0,
      gid: this.#gids[index] ?? 0,
      mtime: this.#mtimes[index] ?? 0,
    };
    if (linkTarget !== undefined) entry.linkTarget = linkTarget;
    if (xattrs) entry.xattrs = xattrs;
    return entry;
  }
}
