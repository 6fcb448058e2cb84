import { type ByteSource, readBytes, slice } from './bytes.js';
import { damaged, type Limits } from './limits.js';
import { normalize } from './paths.js';
import { TarError } from './tar/header.js';
import { walkSource } from './tar/walk.js';

/** Files by name: those of an archive, or of a folder. */
export interface FileTable {
  /** Undefined when there is no such file. */
  file(path: string): ByteSource | undefined;
}

type ArchiveMember =
  | { readonly offset: number; readonly size: number }
  | { readonly link: string }
  | { readonly unsupported: string };

/**
 * The names in an uncompressed archive; bodies stay where they are. Links between members are followed: Docker before
 * 25 saves a layer that occurs twice as a symbolic link. Throws PortsideError (incomplete) when the archive is damaged.
 */
export async function openArchive(
  source: ByteSource,
  where: string,
  limits: Limits,
): Promise<FileTable> {
  const members = new Map<string, ArchiveMember>();
  const visitor = {
    member(member: Parameters<Parameters<typeof walkSource>[1]['member']>[0], offset: number) {
      const path = normalize(member.name);
      if (member.sparse) members.set(path, { unsupported: 'it is stored as a sparse file' });
      else if (member.type === 'file') members.set(path, { offset, size: member.size });
      else if (member.type === 'symlink')
        members.set(path, { link: normalize(`${path}/../${member.linkTarget ?? ''}`) });
      else if (member.type === 'hardlink')
        members.set(path, { link: normalize(member.linkTarget ?? '') });
      if (members.size > ARCHIVE_MEMBERS)
        throw new TarError(`it has more than ${ARCHIVE_MEMBERS} members`);
      return 0;
    },
    body: () => {},
  };
  try {
    await walkSource(source, visitor, limits);
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    throw damaged(where, error.message, 'Save the image again.');
  }
  return {
    file(path) {
      let name = normalize(path);
      for (let links = 0; links < 10; links++) {
        const member = members.get(name);
        if (!member) return undefined;
        if ('unsupported' in member) throw damaged(`${name} in ${where}`, member.unsupported);
        if ('offset' in member) return slice(source, member.offset, member.size);
        name = member.link;
      }
      return undefined;
    },
  };
}

/** Members of an archive around an image: blobs and a few files, not the image's own. */
const ARCHIVE_MEMBERS = 100_000;

/** A small file whole. Throws PortsideError (incomplete) when it is not there or too large to be what it says. */
export function readSmall(
  table: FileTable,
  path: string,
  where: string,
  limits: Limits,
): Buffer | undefined {
  const source = table.file(path);
  if (!source) return undefined;
  if (source.size > limits.jsonBytes)
    throw damaged(`${path} in ${where}`, `it is larger than ${limits.jsonBytes} bytes`);
  return readBytes(source, 0, source.size);
}
