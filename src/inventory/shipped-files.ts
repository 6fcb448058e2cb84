import type { FileReader } from '../image/image.js';
import { textOf } from './file-content.js';

/** The digests of a file's content, in hex. */
export interface ContentDigests {
  readonly md5: string;
  readonly sha1: string;
}

/** The files that the distribution's packages ship. */
export interface ShippedFiles {
  readonly reader: FileReader;
  /**
   * Whether a package of the distribution ships the file with this content, as the package database of one of the layers
   * records. Configuration that was changed is not what the package ships. Databases of rpm are not read.
   */
  isShipped(path: string, digests: ContentDigests): boolean;
}

const MD5SUMS = /^var\/lib\/dpkg\/(?:info|status\.d)\/[^/]+\.md5sums$/;
const STATUS = 'var/lib/dpkg/status';
const APK = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
/** The bytes of all databases together. Files that the rest lists count as files of the user. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Collects what packages ship during a walk over the layers. Sources: dpkg's info/*.md5sums and deb-conffiles(5); Alpine
 * wiki, "Apk spec", installed database V2, field Z.
 */
export function createShippedFiles(): ShippedFiles {
  const lists: { readonly path: string; readonly bytes: Buffer }[] = [];
  let left = MAX_BYTES;
  let recorded: ReadonlySet<string> | undefined;
  return {
    reader: {
      wellKnown: [STATUS, ...APK],
      wants: ({ path, size }) =>
        size <= left && (path === STATUS || APK.includes(path) || MD5SUMS.test(path)) ? size : 0,
      read: ({ path, bytes, size }) => {
        if (bytes.length < size || size > left) return;
        left -= size;
        lists.push({ path, bytes: Buffer.from(bytes) });
      },
    },
    isShipped(path, { md5, sha1 }) {
      recorded ??= new Set(lists.flatMap((list) => entriesOf(list.path, textOf(list.bytes))));
      // With a merged /usr the database may list the file by its old path.
      const paths = path.startsWith('usr/') ? [path, path.slice('usr/'.length)] : [path];
      return paths.some((one) => recorded?.has(`${md5} ${one}`) || recorded?.has(`${sha1} ${one}`));
    },
  };
}

/** `digest path` of each file that a database lists. */
function entriesOf(path: string, text: string): string[] {
  if (path === STATUS)
    return [...text.matchAll(/^ \/(\S+) ([0-9a-f]{32})(?: obsolete)?$/gm)].map(
      ([, file, md5]) => `${md5} ${file}`,
    );
  if (!APK.includes(path))
    return [...text.matchAll(/^([0-9a-f]{32}) [ *](?:\.?\/)?(.+)$/gm)].map(
      ([, md5, file]) => `${md5} ${file}`,
    );
  const entries: string[] = [];
  let folder = '';
  let file = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('F:')) folder = line.slice(2);
    else if (line.startsWith('R:')) file = `${folder === '' ? '' : `${folder}/`}${line.slice(2)}`;
    else if (line.startsWith('Z:Q1'))
      entries.push(`${Buffer.from(line.slice(4), 'base64').toString('hex')} ${file}`);
  }
  return entries;
}
