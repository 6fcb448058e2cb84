import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';

/** A folder that Git manages: its files are those of one commit, as far as no later step changed them. */
export interface Checkout {
  /** Relative to the searched folder, with forward slashes; empty for that folder. */
  readonly folder: string;
  /** The commit of HEAD; undefined if it cannot be read. */
  readonly commit: string | undefined;
}

const NOT_SEARCHED = new Set(['node_modules', '.git']);
const MAX_FOLDERS = 200_000;

/**
 * The checkouts in `root` and below it, the outer ones first. A submodule is a part of its repository and is left out.
 * Throws PortsideError (incomplete) for more folders than can be searched.
 */
export async function findCheckouts(root: string): Promise<Checkout[]> {
  const checkouts: Checkout[] = [];
  const folders = [''];
  for (const folder of folders) {
    if (folders.length > MAX_FOLDERS)
      throw new PortsideError(
        'PSE2005',
        `Cannot search ${root} for checkouts: it has more than ${MAX_FOLDERS} folders`,
        'Remove folders that no step needs',
      );
    const checkout = await readCheckout(root, folder);
    if (checkout) checkouts.push(checkout);
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries)
      if (entry.isDirectory() && !NOT_SEARCHED.has(entry.name))
        folders.push(folder === '' ? entry.name : `${folder}/${entry.name}`);
  }
  return checkouts;
}

/** The checkout in a folder below `root`; undefined if there is none, and for a submodule. */
export async function readCheckout(root: string, folder: string): Promise<Checkout | undefined> {
  const path = resolve(root, folder);
  const git = join(path, '.git');
  const kind = await stat(git).catch(() => undefined);
  if (!kind) return undefined;
  if (kind.isDirectory()) return { folder, commit: await headCommit(git, git) };
  // Git writes the place of the repository of a worktree or submodule into a file.
  const place = /^gitdir: (.+)$/m.exec(await read(git, ''))?.[1];
  if (place === undefined) return { folder, commit: undefined };
  const repository = resolve(path, place.trim());
  if (isInside(resolve(root), repository) && repository.includes(`${sep}.git${sep}modules${sep}`))
    return undefined;
  const common = (await read(repository, 'commondir')).trim();
  return { folder, commit: await headCommit(repository, resolve(repository, common)) };
}

/** The commit of HEAD, from the files of Git: `git` itself may be missing, or reject the owner of the folder. */
async function headCommit(repository: string, common: string): Promise<string | undefined> {
  const head = (await read(repository, 'HEAD')).trim();
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (ref === undefined) return commitHash(head);
  if (ref.includes('..')) return undefined;
  const packed = (await read(common, 'packed-refs')).split('\n');
  const line = packed.find((entry) => entry.endsWith(` ${ref}`));
  return commitHash((await read(common, ref)).trim()) ?? commitHash(line?.split(' ')[0] ?? '');
}

function read(folder: string, path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8').catch(() => '');
}

function commitHash(text: string): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : undefined;
}
