import type { Location } from '../../core/location.js';
import { lineStarts, rangeOf } from '../../lib/lines.js';

/** Text that is not HCL, or has too many or too deep parts. */
export class HclError extends Error {
  override readonly name = 'HclError';

  constructor(
    message: string,
    /** From 1. */
    readonly line: number,
  ) {
    super(message);
  }
}

/** Deeper expressions and blocks are refused, and files with more of them. */
const MAX_DEPTH = 64;
const MAX_NODES = 200_000;

/** A position in a text, with what a parser asks of it. */
export class HclScanner {
  position = 0;
  private depth = 0;
  private nodes = 0;
  private readonly starts: readonly number[];

  constructor(
    readonly text: string,
    private readonly path: string,
  ) {
    this.starts = lineStarts(text);
  }

  /** The error for what is at the position. */
  error(message: string): HclError {
    return new HclError(message, rangeOf(this.starts, this.position, this.position).startLine);
  }

  /** The place from `start` to the position. */
  location(start: number): Location {
    return { path: this.path, ...rangeOf(this.starts, start, this.position) };
  }

  /** Counts a part of the file, with what is in it. Throws HclError. */
  nested<T>(parse: () => T): T {
    if (++this.nodes > MAX_NODES) throw this.error('it has too many parts');
    if (++this.depth > MAX_DEPTH) throw this.error('it is nested too deep');
    const result = parse();
    this.depth--;
    return result;
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Skips spaces and comments, and line breaks if these do not count. */
  skip(lines: boolean): void {
    const pattern = lines ? ALL_SPACE : LINE_SPACE;
    pattern.lastIndex = this.position;
    this.position += pattern.exec(this.text)?.[0].length ?? 0;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Takes a text if it is next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.error(`"${text}" is missing`);
  }

  /** Takes what a sticky pattern matches; undefined if it does not. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.position += found[0].length;
    return found;
  }
}

const COMMENT = String.raw`#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/`;
const ALL_SPACE = new RegExp(`(?:\\s|\\ufeff|${COMMENT})*`, 'y');
const LINE_SPACE = new RegExp(`(?:[^\\S\\n]|${COMMENT})*`, 'y');
