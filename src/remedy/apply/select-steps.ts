import { isDoable, type Plan, type PlanStep } from '../../core/plan.js';
import { PortsideError } from '../../lib/errors.js';

/** The steps to do: those that nobody has to decide about, or those with these ids. */
export type Selection = 'all-safe' | readonly string[];

/**
 * The selected steps, in the order of the plan. With all safe steps are those that are listed with a command for a person,
 * such as a build. A safe step is left out if it comes after one that is not safe. Throws
 * PortsideError (usage) for a name that no step has, and for a named step without those that have to be done before it.
 */
export function selectSteps({ steps }: Plan, selection: Selection): readonly PlanStep[] {
  if (selection === 'all-safe') return safeSteps(steps);
  const named = new Set(selection.map((name) => stepNamed(steps, name).id));
  const selected = steps.filter(({ id }) => named.has(id));
  for (const { id, after } of selected) {
    const missing = after.find((other) => !named.has(other));
    if (missing !== undefined)
      throw new PortsideError(
        'PSE1014',
        `Step ${id} comes after step ${missing}`,
        `Add --step ${missing}`,
      );
  }
  return selected;
}

function safeSteps(steps: readonly PlanStep[]): readonly PlanStep[] {
  const chosen = (step: PlanStep) => step.safe || (step.change && !isDoable(step));
  return withoutSteps(steps, new Set(steps.filter((step) => !chosen(step))));
}

/** The steps without some, and without those that come after one of these. */
export function withoutSteps(
  steps: readonly PlanStep[],
  left: ReadonlySet<PlanStep>,
): readonly PlanStep[] {
  const gone = new Set([...left].map(({ id }) => id));
  let kept = steps.filter((step) => !left.has(step));
  for (;;) {
    const possible = kept.filter(({ after }) => !after.some((other) => gone.has(other)));
    if (possible.length === kept.length) return kept;
    for (const { id } of kept) if (!possible.some((step) => step.id === id)) gone.add(id);
    kept = possible;
  }
}

function stepNamed(steps: readonly PlanStep[], name: string): PlanStep {
  const step = steps.find(({ id }) => id === name);
  if (step) return step;
  throw new PortsideError(
    'PSE1014',
    steps.length === 0
      ? `There is no step "${name}": the plan is empty`
      : `The plan has no step "${name}"`,
    name.includes(',')
      ? 'Repeat --step for each step: --step ID --step ID'
      : 'See the ids of the steps with portside fix, in the same folder and with the same options',
  );
}
