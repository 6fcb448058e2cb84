import type { HistoryEntry } from '../image.js';

export type Dialect = 'buildkit' | 'classic' | 'written';

/** A history entry as the instruction that it records. */
export interface RecordedStep {
  /** Upper case; '' when the entry records nothing. */
  readonly keyword: string;
  /** The text after the keyword; of RUN the command with the shell in front of it. White space is single blanks. */
  readonly body: string;
  readonly dialect: Dialect;
  /** The values of build arguments in a RUN, as far as they can be separated. */
  readonly args: ReadonlyMap<string, string>;
}

/**
 * Parses `created_by`: of BuildKit ("RUN … # buildkit"), of the classic builder and buildah ("/bin/sh -c #(nop) ENV …",
 * or only the command of a RUN), and of kaniko (the instruction as written). There is no specification; the formats are
 * those of the builders' own code.
 */
export function readCreatedBy(entry: HistoryEntry): RecordedStep {
  const text = collapseSpace((entry.createdBy ?? '').slice(0, MAX_LENGTH));
  if (text === '') return { keyword: '', body: '', dialect: 'written', args: NO_ARGS };
  if (entry.comment?.startsWith('buildkit.') || text.endsWith(BUILDKIT))
    return splitKeyword(text.replace(/ ?# buildkit$/, ''), 'buildkit');
  const nop = text.indexOf('#(nop) ');
  if (nop >= 0) return splitKeyword(text.slice(nop + '#(nop) '.length), 'classic');
  if (KEYWORD.test(text)) return splitKeyword(text, 'written');
  return runStep(text, 'classic');
}

const BUILDKIT = '# buildkit';
const NO_ARGS: ReadonlyMap<string, string> = new Map();
/** Only the start of a longer command is compared. No builder writes lines of this length. */
const MAX_LENGTH = 100_000;
const KEYWORD =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR) /;

/** Replaces all white space by single blanks, because builders keep and drop it differently. */
export function collapseSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function splitKeyword(text: string, dialect: Dialect): RecordedStep {
  const blank = text.indexOf(' ');
  const keyword = (blank < 0 ? text : text.slice(0, blank)).toUpperCase();
  const body = blank < 0 ? '' : text.slice(blank + 1).trim();
  return keyword === 'RUN' ? runStep(body, dialect) : { keyword, body, dialect, args: NO_ARGS };
}

/** A RUN: `|2 A=1 rc B= /bin/sh -c command`. */
function runStep(body: string, dialect: Dialect): RecordedStep {
  const count = Number(/^\|(\d{1,4}) /.exec(body)?.[1] ?? 0);
  return { keyword: 'RUN', body, dialect, args: count > 0 ? readArgs(body, count) : NO_ARGS };
}

/** Values are not quoted, so a value that contains ` NAME=` looks like two. */
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
