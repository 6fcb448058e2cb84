import { posix } from 'node:path';
import type { WritableFolder } from '../../core/runtime-needs.js';
import { normalize } from '../../image/paths.js';
import { type Account, contentOf, entryAt, type ImageView, realPath } from './image-view.js';
import { folderNamesOf, type ServerConfig } from './server-config.js';
import type { ScriptAct } from './start-scripts.js';

/** The folders that have to be writable, and why that is not enough. */
export interface Writable {
  readonly folders: readonly WritableFolder[];
  /** A clause; undefined if the folders are enough. */
  readonly reason: string | undefined;
}

/** A path that something writes to. */
interface Wanted {
  readonly path: string;
  readonly evidence: string;
  /** A script or a setting names it: a folder with files that cannot be replaced is a reason against it. */
  readonly isSure: boolean;
  /** The folder has to be there, because nothing makes it. */
  readonly isFolder?: boolean;
  /** A file is made there: the folder above it has to be there. */
  readonly isFile?: boolean;
}

/** More folders are not proposed. */
const MAX_FOLDERS = 24;
/** Where programs write by convention, however they are configured. Source: hier(7), file-hierarchy(7). */
const ALWAYS = ['/tmp', '/run'];
/** What exists below /run only for an init system. */
const OF_INIT =
  /^\/run\/(?:lock|user|systemd|log|shm|udev|initctl|mount|sendsigs\.omit\.d|adduser|resolvconf)(?:\/|$)/;
/** Folders for data. Other folders of an account can be its program. */
const STATE = /^\/(?:var\/(?:lib|cache|log|spool|tmp|run)|run|srv|data|tmp|home|mnt)\//;

/** What is known of the start, besides the image. */
interface StartFacts {
  readonly acts: readonly ScriptAct[];
  readonly config: Pick<ServerConfig, 'paths'>;
  /** The users that the program can become. */
  readonly mayBecome: readonly Account[];
}

