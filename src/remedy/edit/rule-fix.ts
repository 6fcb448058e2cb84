import {
  type EditResult,
  type EditSurroundings,
  MAX_LENGTH,
  refused,
  TOO_LARGE,
  unchanged,
} from '../../core/edit-result.js';
import type { Finding } from '../../core/finding.js';
import { applyFixes, type Fix } from '../../core/fix.js';
import type { PlanChange } from '../../core/plan.js';
import { groupBy } from '../../lib/group-by.js';

export type RuleFixChange = Extract<PlanChange, { kind: 'rule-fix' }>;

/** So often the changed text is checked: once for all fixes, and for parts of them while some have no effect. */
const MAX_LINTS = 100;

/**
 * For each change, the edits that its rule offers for its finding on its line. A finding on another line may be another one.
 * All fixes are tried together, so that the time does not grow with their number: fixes without the intended effect are
 * looked for by halves, and are refused.
 */
export function editRuleFixes(
  text: string,
  changes: readonly RuleFixChange[],
  { lint }: Pick<EditSurroundings, 'lint'>,
): readonly EditResult[] {
  if (text.length > MAX_LENGTH) return changes.map(() => TOO_LARGE);
  if (!lint) return changes.map(({ rule }) => refused(`The file is not checked by ${rule}`));
  const before = groupBy(lint(text), ruleOf);
  const results = changes.map((change) => offered(change, before.get(change.rule) ?? []));
  const tried = results.flatMap((result, index) =>
    result.kind === 'edits'
      ? [
          {
            ...result,
            index,
            rule: changes[index]?.rule ?? '',
            lines: fixedLines(changes[index], before),
          },
        ]
      : [],
  );
  const good = new Set(effective(tried, { text, lint, before }).map(({ index }) => index));
  return results.map((result, index) =>
    result.kind === 'edits' && !good.has(index) ? NO_EFFECT : result,
  );
}

/** The lines of a change that have a finding with a fix. */
function fixedLines(change: RuleFixChange | undefined, before: ByRule): number {
  if (!change) return 0;
  const lines = linesOf(change);
  const fixable = (before.get(change.rule) ?? []).filter(
    ({ fix, location }) => fix && lines.has(location?.startLine ?? 0),
  );
  return new Set(fixable.map(({ location }) => location?.startLine)).size;
}

const NO_EFFECT = refused('The edit would not have the intended effect: change the file by hand');

function offered(change: RuleFixChange, findings: readonly Finding[]): EditResult {
  const { rule, line } = change;
  const lines = linesOf(change);
  const onLine = findings.filter(({ location }) => lines.has(location?.startLine ?? 0));
  const fixable = onLine.flatMap(({ fix }) => fix ?? []);
  if (fixable.length > 0) {
    const edits = fixable.flatMap((fix) => fix.edits);
    return { kind: 'edits', description: fixable[0]?.description ?? '', edits };
  }
  if (onLine.length > 0) return refused(`The finding of ${rule} in line ${line} has no fix`);
  return findings.length === 0
    ? unchanged(`the file has no finding of ${rule}`)
    : refused(`Line ${line} has no finding of ${rule}, and other lines do: the file has changed`);
}

function linesOf({ line, lines = [] }: RuleFixChange): ReadonlySet<number> {
  return new Set([line, ...lines]);
}

const ruleOf = ({ rule }: Finding) => rule;
type ByRule = ReadonlyMap<string, readonly Finding[]>;

interface TriedFix extends Fix {
  readonly index: number;
  readonly rule: string;
  /** The lines that it fixes. */
  readonly lines: number;
}

/** The fixes after which each rule has fewer findings. Those that overlap are tried one after the other. */
function effective(
  fixes: readonly TriedFix[],
  file: {
    readonly text: string;
    readonly lint: (text: string) => readonly Finding[];
    readonly before: ByRule;
  },
): readonly TriedFix[] {
  const good: TriedFix[] = [];
  const groups = [fixes];
  for (let lints = 0; lints < MAX_LINTS; lints++) {
    const group = groups.pop();
    if (!group) break;
    const changed = applyFixes(file.text, group);
    const applied = new Set<Fix>(changed.applied);
    const [made, left] = [
      group.filter((fix) => applied.has(fix)),
      group.filter((fix) => !applied.has(fix)),
    ];
    if (left.length > 0) groups.unshift(left);
    if (made.length === 0) continue;
    if (isCleared(made, file.before, groupBy(file.lint(changed.text), ruleOf))) good.push(...made);
    else if (made.length > 1) {
      const half = made.length >> 1;
      groups.push(made.slice(half), made.slice(0, half));
    }
  }
  return good;
}

function isCleared(made: readonly TriedFix[], before: ByRule, after: ByRule): boolean {
  const wanted = new Map<string, number>();
  for (const { rule, lines } of made) wanted.set(rule, (wanted.get(rule) ?? 0) + lines);
  const count = (findings: ByRule, rule: string) => findings.get(rule)?.length ?? 0;
  return [...wanted].every(([rule, fixes]) => count(after, rule) <= count(before, rule) - fixes);
}
