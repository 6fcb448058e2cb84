import type { Range } from '../../core/location.js';
import { expand } from './expansion.js';
import { lineEnd, nextLine } from './logical-lines.js';
import type { MappedText } from './mapped-text.js';
import type { Source } from './source.js';

/** A heredoc: `<<NAME` and its body. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** False when part of the name is quoted: BuildKit then leaves variables in the body as written. */
  readonly expand: boolean;
  /** `<<-`: BuildKit removes tabs at the start of lines. */
  readonly chomp: boolean;
  /** The file descriptor before `<<`; 0 when there is none. */
  readonly descriptor: number;
  /** The `<<NAME` token. */
  readonly range: Range;
  /** The body, up to the start of the terminator's line. */
  readonly bodyRange: Range;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** `<<NAME` in a joined line; offsets in that line. */
interface HeredocOpening {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly descriptor: number;
  readonly start: number;
  readonly end: number;
}

/** The heredocs that a joined line opens, outside quotes. Source: BuildKit parser.go, ParseHeredoc. */
export function findHeredocs(joined: string): HeredocOpening[] {
  if (!joined.includes('<<')) return [];
  const raw = { rawQuotes: true, rawEscapes: true, keepUnset: true };
  const openings: HeredocOpening[] = [];
  const { words } = expand(joined, () => undefined, raw);
  words.forEach((word, i) => {
    const next = words[i + 1];
    // Shells and BuildKit allow white space between `<<` and the name.
    const separated = next && /^\d*<<-?$/.test(word.text);
    const opening = parseHeredocToken(separated ? word.text + next.text : word.text);
    const last = separated ? next : word;
    if (opening) openings.push({ ...opening, start: word.start, end: last.end });
  });
  return openings;
}

/** Parses `<<EOF`, `3<<-"EOF"` …; undefined for any other text. */
export function parseHeredocToken(text: string): Omit<HeredocOpening, 'start' | 'end'> | undefined {
  const [, descriptor = '', dash = '', rest = ''] = /^(\d*)<<(-?)([^<]*)$/.exec(text) ?? [];
  if (rest === '') return undefined;
  const plain = expand(rest, () => undefined, { keepUnset: true });
  const raw = expand(rest, () => undefined, { keepUnset: true, rawQuotes: true });
  const [name, second] = plain.words;
  if (!name || second || raw.words.length !== 1) return undefined;
  return {
    name: name.text,
    expand: countQuotes(name.text) === countQuotes(raw.words[0]?.text ?? ''),
    chomp: dash === '-',
    descriptor: Number(descriptor),
  };
}

function countQuotes(text: string): number {
  return text.match(/['"]/g)?.length ?? 0;
}

/** The heredocs of an instruction, read from the lines after it. */
export interface HeredocBodies {
  readonly heredocs: readonly Heredoc[];
  /** Offset of the line after the last terminator. */
  readonly next: number;
  /** Offset of the end of the last line read. */
  readonly lastLineEnd: number;
  /** Whether a terminator is missing; that heredoc is the last one of the list. */
  readonly isUnterminated: boolean;
}

/** Reads the bodies of heredocs, one after the other, from the line at `start`. */
export function readHeredocs(
  source: Source,
  joined: MappedText,
  openings: readonly HeredocOpening[],
  start: number,
): HeredocBodies {
  const { text } = source;
  const heredocs: Heredoc[] = [];
  let at = start;
  let lastLineEnd = start;
  let isUnterminated = false;
  for (const opening of openings) {
    const bodyStart = at;
    let terminated = false;
    let bodyEnd = at;
    while (at < text.length && !terminated) {
      const end = lineEnd(text, at);
      let from = at;
      if (opening.chomp) while (from < end && text.charAt(from) === '\t') from++;
      terminated = end - from === opening.name.length && text.startsWith(opening.name, from);
      lastLineEnd = end;
      at = Math.min(nextLine(text, end), text.length);
      bodyEnd = terminated ? bodyEnd : at;
    }
    heredocs.push({
      ...opening,
      content: text.slice(bodyStart, bodyEnd),
      range: source.range(joined.sourceStart(opening.start), joined.sourceEnd(opening.end)),
      bodyRange: source.range(bodyStart, bodyEnd),
      bodyStart,
      bodyEnd,
    });
    isUnterminated = !terminated;
    if (isUnterminated) break;
  }
  return { heredocs, next: at, lastLineEnd, isUnterminated };
}
