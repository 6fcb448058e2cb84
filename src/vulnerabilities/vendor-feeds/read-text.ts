import { InvalidFeed } from './feed.js';

/** No JSON feed has more. */
const MAX_JSON_BYTES = 128 << 20;

/** The JSON of a file of at most `maxBytes`. Throws InvalidFeed for another size, encoding or text. */
export async function readJson(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = MAX_JSON_BYTES,
): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw new InvalidFeed(`it is larger than ${maxBytes >> 20} MB`);
    parts.push(chunk);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new InvalidFeed('it is not UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidFeed(text.trim() === '' ? 'it is empty' : 'it is not JSON');
  }
}
