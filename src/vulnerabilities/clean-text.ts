/** One line of plain text, cut to `longest`: for what goes into messages. */
export function plainText(value: string, longest: number): string {
  const line = value
    .slice(0, 4 * longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/** An id for reports of many formats: characters that no real id has are replaced. */
export function cleanId(id: string): string {
  return id
    .trim()
    .slice(0, 128)
    .replace(/[^A-Za-z0-9._:+-]/g, '_');
}

const MOST_LINKS = 20;

/** The web addresses among `urls`, bounded in number and length. */
export function webAddresses(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => /^https?:\/\/[^\s<>"'`\\]{1,2000}$/.test(url)).slice(0, MOST_LINKS);
}
