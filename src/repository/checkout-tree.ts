import { type BigIntStats, lstatSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { blobHash, blobIdOf } from './blob.js';
import { type Git, gitIn } from './git.js';
import { entriesAt, type Tree, type TreeEntry } from './tree.js';

/** The id of a file that Git does not track. No blob has it. */
const UNTRACKED: TreeEntry = { id: '0'.repeat(40), mode: '100644' };

/** Whether a file of a checkout is one that Git does not track. */
export function isUntracked({ id }: TreeEntry): boolean {
  return id === UNTRACKED.id;
}

const SUBMODULE = '160000';
const LINK = '120000';

/**
 * The files of a checkout as they are now, with changes that are not committed and files that Git neither tracks nor
 * ignores. `git diff` is not used, because it runs the filters of the repository: a file whose size or time of change is
 * not the one in the index is hashed instead. Undefined if Git cannot be asked.
 */
export async function checkoutTree(
  root: string,
  host: Host,
  name: string,
): Promise<Tree | undefined> {
  const git = await gitIn(root, host);
  if (!git) return undefined;
  let entries: Promise<ReadonlyMap<string, TreeEntry>> | undefined;
  return {
    name,
    async list(path) {
      entries ??= readCheckout(root, git, name);
      const all = await entries;
      return path === '' ? all : entriesAt(all, path);
    },
    async read(id) {
      const content = await git(['cat-file', 'blob', id]);
      if (content === undefined) throw unreadable(name);
      return content;
    },
  };
}

async function readCheckout(root: string, git: Git, name: string): Promise<Map<string, TreeEntry>> {
  const [index, listed, others] = await Promise.all([
    git(['rev-parse', '--git-path', 'index']),
    git(['ls-files', '--stage', '-t', '--debug', '-z']),
    git(['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  if (index === undefined || listed === undefined || others === undefined) throw unreadable(name);
  const place = resolve(root, index.toString('utf8').replace(/\n$/, ''));
  const written = lstatSync(place, { throwIfNoEntry: false, bigint: true })?.mtimeNs ?? 0n;
  const found = new Map<string, TreeEntry>();
  for (const entry of indexEntries(listed.toString('utf8'))) {
    const current = await currentEntry(root, entry, written);
    if (current) found.set(entry.path, current);
  }
  for (const path of others.toString('utf8').split('\0')) if (path) found.set(path, UNTRACKED);
  return found;
}

/** A file in the index of Git. */
interface IndexEntry extends TreeEntry {
  readonly path: string;
  /** In nanoseconds; undefined if Git does not print it. */
  readonly modified: bigint | undefined;
  readonly size: bigint | undefined;
  /** A sparse checkout leaves it out. */
  readonly leftOut: boolean;
}

/**
 * Parses `H 100644 3b18… 0\tsub/a.yml`, ended by NUL, and the lines after it, which are those of the entry: `mtime:
 * SECONDS:NANOSECONDS` and `size: BYTES`. S stands for an entry that a sparse checkout leaves out.
 */
function* indexEntries(listed: string): Generator<IndexEntry> {
  const entry =
    /([A-Za-z?]) (\d{6}) ([0-9a-f]{40,64}) \d\t([^\0]*)\0(?: {2}ctime: [^\n]*\n {2}mtime: (\d+):(\d+)\n {2}dev: [^\n]*\n {2}uid: [^\n]*\n {2}size: (\d+)[^\n]*\n)?/gy;
  for (const [, tag, mode = '', id = '', path = '', ...times] of listed.matchAll(entry)) {
    const [seconds, nanoseconds, size] = times;
    yield {
      mode,
      id,
      path,
      modified:
        seconds && nanoseconds ? BigInt(seconds) * 10n ** 9n + BigInt(nanoseconds) : undefined,
      size: size === undefined ? undefined : BigInt(size),
      leftOut: tag === 'S',
    };
  }
}

/** The entry of the file in the checkout; undefined if it is deleted. Git wrote the index at `written`. */
async function currentEntry(
  root: string,
  entry: IndexEntry,
  written: bigint,
): Promise<TreeEntry | undefined> {
  const { id, mode, path } = entry;
  if (mode === SUBMODULE) return { id, mode };
  const file = join(root, path);
  const found = lstatSync(file, { throwIfNoEntry: false, bigint: true });
  // A name that is not UTF-8 cannot be looked up.
  if (!found) return entry.leftOut || path.includes('\ufffd') ? { id, mode } : undefined;
  if (found.mtimeNs < written && isUnchanged(found, entry)) return { id, mode };
  if (found.isSymbolicLink()) {
    const target = Buffer.from(readlinkSync(file));
    return { id: blobHash(id, target.length).update(target).digest('hex'), mode: LINK };
  }
  if (!found.isFile()) return undefined;
  return {
    id: await blobIdOf(file, found.size, id),
    mode: mode === LINK ? UNTRACKED.mode : mode,
  };
}

/** Git sets the size in the index to 0 if the time of change proves nothing. */
function isUnchanged({ size, mtimeNs }: BigIntStats, entry: IndexEntry): boolean {
  return entry.size !== 0n && size === entry.size && mtimeNs === entry.modified;
}

function unreadable(name: string): PortsideError {
  return new PortsideError('PSE2503', `Cannot read the files of ${name}: Git cannot list them`);
}
