import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

/**
 * Repositories of tests, written as Git writes them (gitformat-index(5), git-cat-file(1)): to start Git from a process as large
 * as that of the tests takes longer than its work, and it would be started thousands of times.
 */

/** Makes an empty repository with the branch main in the folder, as `git init` does, with an author. */
export function createRepository(folder: string): void {
  const git = join(folder, '.git');
  for (const path of ['objects', 'refs/heads']) mkdirSync(join(git, path), { recursive: true });
  writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    join(git, 'config'),
    [
      ...['[core]', 'repositoryformatversion = 0', 'filemode = true', 'bare = false'],
      ...['[user]', 'name = a', 'email = a@example.com'],
      ...['[gc]', 'auto = 0', '[maintenance]', 'auto = false', ''],
    ].join('\n'),
  );
}

/**
 * Commits all files of the folder, starts the branch if one is named, and returns the id of the commit. Git itself does it where files are ignored or changed
 * on their way into the repository, and where there is more than one folder of data.
 */
export function commitAll(folder: string, branch?: string): string {
  const git = join(folder, '.git');
  const files = isPlain(git) ? filesBelow(folder) : undefined;
  if (files === undefined) return commitByGit(folder, branch);
  writeIndex(git, files);
  const id = writeCommit(git, writeTree(git, files));
  if (branch === undefined) return id;
  writeRef(git, `refs/heads/${branch}`, id);
  writeFileSync(join(git, 'HEAD'), `ref: refs/heads/${branch}\n`);
  return id;
}

/**
 * Commits all files of the folder on top of these commits, and returns the id. No branch moves: the folder is a checkout of
 * the commit, as actions/checkout leaves it.
 */
export function commitOnto(folder: string, parents: readonly string[]): string {
  const git = join(folder, '.git');
  const files = isPlain(git) ? filesBelow(folder) : undefined;
  if (files === undefined) throw new Error(`${folder} is no repository that was written here`);
  writeIndex(git, files);
  const id = writeObject(git, 'commit', commitText(writeTree(git, files), parents));
  writeFileSync(join(git, 'HEAD'), `${id}\n`);
  return id;
}

/** The commit of HEAD or of a branch. Git itself is asked where it has packed the branches. */
export function commitOf(folder: string, name = 'HEAD'): string {
  const git = join(folder, '.git');
  const head = name === 'HEAD' ? readFileSync(join(git, 'HEAD'), 'utf8').trim() : '';
  const ref = name === 'HEAD' ? /^ref: (.*)$/.exec(head)?.[1] : `refs/heads/${name}`;
  if (ref === undefined) return head;
  const file = join(git, ref);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  return execFileSync('git', ['-C', folder, 'rev-parse', name], { encoding: 'utf8' }).trim();
}

function commitByGit(folder: string, branch?: string): string {
  const start = branch === undefined ? '' : ` && git checkout -qb ${branch}`;
  // A clone has no settings of ours, and a user may have none.
  const commit = 'git -c user.name=a -c user.email=a@example.com commit -qm change --allow-empty';
  const commands = `git add -A && ${commit}${start} && git rev-parse HEAD`;
  return execFileSync('sh', ['-c', commands], { cwd: folder, encoding: 'utf8' }).trim();
}

/** The checksums of indexes that were written here. Another one may have submodules, or files that are ignored. */
const ours = new Set<string>();

/** Whether the repository is as it was written here. */
function isPlain(git: string): boolean {
  const more = ['packed-refs', 'info', 'hooks', 'modules', 'worktrees', 'MERGE_HEAD', 'index.lock'];
  if (!lstatSync(git).isDirectory() || more.some((name) => existsSync(join(git, name))))
    return false;
  const index = join(git, 'index');
  return !existsSync(index) || ours.has(readFileSync(index).toString('hex').slice(-40));
}

interface File {
  /** From the top of the repository. */
  readonly path: string;
  readonly stats: BigIntStats;
  readonly content: Buffer;
  readonly mode: string;
}

/** Undefined if one of them needs Git. */
function filesBelow(top: string, folder = ''): File[] | undefined {
  const found: File[] = [];
  for (const name of readdirSync(join(top, folder))) {
    if (folder === '' && name === '.git') continue;
    if (/^\.git(?:ignore|attributes|modules)?$/.test(name)) return undefined;
    const path = folder === '' ? name : `${folder}/${name}`;
    const file = join(top, path);
    const stats = lstatSync(file, { bigint: true });
    if (stats.isDirectory()) {
      const below = filesBelow(top, path);
      if (below === undefined) return undefined;
      found.push(...below);
    } else if (stats.isSymbolicLink()) {
      found.push({ path, stats, content: readlinkSync(file, 'buffer'), mode: '120000' });
    } else if (stats.isFile()) {
      const mode = stats.mode & 0o100n ? '100755' : '100644';
      found.push({ path, stats, content: readFileSync(file), mode });
    }
  }
  return found;
}

