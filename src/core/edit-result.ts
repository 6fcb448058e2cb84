import { capitalize, plainText } from '../lib/text.js';
import type { Finding } from './finding.js';
import type { Edit } from './fix.js';

/** What an editor finds: the edits of a file's text, or that none are needed, or why it makes none. */
export type EditResult =
  | { readonly kind: 'edits'; readonly description: string; readonly edits: readonly Edit[] }
  /** The text says already what the change asks for. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  /** The reason is a sentence for people, and may hold a part of the text. */
  | RefusedEdit;

export interface RefusedEdit {
  readonly kind: 'refused';
  readonly reason: string;
}

/** What else decides about an edit. */
export interface EditSurroundings {
  /** The lockfile next to a package.json. */
  readonly lockfile?: Lockfile;
  /** The findings of the text of the file, for the fixes of rules. */
  readonly lint?: (text: string) => readonly Finding[];
}

/** A lockfile of npm, pnpm or Yarn. */
export interface Lockfile {
  readonly name: string;
  readonly text: string;
}

export function refused(reason: string): RefusedEdit {
  return { kind: 'refused', reason };
}

/** Larger files are not edited. */
export const MAX_LENGTH = 4 * 1024 * 1024;
export const TOO_LARGE = refused('The file is too large to edit');

export function unchanged(what: string): EditResult {
  return { kind: 'unchanged', reason: capitalize(what) };
}

/** Untrusted text in a message, in quotation marks. */
export function quoted(value: string): string {
  return `"${plainText(value, 120).replaceAll('"', "'")}"`;
}
