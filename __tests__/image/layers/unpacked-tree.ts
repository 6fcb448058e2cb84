import type { TarMember } from '../build-tar.js';
import { pax } from '../build-tar.js';

/** One member of a layer. */
export interface LayerMember {
  readonly kind: 'file' | 'directory' | 'symlink' | 'fifo' | 'hardlink' | 'whiteout' | 'opaque';
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly body?: string;
  /** Of a symbolic link as written, of a hard link from the root. */
  readonly link?: string;
  readonly capabilities?: string;
}

/** A file. Several names may have the same one. */
export interface Inode {
  readonly type: 'file' | 'directory' | 'symlink' | 'fifo';
  readonly body: string;
  readonly target?: string;
  mode: number;
  uid: number;
  capabilities?: string | undefined;
}

/** A name in a folder. A folder without an entry has no inode. */
export interface Name {
  inode: Inode | undefined;
  layer: number;
  readonly children: Map<string, Name>;
}

/**
 * A root file system that layers are unpacked into one after another, as Docker and containerd do it: a member replaces what
 * is at its path, unless both are folders. A hard link is another name of the file, which gets the owner, the mode and the
 * capabilities of the link. Whiteouts delete what the layers below have.
 */
export class UnpackedTree {
  readonly root: Name = { inode: undefined, layer: -1, children: new Map() };

  apply({ kind, path, ...member }: LayerMember, layer: number): void {
    const at = path.lastIndexOf('/');
    const folder =
      kind === 'opaque' ? undefined : this.folder(path.slice(0, Math.max(at, 0)), true);
    const name = path.slice(at + 1);
    const found = folder?.children.get(name);
    if (kind === 'opaque') {
      const opaque = this.find(path);
      if (opaque) pruneContent(opaque, layer);
    } else if (kind === 'whiteout') {
      if (found && prune(found, layer)) folder?.children.delete(name);
    } else {
      const inode =
        kind === 'hardlink' ? this.find(member.link ?? '')?.inode : newInode(kind, member);
      if (!inode) throw new Error(`${path} has no file`);
      const { mode, uid, capabilities } = member;
      Object.assign(inode, { mode, uid, capabilities });
      const isMerged = kind === 'directory' && found && isFolder(found);
      folder?.children.set(name, {
        ...{ inode, layer },
        children: isMerged ? found.children : new Map(),
      });
    }
  }

  /** The name at exactly this path. */
  find(path: string): Name | undefined {
    const at = path.lastIndexOf('/');
    const folder = this.folder(path.slice(0, Math.max(at, 0)), false);
    return path === '' ? this.root : folder?.children.get(path.slice(at + 1));
  }

  /** The folder at a path, links followed; undefined if something else is there. */
  folder(path: string, create: boolean, links = 0): Name | undefined {
    let folder = this.root;
    const parts = path.split('/').filter(Boolean);
    for (const part of parts) {
      let next = folder.children.get(part);
      if (!next) {
        if (!create) return undefined;
        next = { inode: undefined, layer: -1, children: new Map() };
        folder.children.set(part, next);
      }
      // Links are absolute here.
      if (next.inode?.type === 'symlink')
        next = links > 9 ? undefined : this.folder(next.inode.target ?? '', false, links + 1);
      if (!next || !isFolder(next)) return undefined;
      folder = next;
    }
    return folder;
  }

  /** All names that have an inode. */
  *names(folder = this.root, prefix = ''): Generator<readonly [string, Name & { inode: Inode }]> {
    for (const [name, found] of folder.children) {
      const path = prefix + name;
      const { inode } = found;
      if (inode) yield [path, { ...found, inode }];
      yield* this.names(found, `${path}/`);
    }
  }
}

export function isFolder({ inode }: Name): boolean {
  return inode === undefined || inode.type === 'directory';
}

function pruneContent({ children }: Name, layer: number): void {
  for (const [child, found] of [...children]) if (prune(found, layer)) children.delete(child);
}

/** Deletes what lower layers have, and tells if nothing of this layer is left. */
function prune(name: Name, layer: number): boolean {
  pruneContent(name, layer);
  if (name.layer === layer) return false;
  name.inode = undefined;
  return name.children.size === 0;
}

function newInode(
  type: Inode['type'],
  { mode, uid, body = '', link }: Omit<LayerMember, 'kind' | 'path'>,
): Inode {
  return { type, body, mode, uid, ...(link !== undefined && { target: link }) };
}

const TYPES = { file: '0', hardlink: '1', symlink: '2', directory: '5', fifo: '6' } as const;

/** The members of an archive. */
export function tarMembers(members: readonly LayerMember[]): TarMember[] {
  return members.flatMap(({ kind, path, mode, uid, body, link, capabilities }): TarMember[] => {
    if (kind === 'opaque') return [{ name: `${path}/.wh..wh..opq` }];
    if (kind === 'whiteout') return [{ name: path.replace(/[^/]*$/, '.wh.$&') }];
    const name = kind === 'directory' ? `${path}/` : path;
    const member = { name, type: TYPES[kind], mode, uid, gid: uid };
    return [
      ...(capabilities ? [pax({ 'SCHILY.xattr.security.capability': capabilities })] : []),
      { ...member, ...(body !== undefined && { body }), ...(link !== undefined && { link }) },
    ];
  });
}
