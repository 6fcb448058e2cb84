/**
 * Blocks of `Field: value` lines, separated by blank lines. Field names are in lower case, continuation lines are joined
 * with a line feed, and of repeated fields the first is used; `onRepeated` is called for the others.
 * Sources: deb-control(5); RFC 5322, 2.2.
 */
export function* stanzas(
  text: string,
  onRepeated?: () => void,
): Generator<ReadonlyMap<string, string>> {
  let fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of eachLine(text)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = undefined;
    } else if (line[0] === ' ' || line[0] === '\t') {
      if (last !== undefined) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
    } else {
      const colon = line.indexOf(':');
      const name = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : '';
      if (fields.has(name)) onRepeated?.();
      last = name && !/\s/.test(name) && !fields.has(name) ? name : undefined;
      if (last !== undefined) fields.set(last, line.slice(colon + 1).trim());
    }
  }
  if (fields.size > 0) yield fields;
}

/** The lines of a text, one at a time. */
export function* eachLine(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' && stop > start ? stop - 1 : stop);
    start = stop + 1;
  }
}
