import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DEFAULT_LIMITS } from '../../image/limits.js';
import { walkStream } from '../../image/tar/walk.js';
import { fileType, whyNoFile } from '../../lib/regular-file.js';
import { plainText } from '../../lib/text.js';
import { zipMembers } from '../records/zip.js';
import { decompress } from './decompress.js';
import { InvalidFeed } from './feed.js';

/** A file of a feed at a path of the user, from a folder or an archive. */
export interface FeedPart {
  /** Its base name, as plain text. */
  readonly name: string;
  readonly dated: Date;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const MAX_FILES = 2_000_000;
const MAX_DEPTH = 8;
/** SUSE’s largest file has 1 GB. Red Hat’s archive has 300,000 documents, of which the largest have megabytes. */
const MAX_CONTENT_BYTES = 64 * 2 ** 30;
/** The largest document of an archive has 30 MB. */
const MAX_MEMBER_BYTES = 64 << 20;
const ENDING = /\.(?:json|xml)(?:\.gz|\.zst|\.bz2)?$/;
/** Names of files that may belong to a feed and are not read: `A.JSON`, `a.json.xz`. */
const SIMILAR = /\.(?:json|xml)(?:\.[a-z0-9]{1,8})?$/i;

/**
 * Calls back for each file at the path, one after the other: the file itself, the members of a zip or tar, or the JSON and
 * XML files of a folder and the folders in it. A part that cannot be read is a problem. Throws InvalidFeed when there is no
 * file, and for a damaged archive.
 */
export async function eachPart(
  path: string,
  use: (part: FeedPart) => Promise<void>,
  problem: (message: string) => void,
): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileType(path) === 'missing' ? new InvalidFeed('there is no such file or folder') : error;
  });
  // A pipe or a device may never end.
  if (!found.isDirectory() && !found.isFile()) throw new InvalidFeed(whyNoFile(path));
  if (!found.isDirectory()) return eachPartOfFile(path, found.mtime, use, problem);
  let files = 0;
  for await (const file of filesIn(path, 0, problem)) {
    if (++files > MAX_FILES) throw new InvalidFeed(`it has more than ${MAX_FILES} files`);
    const { mtime } = await stat(file);
    await use({
      name: nameOf(file),
      dated: mtime,
      chunks: decompress(createReadStream(file), MAX_CONTENT_BYTES),
    });
  }
  if (files === 0) throw new InvalidFeed('the folder has no JSON or XML files');
}

async function* filesIn(
  folder: string,
  depth: number,
  problem: (message: string) => void,
): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const why = entry.isFile() ? whyUnread(entry.name) : 'it is not a regular file';
    if (entry.isDirectory() && depth < MAX_DEPTH) yield* filesIn(path, depth + 1, problem);
    else if (entry.isDirectory())
      problem(`${nameOf(path)}: it is more than ${MAX_DEPTH} folders deep`);
    else if (why === undefined) yield path;
    else if (SIMILAR.test(entry.name)) problem(`${nameOf(path)}: ${why}`);
  }
}

function whyUnread(name: string): string | undefined {
  return ENDING.test(name) ? undefined : 'files with this ending are not read';
}

async function eachPartOfFile(
  path: string,
  dated: Date,
  use: (part: FeedPart) => Promise<void>,
  problem: (message: string) => void,
): Promise<void> {
  const head = await firstBytes(createReadStream(path, { end: 3 }));
  if (head.subarray(0, 2).toString('latin1') === 'PK') {
    for await (const member of zipMembers(path, MAX_MEMBER_BYTES))
      if ('problem' in member) problem(`${member.name}: ${member.problem}`);
      else if (ENDING.test(member.name))
        await use({ name: nameOf(member.name), dated, chunks: contentOf(member.bytes) });
      else if (SIMILAR.test(member.name))
        problem(`${nameOf(member.name)}: ${whyUnread(member.name)}`);
    return;
  }
  const content = () => decompress(createReadStream(path), MAX_CONTENT_BYTES);
  if (isTar(await firstBytes(content(), 512))) await eachMember(content(), dated, use, problem);
  else await use({ name: nameOf(path), dated, chunks: content() });
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>, count = 4): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    head = Buffer.concat([head, chunk.subarray(0, count)]);
    if (head.length >= count) break;
  }
  return head;
}

/** Source: POSIX.1-2008, pax, "ustar Interchange Format". */
function isTar(head: Buffer): boolean {
  return head.length === 512 && head.toString('latin1', 257, 262) === 'ustar';
}

async function eachMember(
  chunks: AsyncIterable<Uint8Array>,
  dated: Date,
  use: (part: FeedPart) => Promise<void>,
  problem: (message: string) => void,
): Promise<void> {
  let name = '';
  const visitor = {
    member(member: { readonly name: string; readonly type: string; readonly size: number }) {
      name = nameOf(member.name);
      const why = member.type === 'file' ? whyUnread(name) : 'it is not a regular file';
      if (why !== undefined) {
        if (SIMILAR.test(name) && member.type !== 'directory') problem(`${name}: ${why}`);
        return 0;
      }
      if (member.size <= MAX_MEMBER_BYTES) return member.size;
      problem(`${name}: it is larger than ${MAX_MEMBER_BYTES >> 20} MB`);
      return 0;
    },
    body: (bytes: Buffer) => use({ name, dated, chunks: contentOf(bytes) }),
  };
  // Source: POSIX.1-2008, pax: an archive ends with two records of zeros.
  if (!(await walkStream(chunks, visitor, DEFAULT_LIMITS)))
    throw new InvalidFeed('it is cut short: the archive has no end');
}

function contentOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  return decompress(
    (async function* () {
      yield bytes;
    })(),
    MAX_CONTENT_BYTES,
  );
}

function nameOf(path: string): string {
  return plainText(basename(path), 100);
}
