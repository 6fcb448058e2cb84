/** Go's unicode.IsSpace, which BuildKit uses for white space. */
export function isSpace(char: string): boolean {
  if (char === ' ' || char === '\t') return true;
  return char > ' ' && char < '\x7f' ? false : SPACE.test(char);
}

const SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** White space between a keyword and its arguments, and between the arguments of COPY or FROM. */
export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\v' || char === '\f' || char === '\r';
}

/** `[start, end)` without the white space at both ends. */
export function trimSpan(text: string, start: number, end: number): readonly [number, number] {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charAt(from))) from++;
  while (to > from && isSpace(text.charAt(to - 1))) to--;
  return [from, to];
}
