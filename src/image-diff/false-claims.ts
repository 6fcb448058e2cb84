import type { FileReader, FileSystem } from '../image/image.js';
import type { FinalFile } from './final-files.js';

/** Bytes of one list of checksums, and of all. */
const MAX_BYTES = 8 << 20;
const MAX_ALL_BYTES = 64 << 20;
const RECORD = /^var\/lib\/dpkg\/info\/([^/]+)\.md5sums$/;

/**
 * Finds programs and libraries that a list of dpkg gives to a package, and that are not among the checksums which the package
 * came with: anyone can add a line to the list. Source: deb-md5sums(5).
 */
export function readClaims(baseLayers: number) {
  const records = new Map<string, { readonly layer: number; readonly text: string }>();
  let left = MAX_ALL_BYTES;
  let isCut = false;
  const reader: FileReader = {
    wants: ({ path, size }) => {
      if (!RECORD.test(path)) return 0;
      if (size > MAX_BYTES) isCut = true;
      return size <= MAX_BYTES ? size : 0;
    },
    read: ({ path, layer, bytes }) => {
      left -= bytes.length;
      if (left < 0) return;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      records.set(path, { layer, text: `${text}\n`.replace(DOCUMENTS, '') });
    },
  };
  return {
    reader,
    /** Whether there are more checksums than are read: files that only a list names are not found then. */
    isCut: () => isCut || left < 0,
    /** The owners without those that only a list names. A package without checksums, and a file of the base image, is left. */
    withoutFalse(
      owners: ReadonlyMap<string, string>,
      files: ReadonlyMap<string, FinalFile>,
      fileSystem: FileSystem,
    ): ReadonlyMap<string, string> {
      const textOf = (name: string) => {
        const path = `var/lib/dpkg/info/${name}.md5sums`;
        const record = records.get(path);
        return record && fileSystem.get(path)?.layer === record.layer ? record.text : undefined;
      };
      const isFalse = (path: string, purl: string) => {
        const file = files.get(path);
        if (!file || file.layer < baseLayers || !isCode(file)) return false;
        const [, name = '', arch = ''] = DEB.exec(purl) ?? [];
        const text = name === '' ? undefined : (textOf(name) ?? textOf(`${name}:${arch}`));
        return text !== undefined && !hasPath(text, path);
      };
      const left = new Map(owners);
      for (const [path, purl] of owners) if (isFalse(path, purl)) left.delete(path);
      return left;
    },
  };
}

/** Most lines of the checksums. */
const DOCUMENTS = /^[0-9a-f]{32} {2}usr\/share\/(?:doc|man|locale|icons|info|lintian)\/.*\n/gm;
const DEB = /^pkg:deb\/[^/]+\/([^@?]+)@[^?]*(?:\?(?:.*&)?arch=([^&]+))?/;

/** Files of settings have no checksums. */
function isCode({ path, type, mode }: FinalFile): boolean {
  if (type !== 'file' || path.startsWith('etc/')) return false;
  return (mode & 0o111) !== 0 || /\.so(?:\.\d+)*$/.test(path);
}

/** With a merged /usr, the package may have the old path. */
function hasPath(text: string, path: string): boolean {
  const old = path.replace(/^usr\//, '');
  return text.includes(`  ${path}\n`) || text.includes(`  ${old}\n`);
}
