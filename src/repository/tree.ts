import { PortsideError } from '../lib/errors.js';

/** The files of a commit. */
export interface Tree {
  /** Shown to readers: `main`. */
  readonly name: string;
  /** The full hash of the commit; absent if it is not known, and for a checkout with changes. */
  readonly commit?: string;
  /**
   * The entries at a path and below it, by path, with links and submodules; all of them for the empty path. Throws
   * PortsideError (incomplete).
   */
  list(path: string): Promise<ReadonlyMap<string, TreeEntry>>;
  /** The content of a blob. Throws PortsideError (incomplete). */
  read(id: string): Promise<Buffer>;
  /** The contents of many blobs, each once, if that is cheap. Throws PortsideError (incomplete). */
  readAll?(ids: readonly string[]): AsyncIterable<readonly [id: string, content: Buffer]>;
}

export interface TreeEntry {
  /** The id of the blob. */
  readonly id: string;
  /** Git's mode of six digits. */
  readonly mode: string;
}

/** The base commit and the head commit of a pull request. */
export interface PullRequestTrees {
  readonly baseCommit: Tree;
  readonly head: Tree;
  /** These are the commits before and after a push: its findings are compared, and everything else is the checkout's. */
  readonly isPush?: boolean;
  /** The pull request, and why the checkout does not have its files; absent if it has them. */
  readonly notChecked?: { readonly target: string; readonly reason: string };
  /** The run has no secrets, so it cannot log in to registries: the pull request comes from a fork or from Dependabot. */
  readonly withoutSecrets?: boolean;
  /** The pull request comes from a fork. */
  readonly isFork?: boolean;
}

/** Of all entries of a tree those at a path and below it. */
export function entriesAt(
  all: ReadonlyMap<string, TreeEntry>,
  path: string,
): Map<string, TreeEntry> {
  const file = all.get(path);
  if (file) return new Map([[path, file]]);
  return new Map([...all].filter(([name]) => name.startsWith(`${path}/`)));
}

/** Whether a pull request changes a file, or a file below a folder (`.` is the root). If that is not known, it counts as changed. */
export async function isTouched(
  target: string,
  { baseCommit, head }: PullRequestTrees,
): Promise<boolean> {
  const path = target === '.' ? '' : target;
  try {
    const [before, after] = await Promise.all([baseCommit.list(path), head.list(path)]);
    if (before.size !== after.size) return true;
    return [...after].some(([file, entry]) => {
      const other = before.get(file);
      return other?.id !== entry.id || other.mode !== entry.mode;
    });
  } catch (error) {
    if (error instanceof PortsideError) return true;
    throw error;
  }
}

/** The blob id of a regular file; undefined if there is none. Throws PortsideError (incomplete) for a link. */
export async function blobIdAt(tree: Tree, path: string): Promise<string | undefined> {
  const entry = (await tree.list(path)).get(path);
  if (entry && !isFile(entry))
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${path} of ${tree.name}: it is a link`,
      'Replace the link by a file',
    );
  return entry?.id;
}

/** The text of a regular file; undefined if there is none. Throws PortsideError (incomplete), also for a link. */
export async function textAt(tree: Tree, path: string): Promise<string | undefined> {
  const id = await blobIdAt(tree, path);
  return id === undefined ? undefined : (await tree.read(id)).toString('utf8');
}

export function isFile({ mode }: TreeEntry): boolean {
  return mode.startsWith('100');
}

export function isLink({ mode }: TreeEntry): boolean {
  return mode === '120000';
}

/** The number of blobs that are read one by one if they cannot be read together. */
const MAX_SINGLE_READS = 500;

/** A local tree, or another one of the same commit for what a partial clone does not have. */
export function withFallback(local: Tree, other: Tree): Tree {
  const read = (id: string) => local.read(id).catch(() => other.read(id));
  const { readAll } = local;
  return {
    name: local.name,
    ...(local.commit !== undefined && { commit: local.commit }),
    list: (path) => local.list(path).catch(() => other.list(path)),
    read,
    ...(readAll && {
      async *readAll(ids) {
        try {
          yield* readAll(ids);
        } catch (error) {
          if (ids.length > MAX_SINGLE_READS) throw error;
          for (const id of ids) yield [id, await read(id)] as const;
        }
      },
    }),
  };
}

/** The part of a tree below a folder, with paths from there. The empty folder is the whole tree. */
export function subtree(tree: Tree, folder: string): Tree {
  if (folder === '') return tree;
  const { readAll } = tree;
  return {
    name: tree.name,
    ...(tree.commit !== undefined && { commit: tree.commit }),
    list: async (path) => {
      const all = await tree.list(path === '' ? folder : `${folder}/${path}`);
      return new Map(
        [...all].flatMap(([name, entry]) =>
          name.startsWith(`${folder}/`) ? [[name.slice(folder.length + 1), entry] as const] : [],
        ),
      );
    },
    read: (id) => tree.read(id),
    ...(readAll && { readAll }),
  };
}

/** A tree that is looked up on first use; its functions throw PortsideError (incomplete) if there is none. */
export function lazyTree(name: string, look: () => Promise<Tree | undefined>): Tree {
  let looking: Promise<Tree | undefined> | undefined;
  const found = async () => {
    looking ??= look();
    const tree = await looking;
    if (tree) return tree;
    throw new PortsideError('PSE2503', `Cannot read the files of ${name}: Git does not have them`);
  };
  return {
    name,
    list: async (path) => (await found()).list(path),
    read: async (id) => (await found()).read(id),
  };
}
