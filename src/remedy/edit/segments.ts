/** A part of a written text: its own characters, or the use of a variable. */
export interface Segment {
  /** What it stands for. */
  readonly value: string;
  /** Its offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly variable: string | undefined;
}

/** A text of more parts is edited by hand. */
const MAX_SEGMENTS = 50;

/**
 * The parts of `[start, end)` of a file: text inside and outside quotes, `$NAME`, `${NAME}` and `${NAME:-text}`. Undefined
 * for escapes, substitutions, other uses of variables, and variables without a value: such a text has to be edited by hand.
 */
export function segmentsOf(
  file: string,
  start: number,
  end: number,
  lookup: (name: string) => string | undefined,
): Segment[] | undefined {
  const text = file.slice(start, end);
  const segments: Segment[] = [];
  let quote = '';
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : '';
      at++;
      continue;
    }
    const pattern = char === '$' && quote !== "'" ? VARIABLE : LITERALS.get(quote);
    if (!pattern || segments.length === MAX_SEGMENTS) return undefined;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const segment = match && segmentOf(match, start, lookup);
    if (!segment) return undefined;
    segments.push(segment);
    at += match[0].length;
  }
  return quote === '' ? segments : undefined;
}

/** By the quotation mark around them. */
const LITERALS: ReadonlyMap<string, RegExp> = new Map([
  ['', /[^"'$\\`\r\n]+/y],
  ['"', /[^"$\\`\r\n]+/y],
  ["'", /[^'\r\n]+/y],
]);
const VARIABLE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?-)([^{}"'$\\`\r\n]*))?\})/y;

/** Literal text has no groups. */
function segmentOf(
  match: RegExpExecArray,
  offset: number,
  lookup: (name: string) => string | undefined,
): Segment | undefined {
  const [written, plain, braced, operator, operand = ''] = match;
  const variable = plain ?? braced;
  const start = offset + match.index;
  const end = start + written.length;
  if (variable === undefined) return { value: written, start, end, variable };
  const value = lookup(variable);
  if (value !== undefined && !(operator === ':-' && value === ''))
    return { value, start, end, variable };
  if (operator === undefined) return undefined;
  // The default stands in the text itself.
  return { value: operand, start: end - 1 - operand.length, end: end - 1, variable: undefined };
}

/** What a text stands for. */
export function joinedValue(segments: readonly Segment[]): string {
  return segments.map(({ value }) => value).join('');
}

/** A part with the value that it should have. */
export interface Replacement {
  readonly segment: Segment;
  readonly value: string;
}

/**
 * The one part to change so that the text stands for `to`, a variable rather than text. Undefined if no single part is
 * enough, or if it would be empty.
 */
export function replaceOne(
  segments: readonly Segment[],
  to: string,
): readonly Replacement[] | undefined {
  if (joinedValue(segments) === to) return [];
  const found: Replacement[] = [];
  for (const [index, segment] of segments.entries()) {
    const before = joinedValue(segments.slice(0, index));
    const after = joinedValue(segments.slice(index + 1));
    const fits = to.startsWith(before) && to.endsWith(after);
    if (fits && to.length > before.length + after.length)
      found.push({ segment, value: to.slice(before.length, to.length - after.length) });
  }
  const best = found.find(({ segment }) => segment.variable !== undefined) ?? found[0];
  return best && [best];
}

/** The parts before and after an offset of the value; undefined if the offset is inside of a variable. */
export function splitAt(
  segments: readonly Segment[],
  offset: number,
): readonly [readonly Segment[], readonly Segment[]] | undefined {
  const before: Segment[] = [];
  const after: Segment[] = [];
  let at = 0;
  for (const segment of segments) {
    const cut = offset - at;
    at += segment.value.length;
    if (cut >= segment.value.length) before.push(segment);
    else if (cut <= 0) after.push(segment);
    else if (segment.variable !== undefined) return undefined;
    else {
      const middle = segment.start + cut;
      before.push({ ...segment, value: segment.value.slice(0, cut), end: middle });
      after.push({ ...segment, value: segment.value.slice(cut), start: middle });
    }
  }
  return [before, after];
}
