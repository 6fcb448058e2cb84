import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isBlob } from './blob.js';
import { type Git, gitIn } from './git.js';
import { entriesAt, type Tree, type TreeEntry } from './tree.js';

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
  name = revision,
): Promise<Tree | undefined> {
  const plain = await gitIn(root, host);
  // In a partial clone, Git may be ended by a signal when it tries to fetch an object.
  const git: Git | undefined =
    plain && ((args, input) => plain(args, input).catch(() => undefined));
  const commit = await git?.([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  const id = commit?.toString('latin1').trim();
  if (!git || !id || !/^[0-9a-f]{40,64}$/.test(id)) return undefined;
  const listed = async (path: string) => {
    const output = await git(['ls-tree', '-r', '-z', id, `./${path}`]);
    if (output === undefined) throw unreadable(path, name);
    return entries(output.toString('utf8'));
  };
  let all: Promise<Map<string, TreeEntry>> | undefined;
  return {
    name,
    commit: id,
    async list(path) {
      if (path === '') all ??= listed('');
      if (all && path === '') return all;
      const known = await all?.catch(() => undefined);
      return known ? entriesAt(known, path) : listed(path);
    },
    async read(blob) {
      const content = await git(['cat-file', 'blob', blob]);
      if (content === undefined || !isBlob(blob, content)) throw unreadable(blob, name);
      return content;
    },
    readAll: (blobs) => readBatches(git, blobs, name),
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
