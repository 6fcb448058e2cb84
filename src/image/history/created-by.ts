import type { HistoryEntry } from '../image.js';

export type Dialect = 'buildkit' | 'classic' | 'written';

/** A history entry as the instruction that it records. */
export interface RecordedStep {
  /** Upper case; '' when nothing is recorded. */
  readonly keyword: string;
  /** What follows the keyword; for RUN the command with its shell before it. White space is single blanks. */
  readonly body: string;
  readonly dialect: Dialect;
  /** The values of build arguments in a RUN, as far as they can be told apart. */
  readonly args: ReadonlyMap<string, string>;
}

/**
 * Reads `created_by`: BuildKit ("RUN … # buildkit"), the classic builder and buildah ("/bin/sh -c #(nop) ENV …", or the
 * bare command of a RUN), kaniko (as written). The formats: notes of each builder's commit messages; there is no
 * specification.
 */
export function readCreatedBy(entry: HistoryEntry): RecordedStep {
  const text = collapse((entry.createdBy ?? '').slice(0, LONGEST));
  if (text === '') return { keyword: '', body: '', dialect: 'written', args: NONE };
  if (entry.comment?.startsWith('buildkit.') || text.endsWith(BUILDKIT))
    return keyworded(text.replace(/ ?# buildkit$/, ''), 'buildkit');
  const nop = text.indexOf('#(nop) ');
  if (nop >= 0) return keyworded(text.slice(nop + '#(nop) '.length), 'classic');
  if (KEYWORD.test(text)) return keyworded(text, 'written');
  return command(text, 'classic');
}

const BUILDKIT = '# buildkit';
const NONE: ReadonlyMap<string, string> = new Map();
/** Longer commands are compared by their start; no builder's line is near it. */
const LONGEST = 100_000;
const KEYWORD =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR) /;

/** One blank for all white space: builders keep and drop it differently. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function keyworded(text: string, dialect: Dialect): RecordedStep {
  const blank = text.indexOf(' ');
  const keyword = (blank < 0 ? text : text.slice(0, blank)).toUpperCase();
  const body = blank < 0 ? '' : text.slice(blank + 1).trim();
  return keyword === 'RUN' ? command(body, dialect) : { keyword, body, dialect, args: NONE };
}

/** A RUN: `|2 A=1 rc B= /bin/sh -c command`. */
function command(body: string, dialect: Dialect): RecordedStep {
  const count = Number(/^\|(\d{1,4}) /.exec(body)?.[1] ?? 0);
  return { keyword: 'RUN', body, dialect, args: count > 0 ? readArgs(body, count) : NONE };
}

/** Values are not quoted, so one with a blank and an equals sign in it cannot be told from two. */
function readArgs(body: string, count: number): ReadonlyMap<string, string> {
  const args = new Map<string, string>();
  const starts = [...body.matchAll(/ ([A-Za-z_]\w*)=/g)].slice(0, count);
  for (const [i, start] of starts.entries()) {
    const from = start.index + start[0].length;
    const next = starts[i + 1]?.index ?? body.indexOf(' /', from);
    args.set(start[1] ?? '', body.slice(from, next < 0 ? undefined : next));
  }
  return args;
}
