import { createHash } from 'node:crypto';

/** Digits of an id: a plan of a thousand steps has two equal ones in one case of thirty. */
const DIGITS = 6;

/** A short name for what a step does and where, such as `rebuild Dockerfile`: the same in each run. */
export function stepId(what: string, digits = DIGITS): string {
  return createHash('sha256').update(what).digest('hex').slice(0, digits);
}

/** The ids of the steps of one plan: if two are equal, the later one is longer. */
export function stepIds(all: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const what of all) {
    let digits = DIGITS;
    while (taken.has(stepId(what, digits)) && digits < MAX_DIGITS) digits++;
    ids.set(what, stepId(what, digits));
    taken.add(stepId(what, digits));
  }
  return ids;
}

const MAX_DIGITS = 64;
