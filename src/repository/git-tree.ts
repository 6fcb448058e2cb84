import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { folderOf } from '../lib/paths.js';
import { isBlob } from './blob.js';
import { type Git, gitIn } from './git.js';
import { entriesAt, type Tree, type TreeEntry } from './tree.js';

/** Git's mode of a folder. */
const FOLDER = '040000';

/** Bytes of blobs that one command of Git prints. */
const BATCH_BYTES = 16 << 20;

/**
 * The files of a commit of the local repository, below the folder `root`; undefined if it has no such commit, or Git is
 * not installed. `name` is shown to readers.
 */
export async function gitTree(
  root: string,
  revision: string,
  host: Host,
  name = shortRevision(revision),
): Promise<Tree | undefined> {
  const git = await gitIn(root, host);
  if (!git) return undefined;
  const id = await commitId(git, revision);
  return id === undefined ? undefined : commitTree(git, id, name);
}

/**
 * The id of the commit that a revision names; undefined if the repository has none. Throws PortsideError (usage) for a name
 * with several meanings.
 */
export async function commitId(git: Git, revision: string): Promise<string | undefined> {
  await requireOneMeaning(git, revision);
  const options = ['--verify', '--quiet', '--end-of-options'];
  const printed = await git(['rev-parse', ...options, `${revision}^{commit}`]).catch(
    () => undefined,
  );
  return asId(printed);
}

/**
 * Git takes a tag before a branch of the same name: whoever may push tags could choose the commit that a change is compared
 * with.
 */
async function requireOneMeaning(git: Git, revision: string): Promise<void> {
  const [name = ''] = revision.split(/[~^:]|@\{/);
  if (/^(?:refs\/.*|[0-9a-f]{40,64}|[A-Z_]*)$/.test(name)) return;
  const wanted = ['tags', 'heads', 'remotes'].map((kind) => `refs/${kind}/${name}`);
  const listed = await git(['for-each-ref', '--format=%(refname) %(objectname)', ...wanted]).catch(
    () => undefined,
  );
  const refs = (listed?.toString('utf8') ?? '')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([ref = '']) => wanted.includes(ref));
  if (new Set(refs.map(([, id]) => id)).size < 2) return;
  throw new PortsideError(
    'PSE2012',
    `Cannot compare with ${revision}: it can be ${refs.map(([ref]) => ref).join(' and ')}`,
    'Use the full name, such as refs/heads/main or refs/remotes/origin/main',
  );
}

/** A revision as readers know it: `origin/main` for `refs/remotes/origin/main`. */
export function shortRevision(revision: string): string {
  return revision.replace(/^refs\/(?:heads|remotes|tags)\//, '');
}

/** What Git printed, if it is one id. */
export function asId(printed: Buffer | undefined): string | undefined {
  const id = printed?.toString('latin1').trim();
  return id && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

/** The files of a commit of the repository. */
export function commitTree(plain: Git, id: string, name: string): Tree {
  // In a partial clone, Git may be ended by a signal when it tries to fetch an object.
  const git: Git = (args, input) => plain(args, input).catch(() => undefined);
  const listed = async (path: string, ...options: string[]) => {
    const output = await git(['ls-tree', ...options, '-z', id, `./${path}`]);
    if (output === undefined) throw unreadable(path, name);
    return entries(output.toString('utf8'));
  };
  const whole = (path: string) => listed(path, '-r');
  const entryAt = entryFinder(listed);
  let all: Promise<Map<string, TreeEntry>> | undefined;
  return {
    name,
    commit: id,
    async list(path) {
      if (path === '') all ??= whole('');
      if (all && path === '') return all;
      const known = await all?.catch(() => undefined);
      if (known) return entriesAt(known, path);
      if (path.split('/').some((part) => /^\.{0,2}$/.test(part))) return whole(path);
      const entry = await entryAt(path).catch(() => 'unknown' as const);
      if (entry === 'unknown' || entry?.mode === FOLDER) return whole(path);
      return new Map(entry ? [[path, entry]] : []);
    },
    async read(blob) {
      const content = await git(['cat-file', 'blob', blob]);
      if (content === undefined || !isBlob(blob, content)) throw unreadable(blob, name);
      return content;
    },
    readAll: (blobs) => readBatches(git, blobs, name),
  };
}

/**
 * Finds the entry at a path. Each folder on the way is listed once: of the files that a run may have, most are in one folder,
 * and do not exist.
 */
function entryFinder(
  listed: (path: string) => Promise<Map<string, TreeEntry>>,
): (path: string) => Promise<TreeEntry | undefined> {
  const folders = new Map<string, Promise<Map<string, TreeEntry>>>();
  return async function entryAt(path) {
    const folder = folderOf(path);
    if (folder !== '' && (await entryAt(folder))?.mode !== FOLDER) return undefined;
    const children = folders.get(folder) ?? listed(folder === '' ? '' : `${folder}/`);
    folders.set(folder, children);
    return (await children).get(path);
  };
}

/** Parses lines such as `100644 blob 3b18…\tsub/a.yml`, each ended by NUL. */
function entries(listed: string): Map<string, TreeEntry> {
  const found = new Map<string, TreeEntry>();
  for (const line of listed.split('\0')) {
    const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]{40,64})\t(.*)$/s.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) found.set(path, { id, mode });
  }
  return found;
}

/** Reads many blobs with few commands. */
async function* readBatches(
  git: Git,
  blobs: readonly string[],
  name: string,
): AsyncGenerator<readonly [string, Buffer]> {
  const sizes = await sizesOf(git, blobs, name);
  let batch: string[] = [];
  let bytes = 0;
  for (const [blob, size] of sizes) {
    if (batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield* readBatch(git, batch, name);
      [batch, bytes] = [[], 0];
    }
    batch.push(blob);
    bytes += size;
  }
  if (batch.length > 0) yield* readBatch(git, batch, name);
}

async function sizesOf(
  git: Git,
  blobs: readonly string[],
  name: string,
): Promise<Map<string, number>> {
  const all = [...new Set(blobs)];
  const listed = all.length > 0 && (await git(['cat-file', '--batch-check'], lines(all)));
  if (listed === undefined) throw unreadable('the files', name);
  const sizes = new Map<string, number>();
  for (const line of listed ? listed.toString('latin1').split('\n') : []) {
    const [, blob, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line) ?? [];
    if (blob !== undefined) sizes.set(blob, Number(size));
  }
  const missing = all.find((blob) => !sizes.has(blob));
  if (missing !== undefined) throw unreadable(missing, name);
  return sizes;
}

/** Parses `ID blob SIZE`, a line break, the bytes and a line break for each blob. */
async function* readBatch(
  git: Git,
  blobs: readonly string[],
  name: string,
): AsyncGenerator<readonly [string, Buffer]> {
  const printed = await git(['cat-file', '--batch'], lines(blobs));
  let at = 0;
  for (const blob of blobs) {
    const end = printed?.indexOf('\n', at) ?? -1;
    const size = Number(printed?.toString('latin1', at, end).split(' ')[2]);
    const content = printed?.subarray(end + 1, end + 1 + size);
    if (end < 0 || content === undefined || !isBlob(blob, content)) throw unreadable(blob, name);
    yield [blob, content];
    at = end + 1 + size + 1;
  }
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function unreadable(what: string, name: string): PortsideError {
  return new PortsideError('PSE2503', `Cannot read ${what} of ${name}: Git does not have it`);
}
