import { rmSync } from 'node:fs';
import { copyFile, link, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { makeFolder } from '../lib/private-folder.js';
import { isAltered, wayTo } from './resolved-path.js';
import { type Change, type Entry, isFile, type Tree } from './tree.js';

/** Files that are fetched one by one. */
const MOST_FETCHED = 500;
/** Files of one folder that are copied. */
const MOST_COPIED = 100_000;

/**
 * Where to read a file or folder that is named: itself when the change leaves it alone, Git does not know it, or it is
 * outside of the repository; else a copy as the base has it, with what an earlier step put beside it. Undefined when
 * the change brings all of it. `tell` gets each path that the change alters. Throws PortsideError (incomplete) when it
 * cannot be told.
 */
export async function materializeBaseVersion(
  root: string,
  path: string,
  change: Change,
  tell: (path: string) => void,
): Promise<string | undefined> {
  const below = relative(resolve(root), resolve(path)).split(sep).join('/');
  if (below === '' || below.split('/')[0] === '..' || isAbsolute(below)) return path;
  const { base, head } = change;
  const way = wayTo(root, below);
  if (await isAltered(way, change)) {
    tell(below);
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${below} as ${base.name} has it: the change alters ${way.through.join(', ')}, through which it is reached`,
    );
  }
  if (way.file.split('/')[0] === '..') return path;
  const [before, after] = await Promise.all([base.list(way.file), head.list(way.file)]);
  const altered = new Set(
    [...before.keys(), ...after.keys()].filter((p) => !isEqual(before.get(p), after.get(p))),
  );
  for (const one of altered) tell(one);
  return altered.size === 0 ? path : copyBaseVersion(root, way.file, before, altered, base);
}

function isEqual(a: Entry | undefined, b: Entry | undefined): boolean {
  return a?.id === b?.id && a?.mode === b?.mode;
}

async function copyBaseVersion(
  root: string,
  path: string,
  before: ReadonlyMap<string, Entry>,
  altered: ReadonlySet<string>,
  base: Tree,
): Promise<string | undefined> {
  const folder = await temporaryFolder();
  const place = (file: string) => join(folder, basename(path), relative(path, file));
  const fetched = [...altered].flatMap((file) => {
    const entry = before.get(file);
    return entry && isFile(entry) ? [{ file, id: entry.id }] : [];
  });
  if (fetched.length > MOST_FETCHED)
    throw new PortsideError(
      'PSE2503',
      `Cannot read ${path} as ${base.name} has it: the change alters ${fetched.length} files of it`,
    );
  const kept = before.has(path) ? [] : await unaltered(root, path, altered);
  for (const file of kept) {
    await makeFolder(dirname(place(file)));
    await duplicate(join(root, file), place(file));
  }
  for (const { file, id } of fetched) {
    await makeFolder(dirname(place(file)));
    await writeFile(place(file), await base.read(id));
  }
  return kept.length + fetched.length > 0 ? place(path) : undefined;
}

/** The files of a folder of the checkout but for links and what is `altered`. */
async function unaltered(
  root: string,
  path: string,
  altered: ReadonlySet<string>,
): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const files = entries.flatMap((entry) => {
    const file = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    return entry.isFile() && !altered.has(file) ? [file] : [];
  });
  if (files.length <= MOST_COPIED) return files;
  throw new PortsideError('PSE2503', `Cannot copy ${path}: it has ${files.length} files`);
}

/** Without bytes where the file system can. */
async function duplicate(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

let temporary: Promise<string> | undefined;

/** A new folder; it is gone when the process is. */
async function temporaryFolder(): Promise<string> {
  temporary ??= mkdtemp(join(tmpdir(), 'portside-base-')).then((folder) => {
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  });
  return mkdtemp(join(await temporary, 'of-'));
}
