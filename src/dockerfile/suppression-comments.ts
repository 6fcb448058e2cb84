import type { Finding } from '../core/finding.js';
import { acceptingNames } from '../core/join-findings.js';
import type { Observation, RuleDescription } from '../core/rule.js';
import {
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  type Suppression,
  suppressed,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';
import { dayOf } from '../lib/dates.js';
import { lastAtOrBefore } from '../lib/lines.js';
import { engineRules } from './engine-rules.js';
import { lintComments, type SuppressedRule, type SuppressionComment } from './lint-comments.js';
import type { DockerfileRule, LintSubject } from './rule.js';
import { dockerfileRules } from './rules/index.js';

/** The findings of a file, divided by its suppression comments. */
export interface SuppressionResult {
  /** The findings that no comment covers. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** Comments that are malformed, expired or unused, or that name an unknown rule. */
  readonly observations: readonly CommentObservation[];
}

/** What a rule reports about a suppression comment. */
export interface CommentObservation {
  readonly rule: RuleDescription;
  readonly observation: Observation;
}

/** Applies the suppression comments of a file. `active` are the rules that ran: only their comments can be unused. */
export function applySuppressionComments(
  subject: LintSubject,
  findings: readonly Finding[],
  active: readonly DockerfileRule[],
): SuppressionResult {
  const comments = lintComments(subject).filter(
    (comment): comment is SuppressionComment =>
      comment.kind === 'suppression' &&
      (comment.tool === 'buildkit' || !subject.config.disableIgnorePragma),
  );
  if (comments.length === 0) return { findings, suppressed: [], observations: [] };
  const today = dayOf(subject.config.now);
  const isExpired = ({ until }: SuppressionComment) => until !== undefined && until < today;
  const index = createIndex(comments.filter((comment) => !isExpired(comment)));
  const used = new Set<SuppressedRule>();
  const kept: Finding[] = [];
  const covered: Finding[] = [];
  for (const finding of findings) {
    const entries = coveringEntries(finding, index);
    for (const { rule } of entries) used.add(rule);
    const [first] = entries;
    if (first) covered.push(suppressed(finding, toSuppression(first, subject.path)));
    else kept.push(finding);
  }
  const activeIds = new Set(active.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]));
  const isUnused = (rule: SuppressedRule) => !used.has(rule) && activeIds.has(rule.id);
  const observations = comments.flatMap((comment) =>
    observeComment(comment, isExpired(comment), isUnused),
  );
  return { findings: kept, suppressed: covered, observations };
}

function observeComment(
  comment: SuppressionComment,
  isExpired: boolean,
  isUnused: (rule: SuppressedRule) => boolean,
): CommentObservation[] {
  const at = comment.comment.range;
  const faults = comment.faults.map((fault) => ({
    rule: MALFORMED_IGNORE,
    observation: { at, message: `Ignore comment is malformed: ${fault}` },
  }));
  const rules = comment.rules.flatMap((rule): CommentObservation[] => {
    const report = (by: RuleDescription, message: string) => [
      { rule: by, observation: { at: rule.range, message } },
    ];
    const id = rule.id.slice(0, 60);
    if (isAllChecks(comment, rule)) return [];
    if (!knownIds().has(rule.id) && !/^SC\d{4}$/.test(rule.id))
      return report(UNKNOWN_RULE, `Ignore comment names unknown rule "${id}"`);
    if (isExpired)
      return report(EXPIRED_IGNORE, `Ignore comment for ${id} expired on ${comment.until}`);
    return isUnused(rule)
      ? report(UNUSED_IGNORE, `Ignore comment for ${id} is unused: the rule reports nothing here`)
      : [];
  });
  return [...faults, ...rules];
}

/** `# check=skip=all` */
function isAllChecks({ tool }: SuppressionComment, { id }: SuppressedRule): boolean {
  return tool === 'buildkit' && id === 'all';
}

/** A rule that a comment suppresses. */
interface Entry {
  readonly comment: SuppressionComment;
  readonly rule: SuppressedRule;
}

function toSuppression({ comment, rule }: Entry, path: string): Suppression {
  const { stage, reason, until } = comment;
  const scope = stage === undefined ? undefined : `stage ${stage}`;
  return {
    path,
    line: comment.comment.line,
    rule: rule.id,
    scope: comment.scope === 'file' ? 'file' : scope,
    reason,
    until,
  };
}

/** The comments that suppress one rule. */
interface RuleEntries {
  /** Comments for one instruction, ascending by their first line. */
  readonly byInstruction: Entry[];
  /** The first lines of `byInstruction`. */
  readonly firstLines: number[];
  /** Comments for a stage or the file. */
  readonly wide: Entry[];
}

type EntryIndex = ReadonlyMap<string, RuleEntries>;

function createIndex(comments: readonly SuppressionComment[]): EntryIndex {
  const index = new Map<string, RuleEntries>();
  for (const comment of comments) {
    for (const rule of comment.rules) {
      if (rule.id === 'all' && comment.tool !== 'buildkit') continue;
      const entries = index.get(rule.id) ?? { byInstruction: [], firstLines: [], wide: [] };
      const list = comment.scope === 'instruction' ? entries.byInstruction : entries.wide;
      list.push({ comment, rule });
      index.set(rule.id, entries);
    }
  }
  for (const { byInstruction, firstLines } of index.values()) {
    byInstruction.sort((a, b) => a.comment.firstLine - b.comment.firstLine);
    for (const { comment } of byInstruction) firstLines.push(comment.firstLine);
  }
  return index;
}

/** The comments that suppress a finding, by any of its names. */
function coveringEntries(finding: Finding, index: EntryIndex): Entry[] {
  const line = finding.location?.startLine ?? 0;
  const names = acceptingNames(finding);
  // `# check=skip=all` covers BuildKit's checks only. Their names consist of letters.
  if (names.some((name) => /^[A-Za-z]+$/.test(name))) names.push('all');
  return names.flatMap((name) => entriesOnLine(index.get(name), line));
}

/** Instructions do not overlap, so only the nearest comments above can cover a line. */
function entriesOnLine(entries: RuleEntries | undefined, line: number): Entry[] {
  if (!entries) return [];
  const covers = ({ comment }: Entry) => comment.firstLine <= line && line <= comment.lastLine;
  const { byInstruction, firstLines } = entries;
  const found = entries.wide.filter(covers);
  const nearest = lastAtOrBefore(firstLines, line);
  const firstLine = firstLines[nearest];
  for (let at = nearest; at >= 0 && byInstruction[at]?.comment.firstLine === firstLine; at--) {
    const entry = byInstruction[at];
    if (entry && covers(entry)) found.push(entry);
  }
  return found;
}

let ids: ReadonlySet<string> | undefined;

/** The ids and aliases of all rules. */
function knownIds(): ReadonlySet<string> {
  ids ??= new Set(
    [...dockerfileRules, ...engineRules].flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]),
  );
  return ids;
}
