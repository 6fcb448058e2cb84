import type { FileSystem, LayerEntry } from '../image/image.js';

/** A file, link or device of the final file system. */
export interface FinalFile {
  readonly path: string;
  readonly type: LayerEntry['type'];
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The target of a symbolic link. */
  readonly target?: string;
  /** The extended attribute security.capability, in hex. */
  readonly capabilities?: string;
  /** The entry under which the content is read; another one for a hard link. */
  readonly content: LayerEntry;
  /** Another name of the file counts for its size. */
  readonly isLink?: boolean;
  /** The layer that has the content, if it is read under the name that another layer made. */
  readonly contentLayer?: number;
  /** The layer that has the path. */
  readonly layer: number;
  /** A file of a layer above the base image replaces one of the base image. Only a report knows. */
  readonly overBase?: boolean;
}

/** Everything in the final file system, by path. All names of a file have its facts. */
export function finalFiles(files: FileSystem): ReadonlyMap<string, FinalFile> {
  const found = new Map<string, FinalFile>();
  for (const entry of files.entries()) found.set(entry.path, finalFile(entry, files));
  return found;
}

function finalFile(entry: LayerEntry, files: FileSystem): FinalFile {
  const { path, type, size, mode, uid, gid, xattrs, layer, inode } = entry;
  const capability = xattrs?.get('security.capability');
  // An image has tens of thousands: literals with optional spreads take several times as long.
  const file: { -readonly [K in keyof FinalFile]: FinalFile[K] } = {
    path,
    type,
    size,
    mode,
    uid,
    gid,
    content: entry,
    layer,
  };
  if (type === 'symlink') file.target = entry.linkTarget ?? '';
  if (capability) file.capabilities = Buffer.from(capability).toString('hex');
  if (inode) {
    if (inode.path !== undefined) file.content = { ...entry, path: inode.path, layer: inode.layer };
    else if (inode.layer !== layer) file.contentLayer = inode.layer;
    if (type === 'file' && files.resolve(path) !== path) file.isLink = true;
  }
  return file;
}
