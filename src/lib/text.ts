/** Compares by UTF-16 code unit: the same order on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** One line of plain text, without invisible characters, cut to `longest`. */
export function plainText(value: string, longest: number): string {
  const line = value
    .slice(0, 4 * longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/** Decodes percent-encoding; returns the text unchanged when the encoding is invalid. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `1 finding`, `2 findings`. */
export function pluralize(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** The text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** The text as the middle of a sentence: `No memory limit` gives `no memory limit`, `CMD is last` stays. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z’']*(?: |$)/.test(text)
    ? `${text.charAt(0).toLowerCase()}${text.slice(1)}`
    : text;
}

/** `a, b and 12 more`: the first items, and one more than `most` rather than "1 more". */
export function listFirst<T>(items: readonly T[], most: number, show: (item: T) => string): string {
  const shown = items.length === most + 1 ? items : items.slice(0, most);
  const more = items.length - shown.length;
  return `${shown.map(show).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The lines that are not blank, without the spaces around them. */
export function trimmedLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The white space at the start of a line, in characters. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A text of XML with its five named characters; other entities stay. Source: XML 1.0, 4.6. */
export function decodeXmlEntities(text: string): string {
  return text.replace(/&([a-z]{2,4});/g, (whole, name: string) => XML_ENTITIES.get(name) ?? whole);
}

const XML_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
