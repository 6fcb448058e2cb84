/** A step with what it is worth, what it costs, and what has to be done before. */
export interface Weighed<S> {
  readonly step: S;
  readonly id: string;
  readonly worth: number;
  readonly cost: number;
  readonly after: readonly string[];
}

/**
 * The steps in the order in which to do them: what clears the most for its cost comes first, together with what has to be
 * done before it. Steps of equal ratio stay in their order.
 */
export function orderSteps<S>(steps: readonly Weighed<S>[]): S[] {
  const byId = new Map(steps.map((one) => [one.id, one]));
  const free = steps
    .filter(({ after }) => after.length === 0)
    .sort((a, b) => ratio([b]) - ratio([a]));
  const bound = steps.filter(({ after }) => after.length > 0);
  const done = new Set<string>();
  const ordered: S[] = [];
  const add = (group: readonly Weighed<S>[]) => {
    for (const one of group) {
      done.add(one.id);
      ordered.push(one.step);
    }
  };
  for (let next = 0; done.size < steps.length; ) {
    const single = free[next];
    if (single && done.has(single.id)) {
      next++;
      continue;
    }
    const groups = bound.filter(({ id }) => !done.has(id)).map((one) => closure(one, byId, done));
    const group = groups.reduce<readonly Weighed<S>[] | undefined>(
      (best, one) => (best && ratio(best) >= ratio(one) ? best : one),
      undefined,
    );
    if (group && (!single || ratio(group) >= ratio([single]))) add(group);
    else if (single) add([single]);
    else break;
  }
  return ordered;
}

function ratio(steps: readonly Weighed<unknown>[]): number {
  const worth = steps.reduce((sum, one) => sum + one.worth, 0);
  return worth / steps.reduce((sum, one) => sum + one.cost, 0);
}

/** A step that is not done, after all that has to be done before it. A cycle ends at the step that closes it. */
function closure<S>(
  step: Weighed<S>,
  byId: ReadonlyMap<string, Weighed<S>>,
  done: ReadonlySet<string>,
  above: ReadonlySet<string> = new Set(),
): Weighed<S>[] {
  const path = new Set([...above, step.id]);
  const before = step.after.flatMap((id) => {
    const one = byId.get(id);
    return one && !done.has(id) && !path.has(id) ? closure(one, byId, done, path) : [];
  });
  return [...new Set([...before, step])];
}
