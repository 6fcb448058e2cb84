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

/** What the table stores of a member. */
export type MemberFields = Pick<Member, 'mode' | 'uid' | 'gid' | 'mtime' | 'size'> &
  Partial<Pick<Member, 'sparse' | 'stored'>>;

/** What the table stores in addition. */
export interface EntryFields {
  /** Of the path, in the path table. */
  readonly node: number;
  readonly type: EntryType;
  /** Position of the body in the uncompressed layer. */
  readonly offset: number;
  readonly linkTarget: string | undefined;
  readonly xattrs: ReadonlyMap<string, Uint8Array> | undefined;
}

/** The members of one layer in archive order, one typed array a field: about fifty bytes a member. */
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

  /** Returns the index of the entry. */
  add(member: MemberFields, fields: EntryFields): number {
    const index = this.count++;
    if (index >= this.#nodes.length) this.#grow();
    this.#nodes[index] = fields.node;
    this.#types[index] = NUMBERS.get(fields.type) ?? 0;
    this.#modes[index] = member.mode;
    this.#uids[index] = member.uid;
    this.#gids[index] = member.gid;
    this.#mtimes[index] = member.mtime;
    this.#sizes[index] = member.size;
    this.#offsets[index] = fields.offset;
    if (fields.linkTarget !== undefined) this.#links.set(index, fields.linkTarget);
    if (fields.xattrs) this.#xattrs.set(index, fields.xattrs);
    if (member.sparse)
      this.#sparse.set(index, { sparse: member.sparse, stored: member.stored ?? member.size });
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

  /** Position and size of the body. */
  body(index: number): { offset: number; size: number; stored: number; sparse?: SparseFile } {
    const size = this.#sizes[index] ?? 0;
    const offset = this.#offsets[index] ?? 0;
    const sparse = this.#sparse.get(index);
    return sparse ? { offset, size, ...sparse } : { offset, size, stored: size };
  }

  /** The entry; under another path when a link of a lower layer moved its directory. */
  entry(index: number, path?: string): LayerEntry {
    const linkTarget = this.#links.get(index);
    const xattrs = this.#xattrs.get(index);
    // Created for every member: a literal with optional spreads would take ten times the memory.
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
