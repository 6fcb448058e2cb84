import { limitExceeded } from '../errors.js';
import type { EntryType, FileSystem, LayerEntry, SharedFile } from '../image.js';
import { normalize } from '../paths.js';
import { HardLinks, type Members } from './hard-links.js';
import type { LayerTable } from './layer-table.js';
import type { PathTable } from './path-table.js';

/** One entry of one layer. */
export interface EntryRef {
  readonly layer: number;
  readonly index: number;
}

/** A name of a regular file. */
export interface NameOfFile {
  /** The entry that made the name: a hard link, or the file. */
  readonly ref: EntryRef;
  /** The entry that has the content. */
  readonly body: EntryRef;
}

/** The file system, with what reading linked files needs in addition. */
export interface Overlay extends FileSystem {
  /** The entry of the file system that a member of a layer makes, also if it is hidden. */
  entry(ref: EntryRef): LayerEntry | undefined;
  /** Whether an entry lands at another path than its own: a link of a lower layer moves its directory. */
  isRedirected(ref: EntryRef): boolean;
  /** Whether a later file or hard link of the same layer is at the path. */
  isReplaced(ref: EntryRef): boolean;
  /** The regular file that a member is, or that it is a hard link to. */
  bodyOf(ref: EntryRef): EntryRef | undefined;
  /** The final name at exactly this path, if it is that of a regular file. */
  file(path: string): NameOfFile | undefined;
  /** The regular files of all layers at exactly this path, and hard links to some, lowest first. */
  files(path: string): readonly NameOfFile[];
  below(path: string): Iterable<string>;
  /** All final entries below a directory, at any depth; links are not followed. */
  entriesBelow(path: string): Iterable<LayerEntry>;
  /** The paths of all symbolic links in the final file system. */
  symbolicLinks(): Iterable<string>;
}

/** Of what a file system can have several names. */
const CAN_BE_LINKED: ReadonlySet<EntryType | undefined> = new Set<EntryType>([
  'file',
  'symlink',
  'character',
  'block',
  'fifo',
]);
/** As in Linux: a path through more links than this is broken. */
const MAX_LINKS = 40;
/** Steps through links for one image. An image can be built so that each member takes thousands of steps. */
const MAX_STEPS = 100_000_000;
/** Components of a path while its links are expanded. */
const MAX_PARTS = 20_000;

/**
 * Applies the layers on each other, lowest first. Whiteouts and opaque directories delete from lower layers only,
 * wherever they are in their own layer. Among entries of one layer the last wins. When a link is in the place of a
 * directory, members below it land where the link leads, as when a runtime unpacks the layer.
 * Deletion is lazy, so that it takes linear time for any order of whiteouts: a directory stores when it was cleared,
 * and an entry exists as long as no directory above it was cleared after the entry was added.
 * Throws PortsideError (incomplete) when following links takes too many steps.
 * Source: OCI image-spec, layer.md, "Whiteouts" and "Changeset over existing files".
 */
export function overlay(paths: PathTable, layers: readonly LayerTable[]): Overlay {
  const bases: number[] = [];
  let total = 0;
  for (const layer of layers) {
    bases.push(total);
    total += layer.count;
  }
  const state = new OverlayState(paths, layers, bases, total);
  for (const layer of layers) state.apply(layer);
  return state.fileSystem();
}

class OverlayState {
  readonly #paths: PathTable;
  readonly #layers: readonly LayerTable[];
  readonly #bases: readonly number[];
  /** By node: the latest entry, -1 for none. */
  #final: Int32Array;
  /** By node: the time at which the latest entry was added, and at which the directory was cleared. */
  #added: Int32Array;
  #cleared: Int32Array;
  /** By node: 1 for a symbolic link, 2 for another entry that is not a directory. */
  #blocks: Uint8Array;
  /** By node, and by entry: the list of all entries of a path, latest first. */
  #last: Int32Array;
  readonly #previous: Int32Array;
  /** By entry: the node at which it lands. */
  readonly #landing: Int32Array;
  readonly #hardLinks = new HardLinks();
  readonly #members: Members = {
    canBeLinked: (entry) => CAN_BE_LINKED.has(this.#typeOf(entry)),
    isFinal: (entry) => {
      const node = this.#landing[entry] ?? 0;
      return this.#final[node] === entry && this.#exists(node);
    },
  };
  /** By member with the content, once all layers are applied. */
  readonly #inodes = new Map<number, SharedFile>();
  /** Files and hard links with a later one at the path, in the same layer. */
  readonly #replaced = new Set<number>();
  #clock = 0;
  #steps = 0;
  #cachedParent = -1;
  #cachedLanding = 0;

