import { createHash } from 'node:crypto';
import type { PlanChange, PlanStep } from '../../core/plan.js';
import { splitReference } from '../../core/reference.js';

/** The start of a hash, as hexadecimal digits. */
export function digest(value: unknown, length = 32): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, length);
}

/**
 * What a step updates to what, as 24 hexadecimal digits. Eight each are for what is updated, for its new version, and for the
 * title, which a step has also while it waits. Lines are not a part: another line of the file moves them.
 */
export function updateOf({ change, path, title }: PlanStep): string | undefined {
  const [subject, target] = change ? meaningOf(change) : [];
  if (subject === undefined) return undefined;
  return digest(subject, 8) + digest(target, 8) + digest([path, title], 8);
}

/** What is updated, and to what. */
function meaningOf(change: PlanChange): readonly [unknown?, unknown?] {
  const { kind, path } = change;
  switch (kind) {
    case 'image':
      return [[kind, path, splitReference(change.from).name], change.to];
    case 'installed-package':
    case 'dependency':
    case 'locked-package':
      return [['package', path, change.manager, change.name], change.to];
    case 'upgrade':
    case 'retired-upgrade':
      return [[kind, path], change.packages];
    case 'rule-fix':
      return [[kind, path, change.rule], ''];
    default:
      return [];
  }
}

/** The same update to the same version. */
export function sameUpdate(update: string): string {
  return update.slice(0, 16);
}

/** Updates that none of the steps does any more, although one of those that are left is about the same. */
export function waitingUpdates(
  updates: readonly string[],
  { done, left }: { readonly done: readonly PlanStep[]; readonly left: readonly PlanStep[] },
): readonly string[] {
  const subjects = new Set(done.flatMap((step) => updateOf(step)?.slice(0, 8) ?? []));
  const pending = new Set(left.flatMap((step) => updateOf(step)?.slice(0, 8) ?? []));
  const titles = new Set(left.map(({ path, title }) => digest([path, title], 8)));
  return updates.filter(
    (update) =>
      !subjects.has(update.slice(0, 8)) &&
      (pending.has(update.slice(0, 8)) || titles.has(update.slice(16))),
  );
}
