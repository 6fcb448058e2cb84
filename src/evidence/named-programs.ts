import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import type { ImageFiles } from '../start/image-files.js';

/** Where a text is used: its working folder, and the PATH that programs are searched in. */
export interface TextPlace {
  /** An absolute path. */
  readonly folder?: string;
  readonly environment?: ReadonlyMap<string, string>;
}

const PROGRAM_FOLDERS = ['usr/local/bin', 'usr/bin', 'usr/sbin', 'usr/local/sbin', 'bin', 'sbin'];
const MAX_FOLDERS = 50;
const MAX_WORDS = 20_000;
const WORD = /[A-Za-z0-9_.~/][\w.+@~/-]{0,400}/g;

/**
 * The files of the programs and scripts that words of a text name, by name or by path. Which of them are started is not
 * known: this is for texts whose commands are not followed.
 */
export function namedPrograms(text: string, files: ImageFiles, place: TextPlace = {}): string[] {
  const { folder = '/', environment } = place;
  const own = (environment?.get('PATH') ?? '').split(':').filter((path) => path.startsWith('/'));
  const folders = [
    ...new Set([
      ...files.atMost(own, MAX_FOLDERS, 'the folders of PATH are').map((path) => imagePath(path)),
      ...PROGRAM_FOLDERS,
    ]),
  ].flatMap((path) => files.folder(path) ?? []);
  const inFolders = (name: string) =>
    folders.flatMap((path) =>
      files.names(path).has(name) ? (files.file(`${path}/${name}`) ?? []) : [],
    );
  const found = new Set<string>();
  for (const word of wordsOf(text, files)) {
    const name = posix.basename(word);
    for (const path of inFolders(name)) found.add(path);
    if (!word.includes('/') && !word.includes('.')) continue;
    const path = files.file(imagePath(word, folder));
    if (path !== undefined) found.add(path);
  }
  return [...found];
}

function wordsOf(text: string, files: ImageFiles): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(WORD)) {
    if (words.size >= MAX_WORDS) {
      files.leaveOut(`a text that may name programs has more than ${MAX_WORDS} words`);
      break;
    }
    words.add(word);
  }
  return words;
}