  constructor(
    paths: PathTable,
    layers: readonly LayerTable[],
    bases: readonly number[],
    total: number,
  ) {
    this.#paths = paths;
    this.#layers = layers;
    this.#bases = bases;
    this.#final = new Int32Array(paths.count + 64).fill(-1);
    this.#last = new Int32Array(paths.count + 64).fill(-1);
    this.#added = new Int32Array(paths.count + 64);
    this.#cleared = new Int32Array(paths.count + 64);
    this.#blocks = new Uint8Array(paths.count + 64);
    this.#previous = new Int32Array(total).fill(-1);
    this.#landing = new Int32Array(total);
  }

  apply(layer: LayerTable): void {
    const base = this.#bases[layer.layer] ?? 0;
    const whiteouts: number[] = [];
    const links: number[] = [];
    for (let i = 0; i < layer.count; i++) {
      const type = layer.type(i);
      if (type === 'whiteout' || type === 'opaque') whiteouts.push(i);
      else if (type === 'hardlink') links.push(i);
    }
    // A file keeps the name of a hard link when a whiteout of the same layer deletes the linked name.
    const below = new Map<number, number>();
    if (whiteouts.length > 0) for (const i of links) below.set(i, this.#linkedEntry(layer.link(i)));
    for (const i of whiteouts) {
      const node = this.#land(layer.node(i));
      this.#record(base + i, node);
      this.#clear(node);
      if (layer.type(i) === 'whiteout') this.#final[node] = -1;
    }
    let next = 0;
    for (let i = 0; i < layer.count; i++) {
      if (whiteouts[next] === i) {
        next++;
        continue;
      }
      const node = this.#land(layer.node(i));
      const type = layer.type(i);
      if (isNameOfFile(type)) this.#markReplaced(node, base);
      this.#record(base + i, node);
      if (type === 'hardlink') {
        const target = this.#linkedEntry(layer.link(i));
        const entry = target < 0 ? (below.get(i) ?? target) : target;
        this.#hardLinks.add(base + i, entry, this.#members);
      }
      this.#put(base + i, node, type);
    }
  }

  #record(entry: number, node: number): void {
    this.#landing[entry] = node;
    this.#previous[entry] = this.#last[node] ?? -1;
    this.#last[node] = entry;
  }

  /** The last file or hard link of the layer that starts with the entry `base`. */
  #markReplaced(node: number, base: number): void {
    for (let e = this.#last[node] ?? -1; e >= base; e = this.#previous[e] ?? -1) {
      if (!isNameOfFile(this.#typeOf(e))) continue;
      this.#replaced.add(e);
      return;
    }
  }

  #clear(node: number): void {
    this.#cleared[node] = ++this.#clock;
    this.#cachedParent = -1;
  }

  #put(entry: number, node: number, type: EntryType): void {
    if (type === 'directory') this.#blocks[node] = 0;
    else {
      if (this.#paths.hasChildren(node)) this.#clear(node);
      const isLink =
        type === 'symlink' ||
        (type === 'hardlink' && this.#typeOf(this.#hardLinks.body(entry)) === 'symlink');
      this.#blocks[node] = isLink ? 1 : 2;
    }
    this.#final[node] = entry;
    this.#added[node] = ++this.#clock;
  }

  /** The entry at a path whose last component is no link to follow; -1 for none. */
  #linkedEntry(path: string): number {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? 0 : this.#walk(path.slice(0, slash), false);
    const node = folder === undefined ? -1 : this.#paths.findChild(folder, path.slice(slash + 1));
    return node >= 0 && this.#exists(node) ? (this.#final[node] ?? -1) : -1;
  }

