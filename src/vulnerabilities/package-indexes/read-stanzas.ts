import { InvalidFeed } from '../vendor-feeds/feed.js';

/** Descriptions and lists of files are longer than the rest, and no real line has more. */
const MAX_LINE = 1 << 20;

/** The fields that are kept. */
const FIELDS: ReadonlySet<string> = new Set(['P', 'V', 'Package', 'Version', 'Source']);

/**
 * The names and versions in blocks of `Field: value` or `F:value` lines, one block at a time. Sources: deb-control(5);
 * wiki.alpinelinux.org, "Apk spec". Throws InvalidFeed.
 */
export async function* readStanzas(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ReadonlyMap<string, string>> {
  let fields = new Map<string, string>();
  for await (const line of lines(chunks)) {
    if (line === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (FIELDS.has(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  if (fields.size > 0) yield fields;
}

async function* lines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > MAX_LINE) throw new InvalidFeed('it has a line that is too long');
    yield* parts.map((line) => line.trimEnd());
  }
  // Each line of an index ends with a line feed.
  if (rest !== '') throw new InvalidFeed('it is cut short');
}
