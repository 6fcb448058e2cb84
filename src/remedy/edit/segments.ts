/** A part of a written text: its own characters, or the use of a variable. */
export interface Segment {
  /** What it stands for. */
  readonly value: string;
  /** Its offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly variable: string | undefined;
}

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
  const segments: Segment[] = [];
  let quote = '';
  for (let at = start; at < end; ) {
    const char = file.charAt(at);
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : '';
      at++;
    } else if (char === '$' && quote !== "'") {
      const use = readVariable(file.slice(at, end), at, lookup);
      if (!use) return undefined;
      segments.push(use.segment);
      at += use.length;
    } else {
      const [literal = ''] = LITERALS[quote]?.exec(file.slice(at, end)) ?? [];
      if (literal === '') return undefined;
      segments.push({ value: literal, start: at, end: at + literal.length, variable: undefined });
      at += literal.length;
    }
  }
  return quote === '' ? segments : undefined;
}

/** By the quotation mark around them. */
const LITERALS: Readonly<Record<string, RegExp>> = {
  '': /^[^"'$\\`\r\n]+/,
  '"': /^[^"$\\`\r\n]+/,
  "'": /^[^'\r\n]+/,
};
const VARIABLE = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?-)([^{}"'$\\`\r\n]*))?\})/;

function readVariable(
  text: string,
  at: number,
  lookup: (name: string) => string | undefined,
): { readonly segment: Segment; readonly length: number } | undefined {
  const match = VARIABLE.exec(text);
  if (!match) return undefined;
  const [written, plain, braced = '', operator, operand = ''] = match;
  const variable = plain ?? braced;
  const value = lookup(variable);
  const { length } = written;
  const end = at + length;
  const isSet = value !== undefined && !(operator === ':-' && value === '');
  if (isSet) return { segment: { value, start: at, end, variable }, length };
  if (operator === undefined) return undefined;
  // The default stands in the text itself.
  const start = end - 1 - operand.length;
  return { segment: { value: operand, start, end: end - 1, variable: undefined }, length };
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