  /** The node at which an entry lands after following the links in its directory. */
  #land(node: number): number {
    if (node === 0) return 0;
    const parent = this.#paths.parent(node);
    if (parent === 0) return node;
    if (parent !== this.#cachedParent) {
      this.#cachedLanding = this.#directory(parent);
      this.#cachedParent = parent;
    }
    if (this.#cachedLanding === parent) return node;
    const landed = this.#paths.addChild(this.#cachedLanding, this.#paths.name(node));
    this.#ensureSize();
    return landed;
  }

  #directory(node: number): number {
    let blocked = false;
    for (let up = node; up !== 0 && !blocked; up = this.#paths.parent(up))
      blocked = this.#blocks[up] !== 0;
    if (!blocked) return node;
    return this.#walk(this.#paths.path(node), true) ?? node;
  }

  /**
   * Follows a path from the root; undefined when it is broken. With `create`, missing nodes are added, and files in the
   * place of directories are removed.
   */
  #walk(path: string, create: boolean): number | undefined {
    let links = 0;
    let node = 0;
    const rest = path.split('/').reverse();
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      if (++this.#steps > MAX_STEPS)
        throw limitExceeded('the image', `following its links takes more than ${MAX_STEPS} steps`);
      if (name === '' || name === '.') continue;
      if (name === '..') {
        node = this.#paths.parent(node);
        continue;
      }
      const child = create ? this.#paths.addChild(node, name) : this.#paths.findChild(node, name);
      if (child < 0) return undefined;
      if (create) this.#ensureSize();
      const entry = this.#exists(child) ? (this.#final[child] ?? -1) : -1;
      if (entry < 0 || this.#blocks[child] !== 1) {
        if (create && entry >= 0 && this.#blocks[child] === 2) this.#final[child] = -1;
        node = child;
        continue;
      }
      if (++links > MAX_LINKS) return undefined;
      const target = this.#linkOf(this.#hardLinks.body(entry));
      if (target.startsWith('/')) node = 0;
      const parts = target.split('/');
      if (rest.length + parts.length > MAX_PARTS) return undefined;
      for (let i = parts.length - 1; i >= 0; i--) rest.push(parts[i] ?? '');
    }
    return node;
  }

  /** Makes room for nodes that were added while links were followed. */
  #ensureSize(): void {
    if (this.#paths.count <= this.#final.length) return;
    const size = this.#paths.count * 2;
    this.#final = widened(this.#final, size, -1);
    this.#last = widened(this.#last, size, -1);
    this.#added = widened(this.#added, size, 0);
    this.#cleared = widened(this.#cleared, size, 0);
    const blocks = new Uint8Array(size);
    blocks.set(this.#blocks);
    this.#blocks = blocks;
  }

  /** Whether the node's latest entry was not deleted. */
  #exists(node: number): boolean {
    if ((this.#final[node] ?? -1) < 0) return false;
    const added = this.#added[node] ?? 0;
    for (let up = node; up !== 0; ) {
      up = this.#paths.parent(up);
      if ((this.#cleared[up] ?? 0) > added) return false;
    }
    return true;
  }

  #layerOf(entry: number): LayerTable | undefined {
    let low = 0;
    let high = this.#bases.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#bases[middle] ?? 0) <= entry) low = middle;
      else high = middle - 1;
    }
    return this.#layers[low];
  }

  #ref(entry: number): EntryRef {
    const layer = this.#layerOf(entry)?.layer ?? 0;
    return { layer, index: entry - (this.#bases[layer] ?? 0) };
  }

  #typeOf(entry: number) {
    const { layer, index } = this.#ref(entry);
    return this.#layers[layer]?.type(index);
  }

  #linkOf(entry: number): string {
    const { layer, index } = this.#ref(entry);
    return this.#layers[layer]?.link(index) ?? '';
  }

  #entry(entry: number): LayerEntry | undefined {
    const { layer, index } = this.#ref(entry);
    const path = this.#pathOf(entry);
    const body = this.#hardLinks.body(entry);
    const attributes = this.#hardLinks.attributes(body);
    if (attributes === undefined) return this.#layers[layer]?.entry(index, path);
    return this.#named({ path, layer }, body, attributes);
  }

