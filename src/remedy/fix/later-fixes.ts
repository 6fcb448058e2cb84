import { applyAllFixes } from '../../core/apply-fixes.js';
import { clearedCounts } from '../../core/cleared-counts.js';
import type { Finding } from '../../core/finding.js';
import { fixMayBreak } from '../../core/fixable.js';
import { isOnlyInAll } from '../../core/only-in-all.js';
import type { PlanStep } from '../../core/plan.js';
import type { RuleBook } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { capitalize } from '../../lib/text.js';
import type { AppliedSteps, StepOutcome } from '../apply/apply-steps.js';

/** What decides about fixes that only the edited text has. */
interface LaterFixes {
  readonly findings: readonly Finding[];
  readonly rules: RuleBook;
  readonly declined?: ReadonlySet<PlanStep> | undefined;
  readonly lintOf: (path: string) => ((text: string) => readonly Finding[]) | undefined;
}

/**
 * The result with the safe fixes that the rules offer for the edited Dockerfiles, until there are no more, so that a second
 * run changes nothing. No fix of a rule that the policy excepts in the file, or whose step was refused.
 */
export function withLaterFixes(applied: AppliedSteps, about: LaterFixes): AppliedSteps {
  // Of a rule that the report does not show, there is no step either.
  const shown = new Set(about.findings.map(({ rule }) => rule));
  const kept = groupBy(applied.outcomes, ({ step }) => step.path ?? '');
  const later: StepOutcome[] = [];
  const clear = new Set<StepOutcome>();
  const files = applied.files.map((file) => {
    const lint = about.lintOf(file.path);
    if (!lint) return file;
    const outcomes = kept.get(file.path) ?? [];
    const excluded = excludedRules(file.path, outcomes, about);
    const offered = (text: string) =>
      lint(text).filter(
        (finding) =>
          !excluded.has(finding.rule) &&
          (shown.has(finding.rule) || !isOnlyInAll(finding, about.rules)) &&
          !fixMayBreak(finding, about.rules),
      );
    const { text, applied: fixes } = applyAllFixes(file.after, offered);
    if (text === file.after) return file;
    const left = new Set(offered(text).flatMap(({ rule, fix }) => (fix ? rule : [])));
    const done = outcomes.filter(({ state, step: { change } }) => {
      return state === 'postponed' && change?.kind === 'rule-fix' && !left.has(change.rule);
    });
    for (const outcome of done) clear.add(outcome);
    const isNamed = (title: string) =>
      done.some(({ step }) => capitalize(step.title).startsWith(title));
    for (const title of new Set(fixes))
      if (!isNamed(title)) later.push(outcomeOf(file.path, title));
    return { ...file, after: text };
  });
  const outcomes = applied.outcomes.map(
    (outcome): StepOutcome =>
      clear.has(outcome) ? { step: outcome.step, state: 'changed' } : outcome,
  );
  return { outcomes: [...outcomes, ...later], files };
}

function excludedRules(
  path: string,
  outcomes: readonly StepOutcome[],
  { findings, declined = new Set() }: LaterFixes,
): ReadonlySet<string> {
  return new Set([
    ...findings.flatMap(({ rule, status, location }) =>
      status === 'excepted' && location?.path === path ? rule : [],
    ),
    ...outcomes.flatMap(({ state, step: { change } }) =>
      state === 'refused' && change?.kind === 'rule-fix' ? change.rule : [],
    ),
    ...[...declined].flatMap(({ change }) =>
      change?.kind === 'rule-fix' && change.path === path ? change.rule : [],
    ),
  ]);
}

/** A step that the plan did not have. */
function outcomeOf(path: string, title: string): StepOutcome {
  return {
    state: 'changed',
    step: {
      ...{ id: '', remedy: 'edit', title, path, findings: [], clears: clearedCounts([]) },
      ...{ risk: 'none', safe: true, after: [], notes: ['The other edits make it possible.'] },
    },
  };
}
