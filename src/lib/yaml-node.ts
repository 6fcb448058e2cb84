import type { Range } from './lines.js';

/** A range of text in a named file. */
export interface YamlRange extends Range {
  readonly path: string;
}

/** A value of a YAML document with its place in the file. Aliases are replaced by the value they name. */
export interface YamlNode {
  /** The value; the key if the value is not written. */
  readonly range: YamlRange;
  /** The key of the value; the value itself if it has no key. */
  readonly key: YamlRange;
  readonly kind: 'map' | 'list' | 'scalar';
  /** The value of a scalar; undefined for maps and lists. */
  readonly scalar: string | number | boolean | null | undefined;
  /** The entries of a map, its own keys before merged ones; empty for other kinds. */
  readonly entries: ReadonlyMap<string, YamlNode>;
  /** The items of a list; empty for other kinds. */
  readonly items: readonly YamlNode[];
  /** Where an edit can add a key or an item; undefined for scalars. */
  readonly end?: InsertionPoint;
  /** One of the local tags that the caller asked for: `!reset`. */
  readonly tag?: string;
}

/** The position after the last entry of a map or list. */
export interface InsertionPoint {
  readonly line: number;
  readonly column: number;
  /** Flow style is written in braces or brackets. */
  readonly style: 'block' | 'flow';
  /** Spaces before a key or before the dash of an item; 0 in flow style. */
  readonly indent: number;
  readonly empty: boolean;
  readonly newline: '\n' | '\r\n';
}

/** A text, and the offsets at which the lines of its file begin. */
export interface YamlSource {
  readonly text: string;
  readonly starts: readonly number[];
}

export interface YamlOptions {
  /** Named in the ranges. */
  readonly path: string;
  /** A text for one document is invalid if it has several. */
  readonly documents: 'one' | 'many';
  readonly maxDepth: number;
  readonly budget: YamlBudget;
  /** Whether the key `<<` merges other maps; otherwise it is a key like any other. */
  readonly mergeKeys: boolean;
  /** Tags that nodes keep. The value of a tag with `drop-value` is read as null. */
  readonly localTags?: ReadonlyMap<string, 'keep-value' | 'drop-value'>;
  /**
   * Whether the value of a key at the top of a document may be left out, given the entries before it: it is then read as
   * a value that is not written. Large schemas would take memory for nothing.
   */
  readonly canSkip?: (key: string, entries: ReadonlyMap<string, YamlNode>) => boolean;
  /** Whether numbers are those of YAML 1.1 that Go reads, such as the octal `0755`; otherwise those of YAML 1.2. */
  readonly goNumbers?: boolean;
  /** Lines of the file before the text. */
  readonly linesBefore?: number;
  /** Whether CR alone, NEL, LS and PS end a line as LF does: a key after one is no part of the comment before it. Ranges count LF alone. */
  readonly endsLines?: boolean;
  /** Called for parts that a node cannot hold. They are skipped unless it throws: no entry for a key, null for a value. */
  readonly onUnsupported: (part: UnsupportedPart, line: number) => void;
  /** Called for a key that a map has more than once, of which the last value counts; absent makes the text invalid. */
  readonly onDuplicateKey?: (name: string, line: number) => void;
}

/**
 * A key that is a list or a map, a scalar that is no string, number, boolean or null, such as `!!binary`, or a value that
 * is to be merged and is not a map.
 */
export type UnsupportedPart = 'flow-map-key' | 'complex-key' | 'typed-scalar' | 'merged-value';

/** Nodes that may still be created. Several texts can share one budget. */
export interface YamlBudget {
  nodes: number;
}

/**
 * The budget for texts of this many characters. Each written node takes a character, so only aliases can use it up: a
 * "billion laughs" document ends here.
 */
export function yamlBudget(characters: number, aliasedNodes: number): YamlBudget {
  return { nodes: characters + aliasedNodes };
}

export type YamlProblem = 'invalid' | 'duplicate-key' | 'unknown-anchor' | 'too-complex';

/** The text cannot be read; the message is the reason, without the file. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(
    readonly problem: YamlProblem,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

export function yamlTooComplex(): YamlError {
  return new YamlError('too-complex', 1, 'too many documents, aliases or levels of nesting');
}

export const NO_ENTRIES: ReadonlyMap<string, YamlNode> = new Map();
export const NO_ITEMS: readonly YamlNode[] = [];

/** A value that is not written. */
export function emptyNode(range: YamlRange): YamlNode {
  return { range, key: range, kind: 'scalar', scalar: null, entries: NO_ENTRIES, items: NO_ITEMS };
}

/** Whether the value takes no character. */
export function isUnwritten({ scalar, range }: YamlNode): boolean {
  return (
    scalar === null && range.startLine === range.endLine && range.startColumn === range.endColumn
  );
}
