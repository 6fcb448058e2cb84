import type { Heredoc } from '../text/heredocs.js';
import { createTextBuilder, type MappedText, type TextBuilder } from '../text/mapped-text.js';
import type { Source } from '../text/source.js';

/** The body of a heredoc as a script of its own: `RUN <<EOF`. */
export function heredocText(source: Source, { bodyStart, bodyEnd }: Heredoc): MappedText {
  const body = createTextBuilder();
  addLines(body, source, bodyStart, bodyEnd);
  return body.build();
}

/** A command with its heredocs, as a shell reads them: `RUN cat <<EOF > file`. */
export function commandWithHeredocs(
  source: Source,
  command: MappedText,
  heredocs: readonly Heredoc[],
): MappedText {
  const builder = createTextBuilder();
  addPieces(builder, command);
  for (const { name, bodyStart, bodyEnd } of heredocs) {
    builder.add('\n', bodyStart - 1);
    addLines(builder, source, bodyStart, bodyEnd);
    // A body that ends with the file may have no line break before the terminator.
    if (source.text.charAt(bodyEnd - 1) !== '\n') builder.add('\n', bodyEnd);
    builder.add(name, bodyEnd);
  }
  return builder.build();
}

/** Adds a text in the pieces that are contiguous in the source, so that each character keeps its position. */
function addPieces(builder: TextBuilder, mapped: MappedText): void {
  for (let at = 0; at < mapped.text.length; ) {
    let to = at + 1;
    const offset = mapped.sourceStart(at) - at;
    while (to < mapped.text.length && mapped.sourceStart(to) - to === offset) to++;
    builder.add(mapped.text.slice(at, to), offset + at);
    at = to;
  }
}

/** Adds lines of the source, without the carriage returns before line feeds. */
function addLines(builder: TextBuilder, source: Source, start: number, end: number): void {
  let at = start;
  for (let cr = source.text.indexOf('\r\n', at); cr >= 0 && cr < end; ) {
    builder.add(source.text.slice(at, cr), at);
    at = cr + 1;
    cr = source.text.indexOf('\r\n', at);
  }
  builder.add(source.text.slice(at, end), at);
}
