import type { Range } from '../../core/location.js';
import { expand } from './expansion.js';
import { lineEnd, nextLine } from './logical-lines.js';
import type { MappedText } from './mapped-text.js';
import type { Source } from './source.js';

/** `<<NAME` and its body. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** False when part of the name is quoted: variables in the body stay as they are. */
  readonly expand: boolean;
  /** `<<-`: tabs at the start of lines are removed. */
  readonly chomp: boolean;
  /** The file descriptor in front, 0 when none. */
  readonly descriptor: number;
  /** The `<<NAME` word. */
  readonly range: Range;
  /** The body, from the line after the instruction to the terminator's line. */
  readonly bodyRange: Range;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

interface HeredocOpening {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly descriptor: number;
  readonly start: number;
  readonly end: number;
}

/** The heredocs opened by a joined line, outside quotes. Source: BuildKit parser.go, ParseHeredoc. */
export function findHeredocs(joined: string): HeredocOpening[] {
  if (!joined.includes('<<')) return [];
  const raw = { rawQuotes: true, rawEscapes: true, keepUnset: true };
  const openings: HeredocOpening[] = [];
  const { words } = expand(joined, () => undefined, raw);
  words.forEach((word, i) => {
    const next = words[i + 1];
    // The shell allows blanks between `<<` and the name, and so does BuildKit.
    const apart = next && /^\d*<<-?$/.test(word.text);
    const opening = parseHeredocToken(apart ? word.text + next.text : word.text);
    if (opening) openings.push({ ...opening, start: word.start, end: (apart ? next : word).end });
  });
  return openings;
}

/** What `<<EOF`, `3<<-"EOF"` … opens; undefined for any other word. */
export function parseHeredocToken(word: string): Omit<HeredocOpening, 'start' | 'end'> | undefined {
  const [, descriptor = '', dash = '', rest = ''] = /^(\d*)<<(-?)([^<]*)$/.exec(word) ?? [];
  if (rest === '') return undefined;
  const plain = expand(rest, () => undefined, { keepUnset: true });
  const raw = expand(rest, () => undefined, { keepUnset: true, rawQuotes: true });
  const [name, second] = plain.words;
  if (!name || second || raw.words.length !== 1) return undefined;
  return {
    name: name.text,
    expand: quotes(name.text) === quotes(raw.words[0]?.text ?? ''),
    chomp: dash === '-',
    descriptor: Number(descriptor),
  };
}

function quotes(text: string): number {
  return text.match(/['"]/g)?.length ?? 0;
}

/** Reads the bodies that follow at `start`. `missing` names the first one without its terminator. */
export function readHeredocs(
  source: Source,
  joined: MappedText,
  openings: readonly HeredocOpening[],
  start: number,
): { heredocs: Heredoc[]; next: number; lastLineEnd: number; missing: string | undefined } {
  const { text } = source;
  const heredocs: Heredoc[] = [];
  let at = start;
  let lastLineEnd = start;
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
    if (!terminated) return { heredocs, next: at, lastLineEnd, missing: opening.name };
  }
  return { heredocs, next: at, lastLineEnd, missing: undefined };
}