  /** The entry of a name: the facts of its file, whichever member of the layers has them. */
  #named(
    { path, layer }: Pick<LayerEntry, 'path' | 'layer'>,
    body: number,
    attributes: number,
  ): LayerEntry | undefined {
    const [of, last] = [this.#ref(body), this.#ref(attributes)];
    const content = this.#layers[of.layer];
    const header = this.#layers[last.layer]?.entry(last.index, path);
    if (!content || !header) return undefined;
    const { mode, uid, gid, mtime, xattrs } = header;
    const type = content.type(of.index);
    const { size } = content.body(of.index);
    const inode = this.#inode(body, of.layer);
    // As in layer-table.ts, without optional spreads.
    const entry: { -readonly [K in keyof LayerEntry]: LayerEntry[K] } = {
      path,
      type,
      layer,
      size,
      mode,
      uid,
      gid,
      mtime,
      inode,
    };
    if (type === 'symlink') entry.linkTarget = content.link(of.index);
    if (xattrs) entry.xattrs = xattrs;
    return entry;
  }

  #inode(body: number, layer: number): SharedFile {
    const known = this.#inodes.get(body);
    if (known) return known;
    const isRead = !this.#replaced.has(body);
    const inode = { id: body, layer, ...(isRead && { path: this.#pathOf(body) }) };
    this.#inodes.set(body, inode);
    return inode;
  }

  #pathOf(entry: number): string {
    return this.#paths.path(this.#landing[entry] ?? 0);
  }

  fileSystem(): Overlay {
    return {
      get: (path) => {
        const node = this.#paths.find(normalize(path));
        return node >= 0 && this.#exists(node) ? this.#entry(this.#final[node] ?? -1) : undefined;
      },
      resolve: (path) => this.#resolve(normalize(path)),
      entries: () => this.#entries(),
      history: (path) => this.#history(normalize(path)),
      layer: (index) => members(this.#layers[index]),
      entry: (ref) => this.#entry(this.#global(ref)),
      isRedirected: (ref) =>
        this.#landing[this.#global(ref)] !== this.#layers[ref.layer]?.node(ref.index),
      isReplaced: (ref) => this.#replaced.has(this.#global(ref)),
      bodyOf: (ref) => this.#fileName(this.#global(ref))?.body,
      file: (path) => {
        const node = this.#paths.find(path);
        return node >= 0 && this.#exists(node)
          ? this.#fileName(this.#final[node] ?? -1)
          : undefined;
      },
      files: (path) => this.#files(path),
      below: (path) => this.#pathsOf(this.#below(this.#paths.find(path))),
      names: (path) => this.#names(this.#paths.find(path)),
      entriesBelow: (path) => this.#entriesOf(this.#below(this.#paths.find(path))),
      symbolicLinks: () => this.#symbolicLinks(),
    };
  }

  #fileName(entry: number): NameOfFile | undefined {
    const body = this.#hardLinks.body(entry);
    if (this.#typeOf(body) !== 'file') return undefined;
    return { ref: this.#ref(entry), body: this.#ref(body) };
  }

  #global(ref: EntryRef): number {
    return (this.#bases[ref.layer] ?? 0) + ref.index;
  }

  #resolve(path: string): string | undefined {
    const node = this.#walk(path, false);
    if (node === undefined) return undefined;
    if (!this.#exists(node)) return this.#hasMembers(node) ? this.#paths.path(node) : undefined;
    const entry = this.#final[node] ?? -1;
    const body = this.#hardLinks.body(entry);
    if (this.#typeOf(body) === 'hardlink') return undefined;
    return this.#pathOf(this.#hardLinks.home(body, this.#members));
  }

  /** True for a directory that has no entry of its own in any layer, but members. */
  #hasMembers(node: number): boolean {
    for (const _ of this.#below(node)) return true;
    return false;
  }

  *#below(node: number): Generator<number> {
    if (node < 0) return;
    const stack = [node];
    for (let top = stack.pop(); top !== undefined; top = stack.pop())
      for (const child of this.#paths.children(top)) {
        if (this.#exists(child)) yield child;
        stack.push(child);
      }
  }

  *#names(node: number): Generator<string> {
    if (node < 0) return;
    for (const child of this.#paths.children(node))
      if (this.#exists(child) || this.#hasMembers(child)) yield this.#paths.name(child);
  }

  #entries(): Generator<LayerEntry> {
    return this.#entriesOf(this.#finalNodes());
  }

  *#pathsOf(nodes: Iterable<number>): Generator<string> {
    for (const node of nodes) yield this.#paths.path(node);
  }

  *#entriesOf(nodes: Iterable<number>): Generator<LayerEntry> {
    for (const node of nodes) {
      const entry = this.#entry(this.#final[node] ?? -1);
      if (entry) yield entry;
    }
  }

  *#symbolicLinks(): Generator<string> {
    for (const node of this.#finalNodes())
      if (this.#typeOf(this.#hardLinks.body(this.#final[node] ?? -1)) === 'symlink')
        yield this.#paths.path(node);
  }

  /** All nodes with an entry in the final file system. */
  *#finalNodes(): Generator<number> {
    // Parents come before children, so one loop finds when each directory or one above it was last cleared.
    const cleared = new Int32Array(this.#paths.count);
    for (let node = 0; node < this.#paths.count; node++) {
      const above = node === 0 ? 0 : (cleared[this.#paths.parent(node)] ?? 0);
      cleared[node] = Math.max(above, this.#cleared[node] ?? 0);
      if ((this.#final[node] ?? -1) < 0 || above > (this.#added[node] ?? 0)) continue;
      yield node;
    }
  }

  #files(path: string): NameOfFile[] {
    const node = this.#paths.find(path);
    const found: NameOfFile[] = [];
    if (node < 0) return found;
    for (let e = this.#last[node] ?? -1; e >= 0; e = this.#previous[e] ?? -1) {
      const name = this.#fileName(e);
      if (name) found.push(name);
    }
    return found.reverse();
  }

  #history(path: string): LayerEntry[] {
    const node = this.#paths.find(path);
    if (node < 0) return [];
    const events: { entry: number; isAbove: boolean }[] = [];
    for (let e = this.#last[node] ?? -1; e >= 0; e = this.#previous[e] ?? -1)
      events.push({ entry: e, isAbove: false });
    for (let up = node; up !== 0; ) {
      up = this.#paths.parent(up);
      for (let e = this.#last[up] ?? -1; e >= 0; e = this.#previous[e] ?? -1)
        if (this.#typeOf(e) !== 'directory') events.push({ entry: e, isAbove: true });
    }
    // Within a layer, whiteouts come first, because they delete from lower layers; then entries in their order.
    const rank = (entry: number) => {
      const type = this.#typeOf(entry);
      return type === 'whiteout' || type === 'opaque' ? 0 : 1;
    };
    events.sort(
      (a, b) =>
        this.#ref(a.entry).layer - this.#ref(b.entry).layer ||
        rank(a.entry) - rank(b.entry) ||
        a.entry - b.entry,
    );
    const history: LayerEntry[] = [];
    let present = false;
    for (const { entry, isAbove } of events) {
      const found = this.#entry(entry);
      if (!found) continue;
      if (!isAbove) {
        present = found.type !== 'whiteout';
        history.push(found);
      } else if (present) {
        present = false;
        history.push({ ...found, path, type: 'whiteout', size: 0 });
      }
    }
    return history;
  }
}

function isNameOfFile(type: EntryType | undefined): boolean {
  return type === 'file' || type === 'hardlink';
}

function* members(layer: LayerTable | undefined): Generator<LayerEntry> {
  for (let i = 0; layer && i < layer.count; i++) yield layer.entry(i);
}

function widened(array: Int32Array, size: number, fill: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(size).fill(fill);
  wider.set(array);
  return wider;
}