/** Writes the files, and the index with them, in version 2 of its format. */
function writeIndex(git: string, files: readonly File[]): void {
  const sorted = files
    .map((file) => ({ ...file, name: Buffer.from(file.path) }))
    .sort((one, other) => Buffer.compare(one.name, other.name));
  const header = Buffer.from('DIRC\0\0\0\x02\0\0\0\0');
  header.writeUInt32BE(sorted.length, 8);
  const parts = [header];
  for (const { name, stats, content, mode } of sorted) {
    const { ctimeNs, mtimeNs, dev, ino, uid, gid, size } = stats;
    const second = 10n ** 9n;
    const times = [ctimeNs / second, ctimeNs % second, mtimeNs / second, mtimeNs % second];
    const numbers = [...times, dev, ino, BigInt(Number.parseInt(mode, 8)), uid, gid, size];
    // A byte of zero ends the name, and others fill the entry.
    const entry = Buffer.alloc((62 + name.length + 8) & ~7);
    for (const [at, number] of numbers.entries())
      entry.writeUInt32BE(Number(BigInt.asUintN(32, number)), at * 4);
    entry.write(writeObject(git, 'blob', content), 40, 'hex');
    entry.writeUInt16BE(Math.min(name.length, 0xfff), 60);
    name.copy(entry, 62);
    parts.push(entry);
  }
  const text = Buffer.concat(parts);
  const checksum = createHash('sha1').update(text).digest();
  ours.add(checksum.toString('hex'));
  writeFileSync(join(git, 'index'), Buffer.concat([text, checksum]));
}

/** Writes the tree with these files and those below it. */
function writeTree(git: string, files: readonly File[], folder = ''): string {
  const entries = new Map<string, { mode: string; id: string }>();
  const folders = new Map<string, File[]>();
  for (const file of files) {
    const [name = '', ...more] = file.path.slice(folder.length).split('/');
    if (more.length > 0) folders.set(name, [...(folders.get(name) ?? []), file]);
    else entries.set(name, { mode: file.mode, id: objectId('blob', file.content) });
  }
  // In the order of trees, the name of a folder ends with a slash.
  for (const [name, below] of folders)
    entries.set(`${name}/`, { mode: '40000', id: writeTree(git, below, `${folder}${name}/`) });
  const sorted = [...entries].sort(([one], [other]) =>
    Buffer.compare(Buffer.from(one), Buffer.from(other)),
  );
  const parts = sorted.flatMap(([name, { mode, id }]) => [
    Buffer.from(`${mode} ${name.replace(/\/$/, '')}\0`),
    Buffer.from(id, 'hex'),
  ]);
  return writeObject(git, 'tree', Buffer.concat(parts));
}

/** Each commit is a second later than the one before. */
let seconds = Date.UTC(2026, 10, 1) / 1000;

function writeCommit(git: string, tree: string): string {
  const head = readFileSync(join(git, 'HEAD'), 'utf8').trim();
  const ref = /^ref: (.*)$/.exec(head)?.[1];
  const file = join(git, ref ?? 'HEAD');
  const parent = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const id = writeObject(git, 'commit', commitText(tree, parent === undefined ? [] : [parent]));
  writeRef(git, ref ?? 'HEAD', id);
  return id;
}

function commitText(tree: string, parents: readonly string[]): Buffer {
  const author = `a <a@example.com> ${seconds++} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    ...[`author ${author}`, `committer ${author}`, '', 'change', ''],
  ];
  return Buffer.from(lines.join('\n'));
}

function writeRef(git: string, ref: string, id: string): void {
  mkdirSync(dirname(join(git, ref)), { recursive: true });
  writeFileSync(join(git, ref), `${id}\n`);
}

function writeObject(git: string, type: string, content: Buffer): string {
  const id = objectId(type, content);
  const folder = join(git, 'objects', id.slice(0, 2));
  const file = join(folder, id.slice(2));
  if (existsSync(file)) return id;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, deflateSync(withHeader(type, content), { level: 1 }), { mode: 0o444 });
  return id;
}

function objectId(type: string, content: Buffer): string {
  return createHash('sha1').update(withHeader(type, content)).digest('hex');
}

function withHeader(type: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
}
