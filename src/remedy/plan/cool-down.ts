import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { DAY } from '../../lib/dates.js';
import { pluralize } from '../../lib/text.js';
import { fixedIn } from './package-of.js';

/** The age from which the policy proposes an update, and the time of the check. */
export interface MinimumAge {
  readonly days: number;
  readonly now: Date;
}

/** Why an update is not proposed yet, or what is not known about its age; both are sentences. */
export interface CoolDown {
  readonly isHeld: boolean;
  readonly note?: string;
}

const NOTHING: CoolDown = { isHeld: false };

/** The cool-down of something that was published on a day or at a time, ISO 8601. */
export function coolDown(
  what: string,
  published: string | undefined,
  minimum: MinimumAge | undefined,
): CoolDown {
  if (!minimum || minimum.days === 0) return NOTHING;
  const time = Date.parse(published ?? '');
  if (Number.isNaN(time)) return { isHeld: false, note: `The age of ${what} is not known.` };
  const age = Math.floor((minimum.now.getTime() - time) / DAY);
  if (age >= minimum.days) return NOTHING;
  return {
    isHeld: true,
    note: `${what} is ${pluralize(Math.max(age, 0), 'day')} old: the policy waits for ${pluralize(minimum.days, 'day')}.`,
  };
}

/**
 * The cool-down of the version of a language's package that fixes all of these vulnerabilities: it is about as old as the
 * first advisory that names it. A fix of an exploited vulnerability does not wait.
 */
export function fixCoolDown(
  findings: readonly Finding[],
  minimum: MinimumAge | undefined,
): CoolDown {
  if (!minimum || minimum.days === 0) return NOTHING;
  const version = fixedIn(findings);
  const all = findings.flatMap((finding) => vulnerabilityDetails(finding) ?? []);
  const [first] = all;
  if (!first || version === undefined || all.some(({ exploited }) => exploited)) return NOTHING;
  const days = all.flatMap(({ fixed, fixPublished }) =>
    fixed === version && fixPublished !== undefined ? [fixPublished] : [],
  );
  const [day] = days.sort();
  const what = `${first.package} ${version}`;
  return coolDown(day === undefined ? what : `The advisory of ${what}`, day, minimum);
}
