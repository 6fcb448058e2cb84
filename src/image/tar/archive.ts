import { type ByteSource, readBytes, sliceSource } from '../bytes.js';
import { limitExceeded, unsupported } from '../errors.js';
import type { Limits } from '../limits.js';
import { normalize } from '../paths.js';
import type { Member } from './decoder.js';
import { tarFailure } from './failure.js';
import { TarError } from './header.js';
import { type MemberVisitor, walkSource } from './walk.js';

/** Files by name, of an archive or a folder. */
export interface FileTable {
  /** Undefined when there is no such file. */
  file(path: string): ByteSource | undefined;
}

type ArchiveMember =
  | { readonly offset: number; readonly size: number }
  | { readonly link: string }
  | { readonly unsupported: string };

/**
 * The files in an uncompressed archive, without reading their bodies. Links between members are followed, because
 * Docker before 25 saves a layer that occurs twice as a symbolic link. Throws PortsideError (incomplete) when the
 * archive is damaged.
 */
export async function openArchive(
  source: ByteSource,
  where: string,
  limits: Limits,
): Promise<FileTable> {
  const members = new Map<string, ArchiveMember>();
  const visitor: MemberVisitor = {
    member(member, offset) {
      const path = normalize(member.name);
      const entry = archiveMember(member, path, offset);
      if (entry) members.set(path, entry);
      if (members.size > MAX_MEMBERS)
        throw new TarError(`it has more than ${MAX_MEMBERS} members`, { isLimit: true });
      return 0;
    },
    body: () => {},
  };
  try {
    await walkSource(source, visitor, limits);
  } catch (error) {
    throw error instanceof TarError ? tarFailure(where, error, 'Save the image again.') : error;
  }
  return {
    file(path) {
      let name = normalize(path);
      for (let links = 0; links < MAX_LINKS; links++) {
        const member = members.get(name);
        if (!member) return undefined;
        if ('unsupported' in member) throw unsupported(`${name} in ${where}`, member.unsupported);
        if ('offset' in member) return sliceSource(source, member.offset, member.size);
        name = member.link;
      }
      return undefined;
    },
  };
}

/** Members of an archive around an image: blobs and a few files, not the files of the image. */
const MAX_MEMBERS = 100_000;
const MAX_LINKS = 10;

/** Undefined for a member that is neither a file nor a link. */
function archiveMember(member: Member, path: string, offset: number): ArchiveMember | undefined {
  if (member.sparse) return { unsupported: 'it is stored as a sparse file' };
  switch (member.type) {
    case 'file':
      return { offset, size: member.size };
    case 'symlink':
      return { link: normalize(`${path}/../${member.linkTarget ?? ''}`) };
    case 'hardlink':
      return { link: normalize(member.linkTarget ?? '') };
    default:
      return undefined;
  }
}

/** The content of a small file; undefined when there is no such file. Throws PortsideError (incomplete) above the limit. */
export function readSmallFile(
  table: FileTable,
  path: string,
  where: string,
  limits: Limits,
): Buffer | undefined {
  const source = table.file(path);
  if (!source) return undefined;
  if (source.size > limits.jsonBytes)
    throw limitExceeded(`${path} in ${where}`, `it is larger than ${limits.jsonBytes} bytes`);
  return readBytes(source, 0, source.size);
}
