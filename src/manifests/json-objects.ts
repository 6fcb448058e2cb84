import { isComposeKey } from './compose-keys.js';
import { isJson } from './paths.js';

/** Whether a file is JSON by its name, and its text no YAML, which kubectl tells by the first character. */
export function isJsonText(path: string, text: string): boolean {
  return isJson(path) && /^\ufeff?\s*[{[]/.test(text);
}

/**
 * Whether a JSON text is an object of Kubernetes that the check reads: `apiVersion` and `kind` are at its top level, and the
 * kind is no definition, answer or configuration. Undefined if the text ends before it says so.
 */
export function isJsonObject(text: string): boolean | undefined {
  const { values, isComplete, isForeign } = topLevelOf(text);
  const [version, kind] = [values.get('apiVersion'), values.get('kind')];
  if (version !== undefined && !VERSION.test(version)) return false;
  if (kind !== undefined && (!KIND.test(kind) || SKIPPED_KIND.test(kind))) return false;
  if (version !== undefined && kind !== undefined) return true;
  return isComplete || isForeign ? false : undefined;
}

const VERSION = /^(?:[a-z0-9.-]{1,253}\/)?v[1-9]\d{0,2}(?:(?:alpha|beta)\d{1,3})?$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;
/** Definitions of other kinds, questions to the API server and its answers, and files of its clients. */
const SKIPPED_KIND =
  /Review$|^API|^(?:Config|Configuration|CustomResourceDefinition|CustomResourceDefinitionList|Status|Table)$/;

/** Keys that an object can have before `apiVersion` and `kind`. */
const OBJECT_KEYS: ReadonlySet<string> = new Set(
  'apiVersion binaryData data immutable imagePullSecrets items kind metadata roleRef rules secrets spec status stringData subjects template type webhooks'.split(
    ' ',
  ),
);

interface TopLevel {
  /** The texts of the keys of the first object. */
  readonly values: ReadonlyMap<string, string>;
  /** The text is no object, or its first object has ended. */
  readonly isComplete: boolean;
  /** It has keys that neither an object of Kubernetes nor a Compose file has. */
  readonly isForeign: boolean;
}

interface Token {
  /** A bracket, a punctuation mark, or the quotation mark of a text. */
  readonly mark: string;
  /** The characters between quotation marks, as they are written. */
  readonly quoted: string;
  /** The offset after the token. */
  readonly end: number;
}

/** The tokens of a JSON text except numbers and words, up to a text without an end. */
function* tokensOf(text: string): Generator<Token> {
  const mark = /["{}[\],:]/g;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const [character] = found;
    const end = character === '"' ? endOfText(text, found.index + 1) : mark.lastIndex;
    if (end === undefined) return;
    yield { mark: character, quoted: text.slice(found.index + 1, end - 1), end };
    mark.lastIndex = end;
  }
}

/** The offset after the quotation mark that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number | undefined {
  const stop = /["\\]/g;
  stop.lastIndex = start;
  for (let found = stop.exec(text); found; found = stop.exec(text)) {
    if (found[0] === '"') return stop.lastIndex;
    stop.lastIndex++;
  }
  return undefined;
}

function topLevelOf(text: string): TopLevel {
  const values = new Map<string, string>();
  let [depth, key, isForeign] = [0, '', false];
  const result = (isComplete: boolean): TopLevel => ({ values, isComplete, isForeign });
  if (/^\ufeff?\s*[^\s{\ufeff]/.test(text)) return result(true);
  let isValue = false;
  for (const { mark, quoted } of tokensOf(text)) {
    if (mark !== '"') {
      depth += depthOf(mark);
      if (depth <= 0) return result(true);
      if (depth === 1) isValue = mark === ':';
    } else if (depth === 1 && isValue) {
      if (!values.has(key)) values.set(key, quoted);
      if (values.has('apiVersion') && values.has('kind')) return result(false);
    } else if (depth === 1) {
      key = quoted;
      isForeign ||= !OBJECT_KEYS.has(key) && !isComposeKey(key);
    }
  }
  return result(false);
}

/** A part of a file, and where it begins. */
export interface JsonPart {
  /** The text, with blanks in place of the characters before it on its first line. */
  readonly text: string;
  readonly linesBefore: number;
}

/** The objects of a text that has several, one after the other, as kubectl reads them; at most `most`. */
export function jsonParts(text: string, most: number): JsonPart[] {
  const parts: JsonPart[] = [];
  let [depth, from, linesBefore, column] = [0, 0, 0, 0];
  const add = (to: number) => {
    const part = text.slice(from, to);
    parts.push({ text: ' '.repeat(Math.min(column, MOST_BLANKS)) + part, linesBefore });
    const lines = part.split('\n');
    const last = lines.at(-1)?.length ?? 0;
    column = lines.length > 1 ? last : column + last;
    linesBefore += lines.length - 1;
    from = to;
  };
  for (const { mark, end } of tokensOf(text)) {
    const change = depthOf(mark);
    depth += change;
    if (change < 0 && depth === 0 && parts.length < most - 1) add(end);
  }
  if (parts.length === 0 || text.slice(from).trim() !== '') add(text.length);
  return parts;
}

/** Columns beyond are not exact. */
const MOST_BLANKS = 500;

function depthOf(mark: string): number {
  if (mark === '{' || mark === '[') return 1;
  return mark === '}' || mark === ']' ? -1 : 0;
}
