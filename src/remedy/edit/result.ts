import type { Edit } from '../../core/fix.js';
import { plainText } from '../../lib/text.js';

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

export function refused(reason: string): RefusedEdit {
  return { kind: 'refused', reason };
}

export function unchanged(what: string): EditResult {
  return { kind: 'unchanged', reason: `Nothing to do: ${what}` };
}

/** Untrusted text in a message, in quotation marks. */
export function quoted(value: string): string {
  return `"${plainText(value, 120).replaceAll('"', "'")}"`;
}
