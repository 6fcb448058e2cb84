import { lastAtOrBefore } from '../../lib/lines.js';

/**
 * A text put together from pieces of a source, such as an instruction whose continuation lines are joined. Every
 * offset of the text has its place in the source, so that a word found in the joined text is reported where it stands.
 */
export interface MappedText {
  readonly text: string;
  /** Source offset of the character at `offset`. */
  sourceStart(offset: number): number;
  /** Source offset just past the character before `offset`. */
  sourceEnd(offset: number): number;
}

/** Collects pieces; `add` takes the piece's text and the source offset of its first character. */
export function createTextBuilder(): {
  add(piece: string, sourceOffset: number): void;
  build(): MappedText;
} {
  const pieces: string[] = [];
  const starts: number[] = [];
  const sources: number[] = [];
  let length = 0;
  return {
    add(piece, sourceOffset) {
      if (piece === '' && starts.length > 0) return;
      pieces.push(piece);
      starts.push(length);
      sources.push(sourceOffset);
      length += piece.length;
    },
    build() {
      const text = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
      const sourceStart = (offset: number) => {
        const piece = starts.length === 1 ? 0 : lastAtOrBefore(starts, offset);
        return (sources[piece] ?? 0) + offset - (starts[piece] ?? 0);
      };
      const sourceEnd = (offset: number) =>
        offset === 0 ? sourceStart(0) : sourceStart(offset - 1) + 1;
      return { text, sourceStart, sourceEnd };
    },
  };
}

/** The part `[start, end)` of a text, with offsets of its own. */
export function sliceMappedText(whole: MappedText, start: number, end: number): MappedText {
  return {
    text: whole.text.slice(start, end),
    sourceStart: (offset) => whole.sourceStart(start + offset),
    sourceEnd: (offset) =>
      offset === 0 ? whole.sourceStart(start) : whole.sourceEnd(start + offset),
  };
}
