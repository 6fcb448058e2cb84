import { TextDecoder } from 'node:util';
import type { SAXParser } from 'sax';
import { InvalidFeed } from './feed.js';

/** What a reader does with the parts of an XML document, in their order. Names have their prefixes: `rpm:name`. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `text` is the text directly in the element, without that of its children, and at most TEXT_LIMIT characters of it. */
  close(name: string, text: string): void;
}

/** Longer texts are cut: they are descriptions. */
const TEXT_LIMIT = 20_000;
const MAX_DEPTH = 64;
/** The parser limits names, attributes and comments to 64 KB, which it checks after each part. */
const PART_BYTES = 64 << 10;

/**
 * Reads an XML document of any size, in parts. `start` returns a handler, which emits items; they are returned in their
 * order. Only the five entities of XML itself and character references are replaced: a document type, which can define
 * others, is refused. Throws InvalidFeed for a text that is not well-formed.
 */
export async function* readXml<T>(
  chunks: AsyncIterable<Uint8Array>,
  start: (emit: (item: T) => void) => XmlHandler,
): AsyncGenerator<T> {
  const items: T[] = [];
  let hasRoot = false;
  const handler = start((item) => items.push(item));
  const parser = await parserFor({
    open(name, attributes) {
      hasRoot = true;
      handler.open(name, attributes);
    },
    close: (name, text) => handler.close(name, text),
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += PART_BYTES) {
      const part = chunk.subarray(at, at + PART_BYTES);
      parse(() => parser.write(decodePart(decoder, part)));
      yield* items.splice(0);
    }
  parse(() => parser.write(decodePart(decoder)).close());
  if (!hasRoot) throw new InvalidFeed('it is empty');
  yield* items.splice(0);
}

/** Without a chunk, the end of the text. */
function decodePart(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new InvalidFeed('it is not UTF-8');
  }
}

function parse(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof InvalidFeed) throw error;
    // The parser's messages have the place, line by line.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new InvalidFeed(`it is not well-formed XML: ${why.slice(0, 100)}`);
  }
}

async function parserFor(handler: XmlHandler): Promise<SAXParser> {
  const { default: sax } = await import('sax');
  const parser = sax.parser(true);
  const texts: string[] = [];
  const addText = (text: string) => {
    const at = texts.length - 1;
    const known = texts[at];
    if (known !== undefined && known.length < TEXT_LIMIT)
      texts[at] = known + text.slice(0, TEXT_LIMIT - known.length);
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.ondoctype = () => {
    throw new InvalidFeed('it has a document type, which may define entities');
  };
  parser.onopentag = ({ name, attributes }) => {
    if (texts.push('') > MAX_DEPTH)
      throw new InvalidFeed(`it is nested more than ${MAX_DEPTH} deep`);
    handler.open(name, attributes as Record<string, string>);
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = (name) => handler.close(name, texts.pop() ?? '');
  return parser;
}
