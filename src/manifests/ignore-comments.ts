import { Lexer, LineCounter } from 'yaml';
import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { Observation, RuleDescription } from '../core/rule.js';
import {
  EXPIRED_IGNORE,
  type IgnoreComment,
  MALFORMED_IGNORE,
  parseIgnore,
  suppressed,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';

/** A comment `# portside ignore=RULE reason=… until=DATE`. */
export interface LocatedIgnore extends Omit<IgnoreComment, 'rules'> {
  readonly at: Location;
  readonly rules: readonly { readonly id: string; readonly at: Location }[];
  /** The line that it covers: its own, or the one below where it stands alone. */
  readonly line: number;
}

const PRAGMA = /^#\s*portside\s+ignore\s*=/;
/** A comment that says more is not read further. */
const MAX_LENGTH = 4096;

/** The comments of a YAML or env file that ignore findings. */
export function ignoreComments(text: string, path: string): LocatedIgnore[] {
  if (!/#\s*portside\s+ignore\s*=/.test(text)) return [];
  const comments = /\.ya?ml$/i.test(path) ? yamlComments(text) : envComments(text);
  // For the lines of comments that stand alone, the line below them all: from the last, so that each is met once.
  const below = new Map<number, number>();
  for (const { line, alone } of [...comments].reverse())
    if (alone) below.set(line, below.get(line + 1) ?? line + 1);
  return comments.flatMap(({ line, column, comment }) => {
    const written = comment.slice(0, MAX_LENGTH).trimEnd();
    const [head] = PRAGMA.exec(written) ?? [];
    if (head === undefined) return [];
    const place = (at: number, length: number) => {
      const startColumn = column + at;
      const endColumn = startColumn + length;
      return { path, startLine: line, startColumn, endLine: line, endColumn };
    };
    const { rules, ...rest } = parseIgnore(written.slice(head.length), true);
    return [
      {
        ...rest,
        at: place(0, written.length),
        rules: rules.map(({ id, at }) => ({ id, at: place(head.length + at, id.length) })),
        line: below.get(line) ?? line,
      },
    ];
  });
}

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly comment: string;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
}

/** What the lexer puts between the tokens of the text; the last goes before the text of a scalar. */
const SCALAR = '\u001f';
const MARKS = new Set(['\u0002', '\u0018', SCALAR]);

function yamlComments(text: string): Comment[] {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lines.addNewLine(at + 1);
  const comments: { offset: number; comment: string }[] = [];
  let offset = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) scalar = token === SCALAR;
    else {
      if (token.startsWith('#') && !scalar) comments.push({ offset, comment: token });
      offset += token.length;
      scalar = false;
    }
  }
  return comments
    .filter(({ offset: at, comment }) => text.startsWith(comment, at))
    .map(({ offset: at, comment }) => {
      const { line, col: column } = lines.linePos(at);
      return { line, column, comment, alone: /^\s*$/.test(text.slice(at - column + 1, at)) };
    });
}

function envComments(text: string): Comment[] {
  return text.split('\n').flatMap((content, index) => {
    const at = content.search(/(?<=^|\s)#/);
    if (at < 0) return [];
    const alone = content.slice(0, at).trim() === '';
    return [{ line: index + 1, column: at + 1, comment: content.slice(at), alone }];
  });
}

/** What is needed to apply ignores. */
export interface IgnoreContext {
  readonly now: Date;
  /** Every name that a rule of this family has. */
  readonly known: ReadonlySet<string>;
  readonly make: (rule: RuleDescription, path: string, observation: Observation) => Finding;
  /** Gets the findings that comments ignore. */
  readonly suppress: (finding: Finding) => void;
}

/**
 * The findings that no comment ignores, and those about comments that are wrong, expired or without effect; an expired
 * one ignores nothing.
 */
export function applyIgnoreComments(
  findings: readonly Finding[],
  ignores: readonly LocatedIgnore[],
  { now, known, make, suppress }: IgnoreContext,
): Finding[] {
  const today = now.toISOString().slice(0, 10);
  const expired = ({ until }: LocatedIgnore) => until !== undefined && until < today;
  const active = new Map<
    string,
    { rule: LocatedIgnore['rules'][number]; ignore: LocatedIgnore }[]
  >();
  for (const ignore of ignores) {
    if (expired(ignore)) continue;
    for (const rule of ignore.rules) {
      const key = `${rule.id} ${ignore.line} ${ignore.at.path}`;
      const same = active.get(key);
      if (same) same.push({ rule, ignore });
      else active.set(key, [{ rule, ignore }]);
    }
  }
  const used = new Set<LocatedIgnore['rules'][number]>();
  const kept = findings.filter((finding) => {
    const { rule, aliases, location } = finding;
    const matching = [rule, ...aliases].flatMap(
      (name) => active.get(`${name} ${location?.startLine} ${location?.path}`) ?? [],
    );
    for (const one of matching) used.add(one.rule);
    const [by] = matching;
    if (by) {
      const { at, reason, until } = by.ignore;
      const comment = { path: at.path, line: at.startLine, rule: by.rule.id, reason, until };
      suppress(suppressed(finding, comment));
    }
    return !by;
  });
  const tell = (rule: RuleDescription, at: Location, message: string) =>
    kept.push(make(rule, at.path, { at, message }));
  for (const ignore of ignores) {
    for (const fault of ignore.faults)
      tell(MALFORMED_IGNORE, ignore.at, `This ignore comment cannot be understood: ${fault}.`);
    for (const rule of ignore.rules) {
      if (!known.has(rule.id))
        tell(UNKNOWN_RULE, rule.at, `There is no rule ${rule.id.slice(0, 60)} to ignore.`);
      else if (expired(ignore))
        tell(EXPIRED_IGNORE, rule.at, `The exception for ${rule.id} ended on ${ignore.until}.`);
      else if (!used.has(rule))
        tell(
          UNUSED_IGNORE,
          rule.at,
          `Nothing here is found by ${rule.id}: this ignore is not needed.`,
        );
    }
  }
  return kept;
}
