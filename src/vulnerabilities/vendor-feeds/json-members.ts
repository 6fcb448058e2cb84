import { InvalidFeed } from './feed.js';

/** The largest member of a real feed, Debian's kernel, has 20 MB. */
const MAX_MEMBER_BYTES = 128 << 20;

/**
 * The members of a JSON object of any size, one after the other. Throws InvalidFeed for any other text, and for one that
 * ends early.
 */
export async function* readMembers(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly [name: string, value: unknown]> {
  const splitter = new MemberSplitter();
  for await (const chunk of chunks)
    for (const text of splitter.split(chunk)) yield* Object.entries(parseMember(text));
  splitter.end();
}

function parseMember(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidFeed('it is not UTF-8');
  }
  try {
    return text.trim() === '' ? {} : JSON.parse(`{${text}}`);
  } catch {
    throw new InvalidFeed('it is not JSON');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Splits the text of an object at the commas between its members. */
class MemberSplitter {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private isComplete = false;
  /** The parts of the current member in earlier chunks. */
  private parts: Uint8Array[] = [];
  private size = 0;

  *split(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        continue;
      }
      if (this.depth === 0) {
        this.takeOutside(byte);
        start = i + 1;
        continue;
      }
      if (byte === QUOTE) this.inString = true;
      else if (byte === 0x7b || byte === 0x5b) this.depth++;
      else if (byte === 0x7d || byte === 0x5d) this.depth--;
      if (this.depth === 0 || (this.depth === 1 && byte === COMMA)) {
        yield this.take(chunk.subarray(start, i));
        start = i + 1;
      }
    }
    if (this.depth > 0) this.keep(chunk.slice(start));
  }

  end(): void {
    if (!this.isComplete || this.depth > 0) throw new InvalidFeed('it ends early, or is empty');
  }

  /** Outside of the object are only spaces. */
  private takeOutside(byte: number): void {
    if (SPACES.has(byte)) return;
    if (this.isComplete || byte !== 0x7b) throw new InvalidFeed('it is not a JSON object');
    this.isComplete = true;
    this.depth = 1;
  }

  private keep(part: Uint8Array): void {
    this.size += part.length;
    if (this.size > MAX_MEMBER_BYTES)
      throw new InvalidFeed(`a member is larger than ${MAX_MEMBER_BYTES >> 20} MB`);
    this.parts.push(part);
  }

  private take(last: Uint8Array): Uint8Array {
    const member = this.parts.length === 0 ? last : Buffer.concat([...this.parts, last]);
    this.parts = [];
    this.size = 0;
    return member;
  }
}
