import type { Finding } from '../core/finding.js';
import type { Observation } from '../core/rule.js';
import { type Suppression, suppressed } from '../core/suppression.js';
import { dayOf } from '../lib/dates.js';
import { lastAtOrBefore } from '../lib/lines.js';
import {
  EXPIRED_IGNORE,
  engineRules,
  MALFORMED_IGNORE,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from './engine-rules.js';
import { lintComments, type SuppressionComment } from './lint-comments.js';
import type { DockerfileRule, LintSubject } from './rule.js';
import { dockerfileRules } from './rules/index.js';

/** The findings that no pragma ignores (`suppress` gets the others), and those about pragmas that are wrong, expired or without effect. */
export function applySuppressionComments(
  subject: LintSubject,
  findings: readonly Finding[],
  active: readonly DockerfileRule[],
  make: (rule: DockerfileRule, observation: Observation) => Finding,
  suppress: (finding: Finding) => void,
): Finding[] {
  const ignores = lintComments(subject).filter((p): p is SuppressionComment => p.kind === 'ignore');
  const applied = ignores.filter(
    ({ tool }) => tool === 'buildkit' || !subject.config.disableIgnorePragma,
  );
  if (applied.length === 0) return [...findings];
  const today = dayOf(subject.config.now);
  const expired = (pragma: SuppressionComment) =>
    pragma.until !== undefined && pragma.until < today;
  const used = new Set<SuppressionComment['rules'][number]>();
  const index = createIndex(applied.filter((pragma) => !expired(pragma)));
  const kept = findings.filter((finding) => {
    const line = finding.location?.startLine ?? 0;
    let by: Entry | undefined;
    const names = [finding.rule, ...finding.aliases];
    // `# check=skip=all` means all of BuildKit's checks, whose names have no number: no more is given up by it.
    for (const name of names.some((id) => /^[A-Za-z]+$/.test(id)) ? [...names, 'all'] : names) {
      for (const entry of covering(index.get(name), line)) {
        used.add(entry.rule);
        by ??= entry;
      }
    }
    if (by) suppress(suppressed(finding, suppression(by, subject.path)));
    return !by;
  });
  const known = knownIds();
  const activeIds = new Set(active.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]));
  for (const pragma of applied) {
    for (const fault of pragma.faults) {
      const message = `This ignore comment cannot be understood: ${fault}.`;
      kept.push(make(MALFORMED_IGNORE, { at: pragma.comment.range, message }));
    }
    for (const rule of pragma.rules) {
      if (rule.id === 'all' && pragma.tool === 'buildkit') continue;
      if (!known.has(rule.id) && !/^SC\d{4}$/.test(rule.id)) {
        const message = `There is no rule ${rule.id.slice(0, 60)} to ignore.`;
        kept.push(make(UNKNOWN_RULE, { at: rule.range, message }));
      } else if (expired(pragma)) {
        const message = `The exception for ${rule.id} ended on ${pragma.until}.`;
        kept.push(make(EXPIRED_IGNORE, { at: rule.range, message }));
      } else if (!used.has(rule) && activeIds.has(rule.id)) {
        const message = `Nothing here is found by ${rule.id}: this ignore is not needed.`;
        kept.push(make(UNUSED_IGNORE, { at: rule.range, message }));
      }
    }
  }
  return kept;
}

function suppression({ pragma, rule }: Entry, path: string): Suppression {
  const { comment, reason, until } = pragma;
  return { path, line: comment.line, rule: rule.id, reason, until };
}

type Entry = {
  readonly pragma: SuppressionComment;
  readonly rule: SuppressionComment['rules'][number];
};

/** The ignores of one rule: those of one instruction by their first line, those of a stage or file apart. */
interface Entries {
  readonly narrow: Entry[];
  /** Of `narrow`, ascending. */
  readonly firstLines: number[];
  readonly wide: Entry[];
}

function createIndex(pragmas: readonly SuppressionComment[]): ReadonlyMap<string, Entries> {
  const index = new Map<string, Entries>();
  for (const pragma of pragmas) {
    for (const rule of pragma.rules) {
      if (rule.id === 'all' && pragma.tool !== 'buildkit') continue;
      const entries = index.get(rule.id) ?? { narrow: [], firstLines: [], wide: [] };
      (pragma.scope === 'instruction' ? entries.narrow : entries.wide).push({ pragma, rule });
      index.set(rule.id, entries);
    }
  }
  for (const { narrow, firstLines } of index.values()) {
    narrow.sort((a, b) => a.pragma.firstLine - b.pragma.firstLine);
    for (const { pragma } of narrow) firstLines.push(pragma.firstLine);
  }
  return index;
}

/** The ignores that a line is under. Instructions do not overlap, so only the nearest above can reach it. */
function covering(entries: Entries | undefined, line: number): Entry[] {
  if (!entries) return [];
  const covers = ({ pragma }: Entry) => pragma.firstLine <= line && line <= pragma.lastLine;
  const { narrow } = entries;
  const found = entries.wide.filter(covers);
  const nearest = lastAtOrBefore(entries.firstLines, line);
  const first = entries.firstLines[nearest];
  for (let at = nearest; at >= 0 && narrow[at]?.pragma.firstLine === first; at--) {
    const entry = narrow[at];
    if (entry && covers(entry)) found.push(entry);
  }
  return found;
}

let ids: ReadonlySet<string> | undefined;

function knownIds(): ReadonlySet<string> {
  ids ??= new Set(
    [...dockerfileRules, ...engineRules].flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]),
  );
  return ids;
}