/** Derives the folders that the program, started as `user`, writes to. */
export function writableFolders(view: ImageView, user: Account, facts: StartFacts): Writable {
  const volumes = view.config.volumes.map((path) => realPath(view.files, path));
  const isVolume = (path: string) =>
    volumes.some((volume) => path === volume || path.startsWith(`${volume}/`));
  const folders = new Map<string, WritableFolder>();
  let reason: string | undefined;
  for (const { path, evidence, isSure, isFolder, isFile } of wantedPaths(view, user, facts)) {
    const real = realPath(view.files, path);
    const folder = isFolder ? real : folderOf(view, real, isFile && !path.endsWith('/'));
    if (path !== '' && (isVolume(real) || isVolume(folder) || OF_KERNEL.test(real))) continue;
    if (path !== '' && folders.has(folder)) continue;
    const problem = path === '' ? evidence : problemOf(view, folder);
    if (problem !== undefined) {
      if (isSure) reason ??= path === '' ? evidence : `${evidence}, ${problem}`;
      continue;
    }
    for (const one of [folder, ...innerFolders(view, folder)])
      if (!folders.has(one))
        folders.set(one, { path: one, ...ownership(view, one, user), evidence });
  }
  if (folders.size > MAX_FOLDERS) reason ??= `it writes to ${folders.size} folders`;
  const sorted = [...folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { folders: sorted.slice(0, MAX_FOLDERS), reason };
}

/** Paths that something writes to, those that are sure first. */
function wantedPaths(
  view: ImageView,
  user: Account,
  { acts, config, mayBecome }: StartFacts,
): Wanted[] {
  return [
    ...written(acts, user),
    ...config.paths.map(({ value, place }) => ({
      path: value,
      evidence: `${place} names ${value}`,
      isSure: false,
    })),
    ...owned(view, [user, ...mayBecome]).filter(
      // A folder that is closed to the user, and that nothing opens for it, is not used.
      ({ path }) => user.uid === 0 || mayBecome.length > 0 || canWrite(view, path, user),
    ),
    ...ALWAYS.map((path) => ({ path, evidence: CONVENTION, isSure: false })),
  ];
}

const CONVENTION = 'programs write to it by convention';

/** Why a folder cannot be replaced by an empty one; undefined if it can. */
function problemOf(view: ImageView, folder: string): string | undefined {
  if (folder === '/') return 'and / has files of the image';
  // It becomes part of a manifest, where other characters have a meaning.
  if (!PLAIN.test(folder)) return 'which is no plain path';
  // The image sends its logs to the standard streams.
  if (hasStreams(view.files, folder)) return `and ${folder} has links to the standard streams`;
  const hasFiles = !isScratch(folder) && contentOf(view.files, folder).hasFiles;
  return hasFiles ? `and ${folder} has files of the image` : undefined;
}

/** The folders in a folder that a program expects. */
function innerFolders({ files }: ImageView, folder: string): string[] {
  if (folder === '/var/log' || /^\/(?:var\/)?tmp(?:\/|$)/.test(folder)) return [];
  return contentOf(files, folder)
    .folders.map(({ path }) => `/${path}`)
    .filter((path) => !OF_INIT.test(path) && PLAIN.test(path));
}

const PLAIN = /^\/[\w.@+/-]{1,200}$/;

const OF_KERNEL = /^\/(?:dev|proc|sys)(?:\/|$)/;

/** What the scripts write. Links that are made to the standard streams are made in the image, too. */
function written(acts: readonly ScriptAct[], user: Account): Wanted[] {
  return acts.flatMap(({ kind, target, onlyRoot, place }): Wanted | Wanted[] => {
    if (!isWrite(kind)) return kind === 'install' ? unknownPath(`${place} installs packages`) : [];
    // What root prepares for the user has to be there when the script starts as the user.
    const isPrepared = onlyRoot && user.uid !== 0;
    if (isPrepared && ((kind !== 'mkdir' && kind !== 'chown') || target === undefined)) return [];
    if (target === undefined)
      return kind === 'write' || kind === 'mkdir'
        ? unknownPath(`${place} writes to a path that is not known`)
        : [];
    const evidence = `${place} ${VERBS[kind]} ${target}`;
    return { path: target, evidence, isSure: true, isFolder: isPrepared, isFile: kind === 'write' };
  });
}

function unknownPath(evidence: string): Wanted {
  return { path: '', evidence, isSure: true };
}

function isWrite(kind: ScriptAct['kind']): kind is keyof typeof VERBS {
  return kind in VERBS;
}

const VERBS = {
  write: 'writes',
  remove: 'removes',
  mkdir: 'makes',
  chown: 'changes the owner of',
  chmod: 'changes the mode of',
} as const;

/** Folders for data that belong to the accounts or have the name of the program. */
function owned({ files, started, config }: ImageView, accounts: readonly Account[]): Wanted[] {
  const uids = new Set(accounts.map(({ uid }) => uid).filter((uid) => uid !== 0));
  const nameOf = (uid: number) => accounts.find((one) => one.uid === uid)?.name ?? String(uid);
  const found: Wanted[] = [];
  for (const entry of files.entries()) {
    if (entry.type !== 'directory' || !uids.has(entry.uid)) continue;
    const path = `/${entry.path}`;
    const isOwnFolder =
      STATE.test(`${path}/`) ||
      path.startsWith(`${config.workingDir ?? '/app'}/`) ||
      !path.slice(1).includes('/');
    if (isOwnFolder && !/^\/(?:usr|etc|bin|sbin|lib|opt\/.*\/bin)(?:\/|$)/.test(path))
      found.push({ path, evidence: `${nameOf(entry.uid)} owns ${path}`, isSure: false });
  }
  const names = new Set(started.flatMap(({ program }) => folderNamesOf(program)));
  for (const root of ['/var/lib', '/var/cache', '/var/log', '/var/spool', '/run'])
    for (const name of names) {
      const path = `${root}/${name}`;
      if (entryAt(files, path)?.type === 'directory')
        found.push({ path, evidence: `${name} has the folder ${path}`, isSure: false });
    }
  return found;
}

/**
 * The folder that has to be writable for a path: itself if it is a folder, else the one above it. Of a path that does not
 * exist, the one above it if that is a folder of the program, which covers both.
 */
function folderOf(view: ImageView, path: string, isFile = false): string {
  const entry = entryAt(view.files, path);
  const parent = posix.dirname(path);
  if (entry) return entry.type === 'directory' ? path : parent;
  if (isFile) return parent;
  const isOwn = /^\/(?:run|tmp|var\/tmp)$|^(?:\/[^/]+){3,}$/.test(parent);
  const isParent = isOwn && entryAt(view.files, parent) && problemOf(view, parent) === undefined;
  return isParent || /\/[^/]+\.[a-z]{1,5}$/i.test(path) ? parent : path;
}

/** Folders whose files are left over from the build. */
function isScratch(folder: string): boolean {
  return /^\/(?:run|tmp|var\/tmp|var\/log)(?:\/|$)/.test(folder);
}

/** Whether the links of a folder for logs lead to /dev/stdout or /dev/stderr. */
function hasStreams(files: ImageView['files'], folder: string): boolean {
  if (!folder.startsWith('/var/log/')) return false;
  for (const name of files.names?.(normalize(folder)) ?? [])
    if (files.get(`${normalize(folder)}/${name}`)?.linkTarget?.startsWith('/dev/')) return true;
  return false;
}

function ownership(
  { files }: ImageView,
  path: string,
  user: Account,
): Pick<WritableFolder, 'uid' | 'gid' | 'mode'> {
  const entry = entryAt(files, path);
  const isShared = /^\/(?:var\/)?tmp$/.test(path);
  if (isShared) return { uid: 0, gid: 0, mode: 0o1777 };
  if (!entry || (entry.uid === 0 && user.uid !== 0))
    return { uid: user.uid, gid: user.gid, mode: entry ? entry.mode & 0o7777 : 0o755 };
  return { uid: entry.uid, gid: entry.gid, mode: entry.mode & 0o7777 };
}

/** Whether root needs a capability to write to a folder, because it belongs to another user. */
export function isOfOther({ uid, gid, mode }: WritableFolder): boolean {
  return uid !== 0 && (mode & 0o002) === 0 && !(gid === 0 && (mode & 0o020) !== 0);
}

/** Whether a user can write to a path of the image. */
export function canWrite({ files }: ImageView, path: string, user: Account): boolean {
  const entry = entryAt(files, normalize(path));
  if (!entry) return false;
  const { uid, gid, mode } = entry;
  return (
    (uid === user.uid && (mode & 0o200) !== 0) ||
    (gid === user.gid && (mode & 0o020) !== 0) ||
    (mode & 0o002) !== 0
  );
}
