import type { EntryType } from './image.js';

interface Entry {
  readonly type: EntryType;
}

/** Whether an entry is a regular file, under its first name or another one. */
export function isFileEntry(entry: Entry): boolean;
export function isFileEntry<E extends Entry>(entry: E | undefined): entry is E;
export function isFileEntry(entry: Entry | undefined): boolean {
  return entry?.type === 'file' || entry?.type === 'hardlink';
}

/** The same for symbolic links, too. */
export function isFileOrLink(entry: Entry): boolean {
  return isFileEntry(entry) || entry.type === 'symlink';
}
