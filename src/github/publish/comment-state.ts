import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { isCount, isNestedDeeper, isObject, list } from '../../lib/json.js';

/** What one job contributes to a comment that several jobs write, such as the legs of a matrix. */
export interface CommentPart<Content = unknown> {
  /** Identifies the step over re-runs. */
  readonly id: string;
  /** When the part was made, in milliseconds. The newer of two parts with one id counts. */
  readonly at: number;
  readonly content: Content;
}

/** The parts of one workflow run. */
export interface CommentState<Content = unknown> {
  /** The id of the workflow run, which is higher for a later run. */
  readonly run: number;
  readonly parts: ReadonlyMap<string, CommentPart<Content>>;
}

/** A matrix has at most 256 jobs; a job may have several steps. */
const MAX_PARTS = 512;
/** Bytes of the inflated text. A comment has at most 65,536 characters. */
const MAX_BYTES = 4_000_000;
const MAX_DEPTH = 64;

/**
 * The state of the later run; of one run, the parts of both. The order of states does not matter, and merging a state
 * again changes nothing, so that jobs can merge what they read in any order. `a` wins over a part that is as old.
 */
export function mergeStates<C>(a: CommentState<C>, b: CommentState<C>): CommentState<C> {
  if (a.run !== b.run) return a.run > b.run ? a : b;
  const parts = new Map(a.parts);
  for (const [id, part] of b.parts) {
    const other = parts.get(id);
    if (other ? part.at > other.at : parts.size < MAX_PARTS) parts.set(id, part);
  }
  return { run: a.run, parts };
}

/** Whether `state` has everything of `other`, or replaces it as the state of a later run. */
export function includesState(state: CommentState, other: CommentState): boolean {
  if (state.run !== other.run) return state.run > other.run;
  return [...other.parts.values()].every(({ id, at }) => (state.parts.get(id)?.at ?? -1) >= at);
}

/** The state as text of letters, digits, `+`, `/` and `=`, which cannot end an HTML comment. */
export function encodeState({ run, parts }: CommentState): string {
  const text = JSON.stringify({ run, parts: [...parts.values()] });
  return deflateRawSync(text, { level: 9 }).toString('base64');
}

/**
 * The state in a text that `encodeState` made. Undefined for any other text: people can edit a comment. `readContent`
 * returns undefined for a content that is not valid; its part is left out.
 */
export function decodeState<C>(
  text: string,
  readContent: (value: unknown) => C | undefined,
): CommentState<C> | undefined {
  let value: unknown;
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_BYTES });
    if (isNestedDeeper(bytes, MAX_DEPTH)) return undefined;
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(value) || !isCount(value.run)) return undefined;
  const parts = new Map<string, CommentPart<C>>();
  for (const part of list(value.parts).slice(0, MAX_PARTS)) {
    if (!isObject(part) || !isCount(part.at)) continue;
    const { id, at } = part;
    if (typeof id !== 'string' || !/^[0-9a-f]{1,64}$/.test(id)) continue;
    const content = readContent(part.content);
    if (content !== undefined) parts.set(id, { id, at, content });
  }
  return { run: value.run, parts };
}
