import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { ALL_OF_IT, type Reach } from '../core/holder.js';

/**
 * Finds whom or what a finding reaches that the one of the baseline did not: the same problem has become worse. `moved` has
 * the ids of holders before, by their ids now.
 */
export function reachFinder(
  moved: ReadonlyMap<string, string>,
): (now: Finding, before: Finding) => readonly Reach[] {
  return ({ reach = [] }, before) => {
    // A report of an earlier version has none, and a stored report may hold anything.
    if (!Array.isArray(before.reach)) return [];
    const known = new Set((before.reach as readonly Reach[]).map(keyOf));
    return reach.filter(({ holder: id = '', value }) => {
      const holder = moved.get(id) ?? id;
      // A service had it in its own file, and now has it from another one.
      if (isService(value) && holder === before.identity?.holder) return false;
      return ![value, ALL_OF_IT].some((one) => known.has(keyOf({ holder, value: one })));
    });
  };
}

/** Names that one message has. */
const MOST_NAMED = 2;

/** Makes the message of a new finding name whom it reaches now, or that it is built now, where the baseline has it. */
export function naming(
  baseline: readonly Finding[],
  find: ReturnType<typeof reachFinder>,
): (finding: Finding) => Finding {
  const before = new Map(baseline.map((one) => [one.fingerprint, one]));
  return (finding) => {
    const old = before.get(finding.partOf ?? finding.fingerprint);
    if (finding.status !== 'new' || !old) return finding;
    if (old.unbuilt && !finding.unbuilt)
      return { ...finding, message: `${finding.message}, in a stage that is built now` };
    const names = [...new Set(find(finding, old).map(({ name }) => name))];
    if (names.length === 0) return finding;
    const rest = names.length - MOST_NAMED;
    const more = rest > 0 ? ` and ${rest} more` : '';
    const named = names.slice(0, MOST_NAMED).join(rest > 0 ? ', ' : ' and ');
    return { ...finding, message: `${finding.message}, now also for ${named}${more}` };
  };
}

/** The value of a service that has a setting of another file. */
const SERVICE = fingerprint('service').slice(0, 16);

function isService(value: string): boolean {
  return value === SERVICE;
}

function keyOf({ holder = '', value }: Omit<Reach, 'name'>): string {
  return `${holder} ${value}`;
}
