import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { RuleDescription } from '../core/rule.js';
import {
  EXPIRED_IGNORE,
  type IgnoreComment,
  MALFORMED_IGNORE,
  parseIgnore,
  suppressed,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';
import { dayOf } from '../lib/dates.js';
import { type YamlComment, yamlComments } from '../lib/yaml-comments.js';
import type { ManifestObservation } from './rule.js';

/** A comment `# portside ignore=RULE reason=… until=DATE` and its place. */
export interface LocatedIgnore extends Omit<IgnoreComment, 'rules'> {
  readonly at: Location;
  readonly rules: readonly IgnoredRule[];
  /** The line that the comment applies to: its own, or the next line if the comment is alone on its line. */
  readonly line: number;
}

interface IgnoredRule {
  readonly id: string;
  readonly at: Location;
}

const MARKER = /#\s*portside\s+ignore\s*=/;
const DIRECTIVE = /^#\s*portside\s+ignore\s*=/;
/** The rest of a longer comment is not read. */
const MAX_LENGTH = 4096;

/** The comments of a YAML or env file that suppress findings. */
export function ignoreComments(text: string, path: string): LocatedIgnore[] {
  if (!MARKER.test(text)) return [];
  const comments = /\.ya?ml$/i.test(path) ? yamlComments(text) : envFileComments(text);
  const nextLines = lineAfterComments(comments);
  return comments.flatMap(({ line, column, text: comment }) => {
    const content = comment.slice(0, MAX_LENGTH).trimEnd();
    const [prefix] = DIRECTIVE.exec(content) ?? [];
    if (prefix === undefined) return [];
    const locationOf = (offset: number, length: number) => {
      const startColumn = column + offset;
      const endColumn = startColumn + length;
      return { path, startLine: line, startColumn, endLine: line, endColumn };
    };
    const { rules, ...rest } = parseIgnore(content.slice(prefix.length), true);
    return [
      {
        ...rest,
        at: locationOf(0, content.length),
        rules: rules.map(({ id, at }) => ({ id, at: locationOf(prefix.length + at, id.length) })),
        line: nextLines.get(line) ?? line,
      },
    ];
  });
}

/**
 * For the line of each comment that is alone on its line: the first line below the block of such comments. Starts with
 * the last comment, so that each comment is visited once.
 */
function lineAfterComments(comments: readonly YamlComment[]): ReadonlyMap<number, number> {
  const after = new Map<number, number>();
  for (const { line, isWholeLine } of [...comments].reverse())
    if (isWholeLine) after.set(line, after.get(line + 1) ?? line + 1);
  return after;
}

function envFileComments(text: string): YamlComment[] {
  return text.split('\n').flatMap((content, index) => {
    const at = content.search(/(?<=^|\s)#/);
    if (at < 0) return [];
    const isWholeLine = content.slice(0, at).trim() === '';
    return [{ line: index + 1, column: at + 1, text: content.slice(at), isWholeLine }];
  });
}

export interface IgnoreContext {
  readonly now: Date;
  /** The ids and aliases of all rules. */
  readonly knownRules: ReadonlySet<string>;
  readonly createFinding: (
    rule: RuleDescription,
    path: string,
    observation: ManifestObservation,
  ) => Finding;
  /** Receives the findings that a comment suppresses. */
  readonly onSuppressed: (finding: Finding) => void;
}

/**
 * The findings that no comment suppresses, and those about invalid, expired and unused comments. An expired comment
 * suppresses nothing.
 */
export function applyIgnoreComments(
  findings: readonly Finding[],
  ignores: readonly LocatedIgnore[],
  context: IgnoreContext,
): Finding[] {
  const today = dayOf(context.now);
  const active = indexByPlace(ignores.filter((ignore) => !isExpired(ignore, today)));
  const used = new Set<IgnoredRule>();
  const kept = findings.filter((finding) => {
    const { rule, aliases, location } = finding;
    const matches = [rule, ...aliases].flatMap(
      (name) => active.get(placeKey(name, location?.startLine, location?.path)) ?? [],
    );
    for (const match of matches) used.add(match.rule);
    const [first] = matches;
    if (!first) return true;
    const { at, reason, until } = first.ignore;
    const comment = { path: at.path, line: at.startLine, rule: first.rule.id, reason, until };
    context.onSuppressed(suppressed(finding, comment));
    return false;
  });
  return [...kept, ...commentFindings(ignores, used, today, context)];
}

function isExpired({ until }: LocatedIgnore, today: string): boolean {
  return until !== undefined && until < today;
}

interface ActiveIgnore {
  readonly rule: IgnoredRule;
  readonly ignore: LocatedIgnore;
}

function indexByPlace(ignores: readonly LocatedIgnore[]): ReadonlyMap<string, ActiveIgnore[]> {
  const index = new Map<string, ActiveIgnore[]>();
  for (const ignore of ignores)
    for (const rule of ignore.rules) {
      const key = placeKey(rule.id, ignore.line, ignore.at.path);
      const same = index.get(key);
      if (same) same.push({ rule, ignore });
      else index.set(key, [{ rule, ignore }]);
    }
  return index;
}

function placeKey(rule: string, line: number | undefined, path: string | undefined): string {
  return `${rule} ${line} ${path}`;
}

function commentFindings(
  ignores: readonly LocatedIgnore[],
  used: ReadonlySet<IgnoredRule>,
  today: string,
  { knownRules, createFinding }: IgnoreContext,
): Finding[] {
  const findings: Finding[] = [];
  const add = (rule: RuleDescription, at: Location, message: string, about?: string) =>
    findings.push(createFinding(rule, at.path, { at, message, about }));
  for (const ignore of ignores) {
    for (const fault of ignore.faults)
      add(MALFORMED_IGNORE, ignore.at, `Ignore comment is invalid: ${fault}`);
    for (const rule of ignore.rules) {
      const { id, at } = rule;
      if (!knownRules.has(id)) {
        const name = id.slice(0, 60);
        add(UNKNOWN_RULE, at, `Ignore comment names the unknown rule ${name}`, name);
      } else if (isExpired(ignore, today))
        add(EXPIRED_IGNORE, at, `Ignore comment for ${id} expired on ${ignore.until}`, id);
      else if (!used.has(rule))
        add(UNUSED_IGNORE, at, `Ignore comment for ${id} matches no finding`, id);
    }
  }
  return findings;
}
