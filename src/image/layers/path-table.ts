import { limitExceeded } from '../errors.js';

/**
 * The paths of an image as a tree in typed arrays, each directory and name stored once, because a hundred thousand path
 * strings would take most of the memory. Node 0 is the root. A parent always has a smaller number than its children.
 */
export class PathTable {
  readonly #maxPaths: number;
  #count = 1;
  readonly #names: string[] = [''];
  #parents = new Int32Array(1024);
  #firstChild = new Int32Array(1024);
  #nextSibling = new Int32Array(1024);
  /** Hash table with open addressing: node numbers, 0 for free. */
  #slots = new Int32Array(4096);
  #lastDirectory = '';
  #lastNode = 0;

  /** Characters of all names together. */
  characters = 0;

  /** Adding more than `maxPaths` throws PortsideError (incomplete): one name or link can add thousands of folders. */
  constructor(maxPaths = Number.POSITIVE_INFINITY) {
    this.#maxPaths = maxPaths;
  }

  get count(): number {
    return this.#count;
  }

  parent(node: number): number {
    return this.#parents[node] ?? 0;
  }

  name(node: number): string {
    return this.#names[node] ?? '';
  }

  path(node: number): string {
    let path = this.name(node);
    for (let up = this.parent(node); up !== 0; up = this.parent(up))
      path = `${this.name(up)}/${path}`;
    return path;
  }

  hasChildren(node: number): boolean {
    return this.#firstChild[node] !== 0;
  }

  *children(node: number): Generator<number> {
    for (
      let child = this.#firstChild[node] ?? 0;
      child !== 0;
      child = this.#nextSibling[child] ?? 0
    )
      yield child;
  }

  /** The node of a normalized path, added when it is new. */
  add(path: string): number {
    if (path === '') return 0;
    const slash = path.lastIndexOf('/');
    const directory = slash < 0 ? '' : path.slice(0, slash);
    let parent = 0;
    if (directory !== '') {
      // Archives list a directory's files together.
      if (directory === this.#lastDirectory) parent = this.#lastNode;
      else {
        for (let start = 0; start <= directory.length; ) {
          let end = directory.indexOf('/', start);
          if (end < 0) end = directory.length;
          parent = this.addChild(parent, directory.slice(start, end));
          start = end + 1;
        }
        this.#lastDirectory = directory;
        this.#lastNode = parent;
      }
    }
    return this.addChild(parent, path.slice(slash + 1));
  }

  /** The node of a normalized path, -1 when no layer has it. */
  find(path: string): number {
    let node = 0;
    if (path === '') return node;
    for (const name of path.split('/')) {
      node = this.findChild(node, name);
      if (node < 0) return -1;
    }
    return node;
  }

  findChild(parent: number, name: string): number {
    const found = this.#slots[this.#slot(parent, name)] ?? 0;
    return found === 0 ? -1 : found;
  }

  addChild(parent: number, name: string): number {
    let slot = this.#slot(parent, name);
    const found = this.#slots[slot] ?? 0;
    if (found !== 0) return found;
    if (this.#count * 2 > this.#slots.length) {
      this.#rehash();
      slot = this.#slot(parent, name);
    }
    if (this.#count > this.#maxPaths)
      throw limitExceeded('the image', `it has more than ${this.#maxPaths} files and folders`);
    const node = this.#count++;
    if (node >= this.#parents.length) {
      this.#parents = grown(this.#parents);
      this.#firstChild = grown(this.#firstChild);
      this.#nextSibling = grown(this.#nextSibling);
    }
    this.#names.push(copyOf(name));
    this.characters += name.length;
    this.#parents[node] = parent;
    this.#nextSibling[node] = this.#firstChild[parent] ?? 0;
    this.#firstChild[parent] = node;
    this.#slots[slot] = node;
    return node;
  }

  #slot(parent: number, name: string): number {
    const mask = this.#slots.length - 1;
    let slot = hash(parent, name) & mask;
    for (;;) {
      const node = this.#slots[slot] ?? 0;
      if (node === 0 || (this.#parents[node] === parent && this.#names[node] === name)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let node = 1; node < this.#count; node++)
      this.#slots[this.#slot(this.parent(node), this.name(node))] = node;
  }
}

/** A copy with twice the length. */
export function grown<T extends Int32Array | Uint32Array | Uint8Array | Uint16Array | Float64Array>(
  array: T,
): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}

/** In V8 a part of a string keeps the whole string in memory; a copy does not. */
function copyOf(name: string): string {
  return name.length < 13 ? name : Buffer.from(name).toString();
}

/** FNV-1a with a final mix. The seed is random, so that an image cannot be built with names that collide. */
function hash(parent: number, name: string): number {
  let value = SEED ^ Math.imul(parent, 0x9e3779b1);
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

const SEED = (Math.random() * 2 ** 32) | 0;
