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
  /** The entry that has the content; another one for a hard link. */
  readonly content: LayerEntry;
  /** The layer that has the path. */
  readonly layer: number;
  /** A file of a layer above the base image replaces one of the base image. Only a report knows. */
  readonly overBase?: boolean;
}

/** Everything in the final file system, by path. A hard link counts as the file that it leads to. */
export function finalFiles(files: FileSystem): ReadonlyMap<string, FinalFile> {
  const found = new Map<string, FinalFile>();
  for (const entry of files.entries()) found.set(entry.path, finalFile(entry, files));
  return found;
}

function finalFile(entry: LayerEntry, files: FileSystem): FinalFile {
  const resolved = entry.type === 'hardlink' ? files.resolve(entry.path) : undefined;
  const content = (resolved === undefined ? undefined : files.get(resolved)) ?? entry;
  const { type, size, mode, uid, gid, xattrs } = content;
  const capability = xattrs?.get('security.capability');
  // An image has tens of thousands: literals with optional spreads take several times as long.
  const file: { -readonly [K in keyof FinalFile]: FinalFile[K] } = {
    path: entry.path,
    type,
    size,
    mode,
    uid,
    gid,
    content,
    layer: entry.layer,
  };
  if (type === 'symlink') file.target = content.linkTarget ?? '';
  if (capability) file.capabilities = Buffer.from(capability).toString('hex');
  return file;
}
