import { lastAtOrBefore } from '../../lib/lines.js';

/**
 * A text made of pieces of a source, such as an instruction with its continuation lines joined. Each offset of the text
 * maps to an offset of the source, so that a finding in the joined text is reported at its position in the file.
 */
export interface MappedText {
  readonly text: string;
  /** Source offset of the character at `offset`. */
  sourceStart(offset: number): number;
  /** Source offset just past the character before `offset`. */
  sourceEnd(offset: number): number;
}

/** Collects the pieces of a MappedText. */
export interface TextBuilder {
  /** Adds a piece. `sourceOffset` is the source offset of its first character. */
  add(piece: string, sourceOffset: number): void;
  build(): MappedText;
}

export function createTextBuilder(): TextBuilder {
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

/** The part `[start, end)` of a text, with its own offsets from 0. */
export function sliceMappedText(mapped: MappedText, start: number, end: number): MappedText {
  return {
    text: mapped.text.slice(start, end),
    sourceStart: (offset) => mapped.sourceStart(start + offset),
    sourceEnd: (offset) =>
      offset === 0 ? mapped.sourceStart(start) : mapped.sourceEnd(start + offset),
  };
}
