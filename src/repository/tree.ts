import { PortsideError } from '../lib/errors.js';

/** The files of a commit. */
export interface Tree {
  /** For a reader: `main`. */
  readonly name: string;
  /** What is at a path and below it, by path; links and submodules too. Throws PortsideError (incomplete). */
  list(path: string): Promise<ReadonlyMap<string, Entry>>;
  /** The content that Git's id is of. Throws PortsideError (incomplete). */
  read(id: string): Promise<Buffer>;
}

export interface Entry {
  /** Git's id of the content. */
  readonly id: string;
  /** Git's six digits. */
  readonly mode: string;
}

/** What a change starts from, and what it comes to. */
export interface Change {
  readonly base: Tree;
  readonly head: Tree;
}

/** Git's id of a regular file; undefined when there is none. Throws PortsideError (incomplete) for a link: nothing follows it. */
export async function fileAt(tree: Tree, path: string): Promise<string | undefined> {
  const entry = (await tree.list(path)).get(path);
  if (entry && !isFile(entry))
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${path} of ${tree.name}: it is a link`,
      'Make it a file',
    );
  return entry?.id;
}

export function isFile({ mode }: Entry): boolean {
  return mode.startsWith('100');
}

/** A tree that is looked for when it is asked; its functions throw PortsideError (incomplete) when there is none. */
export function lazyTree(name: string, look: () => Promise<Tree | undefined>): Tree {
  let looking: Promise<Tree | undefined> | undefined;
  const found = async () => {
    looking ??= look();
    const tree = await looking;
    if (tree) return tree;
    throw new PortsideError('PSE2503', `Cannot read the files of ${name}: Git does not know it`);
  };
  return {
    name,
    list: async (path) => (await found()).list(path),
    read: async (id) => (await found()).read(id),
  };
}
