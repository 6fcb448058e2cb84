import type { FileReader } from '../image/image.js';
import { decodeUtf8 } from './file-content.js';
import { isOfDebian } from './publisher.js';
import { stanzas } from './stanzas.js';

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

const STATUS = 'var/lib/dpkg/status';
const STATUS_FILE = /^var\/lib\/dpkg\/status\.d\/[^/]+$/;
const MD5SUMS = /^var\/lib\/dpkg\/(?:info|status\.d)\/([^/:]+)(?::[^/]+)?\.md5sums$/;
const APK = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
/** The bytes of all databases together. Files that the rest lists count as files of the user. */
const MAX_BYTES = 64 * 1024 * 1024;

interface Database {
  readonly path: string;
  readonly layer: number;
  readonly bytes: Buffer;
}

/**
 * Collects what packages ship during a walk over the layers. A list of dpkg counts if the status in the same layer has its
 * package, since dpkg writes both: any layer can add a list. Sources: dpkg's info/*.md5sums and deb-conffiles(5); Alpine
 * wiki, "Apk spec", installed database V2, field Z.
 */
export function createShippedFiles(): ShippedFiles {
  const databases: Database[] = [];
  let left = MAX_BYTES;
  let recorded: ReadonlySet<string> | undefined;
  return {
    reader: {
      wellKnown: [STATUS, ...APK],
      wants: ({ path, size }) => (size <= left && isDatabase(path) ? size : 0),
      read: ({ path, layer, bytes, size }) => {
        if (bytes.length < size || size > left) return;
        left -= size;
        databases.push({ path, layer, bytes: Buffer.from(bytes) });
      },
    },
    isShipped(path, { md5, sha1 }) {
      recorded ??= new Set(entriesOf(databases));
      // With a merged /usr the database may list the file by its old path.
      const paths = path.startsWith('usr/') ? [path, path.slice('usr/'.length)] : [path];
      return paths.some((one) => recorded?.has(`${md5} ${one}`) || recorded?.has(`${sha1} ${one}`));
    },
  };
}

function isDatabase(path: string): boolean {
  return path === STATUS || APK.includes(path) || STATUS_FILE.test(path) || MD5SUMS.test(path);
}

/** `digest path` of each file that packages of the distribution ship. */
function* entriesOf(databases: readonly Database[]): Generator<string> {
  /** `layer name` of the packages that dpkg installed. */
  const installed = new Set<string>();
  for (const { path, layer, bytes } of databases) {
    if (APK.includes(path)) yield* apkEntries(decodeUtf8(bytes));
    else if (!MD5SUMS.test(path))
      for (const stanza of stanzas(decodeUtf8(bytes))) {
        if (!isOfDebian(stanza.get('origin') ?? stanza.get('maintainer') ?? '')) continue;
        installed.add(`${layer} ${stanza.get('package')}`);
        yield* conffiles(stanza.get('conffiles') ?? '');
      }
  }
  for (const { path, layer, bytes } of databases)
    if (installed.has(`${layer} ${MD5SUMS.exec(path)?.[1]}`)) yield* md5sums(decodeUtf8(bytes));
}

function* conffiles(text: string): Generator<string> {
  for (const [, file, md5] of text.matchAll(/^\s*\/(\S+) ([0-9a-f]{32})(?: obsolete)?$/gm))
    yield `${md5} ${file}`;
}

function* md5sums(text: string): Generator<string> {
  for (const [, md5, file] of text.matchAll(/^([0-9a-f]{32}) [ *](?:\.?\/)?(.+)$/gm))
    yield `${md5} ${file}`;
}

/** A package without the commit of its build script was not built for a distribution. */
function* apkEntries(text: string): Generator<string> {
  for (const block of text.split(/\n{2,}/)) {
    if (!/^c:[0-9a-f]{40}$/m.test(block)) continue;
    let folder = '';
    let file = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('F:')) folder = line.slice(2);
      else if (line.startsWith('R:')) file = `${folder === '' ? '' : `${folder}/`}${line.slice(2)}`;
      else if (line.startsWith('Z:Q1'))
        yield `${Buffer.from(line.slice(4), 'base64').toString('hex')} ${file}`;
    }
  }
}
