import { digest } from './updates.js';

/** What the last line of our text says about the pull request. */
export interface Marker {
  readonly id: string;
  /** A hash of the edits. */
  readonly content: string;
  readonly commit: string;
  /** The commit of the base branch that the edits are for; absent in texts of older versions. */
  readonly base?: string | undefined;
  readonly updates: readonly string[];
}

/** The text of a pull request, ours and what people wrote around it. */
export interface StoredBody {
  readonly marker: Marker | undefined;
  /** We closed it. A person who opens it again leaves the mark. */
  readonly isClosed: boolean;
  readonly notes: { readonly above: string; readonly below: string };
}

/** GitHub rejects longer texts. */
const MAX_BODY = 65_536;
/** Updates that are recorded, so that a person can decline them. */
const MAX_UPDATES = 400;
/** The characters of the marker for the lines of our text. */
const MAX_LINES = 1_000;
const CLOSED = '<!-- portside closed -->';
const MARKER =
  /^<!-- portside fix=([0-9a-f]{12}) v=\d content=([0-9a-f]{32}) commit=([0-9a-f]{40,64})((?: [a-z]+=[0-9a-f,]*)*) -->$/;

/**
 * Reads a text. Only users who may write to the repository can edit it, and untrusted text in ours is escaped, so that it
 * cannot contain a marker. A browser ends lines with CR LF.
 */
export function readStoredBody(body: string): StoredBody {
  const lines = body.split(/\r?\n/).map((line) => line.trimEnd());
  const at = lines.findLastIndex((line) => MARKER.test(line));
  const isClosed = lines.includes(CLOSED);
  const texts = lines.map((line, i) => (i === at || line === CLOSED ? '' : line));
  if (at < 0) return { marker: undefined, isClosed, notes: { above: join(texts), below: '' } };
  const [, id = '', content = '', commit = '', more = ''] = MARKER.exec(lines[at] ?? '') ?? [];
  const field = (name: string) => new RegExp(` ${name}=([0-9a-f,]+)`).exec(more)?.[1];
  const own = new Set(field('lines')?.split(','));
  // Older versions did not record their lines.
  const start = texts.findIndex((line) => line.startsWith('This does '));
  const isOwn = (line: string, i: number) =>
    own.size > 0 ? own.has(hashOf(line)) : i >= start && i < at;
  const first = texts.findIndex((line, i) => line !== '' && isOwn(line, i));
  return {
    marker: {
      ...{ id, content, commit, base: field('base') },
      updates: field('updates')?.split(',') ?? [],
    },
    isClosed,
    notes: {
      above: join(texts.slice(0, Math.max(first, 0))),
      below: join(texts.filter((line, i) => i >= first && !(line !== '' && isOwn(line, i)))),
    },
  };
}

function join(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function hashOf(line: string): string {
  return digest(line, 6);
}

/** The text with the notes of people; `write` makes ours, with at most so many characters. */
export function writeBody(
  write: (limit: number) => string,
  { id, content, commit, base, updates }: Marker,
  { above, below }: StoredBody['notes'] = { above: '', below: '' },
): string {
  const notes = above.length + below.length;
  const recorded = updates.slice(0, MAX_UPDATES);
  const marked = (lines: readonly string[]) => {
    const own = lines.filter((line) => line !== '').map(hashOf);
    const fields = [`base=${base}`, `updates=${recorded.join()}`, `lines=${own.join()}`];
    return `<!-- portside fix=${id} v=2 content=${content} commit=${commit} ${fields.join(' ')} -->`;
  };
  const room = MAX_BODY - notes - marked([]).length - CLOSED.length - MAX_LINES;
  const ours = write(room);
  const parts = [above, ours, below].filter((part) => part !== '').join('\n\n');
  return `${parts}\n${marked(ours.split('\n'))}`;
}

/** The text of a pull request that we close. */
export function closedBody(body: string): string {
  const closed = `${body.trimEnd()}\n${CLOSED}`;
  return closed.length > MAX_BODY ? body : closed;
}
