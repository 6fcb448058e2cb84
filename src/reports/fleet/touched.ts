import { SEVERITIES, type Severity } from '../../core/severity.js';
import { dayOf } from '../../lib/dates.js';
import { compareText } from '../../lib/text.js';
import type { Fleet } from './fleet.js';

/** A vulnerability of one package, and who has it. */
export interface Touched {
  readonly id: string;
  readonly aliases: readonly string[];
  /** The worst of its members. */
  readonly severity: Severity;
  readonly package: string;
  /** Places in the list of members, ascending. */
  readonly members: readonly number[];
}

/** The open vulnerabilities of all members, the worst first, then those of the most members. */
export function touchedByVulnerability({ members }: Fleet): Touched[] {
  const found = new Map<string, Touched & { members: number[]; severity: Severity }>();
  for (const [place, { newest }] of members.entries())
    for (const { id, aliases, severity, package: name } of newest?.vulnerabilities ?? []) {
      const key = `${id}\n${name}`;
      const other = found.get(key);
      if (!other) {
        found.set(key, { id, aliases, severity, package: name, members: [place] });
        continue;
      }
      if (other.members.at(-1) !== place) other.members.push(place);
      if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(other.severity))
        other.severity = severity;
    }
  return [...found.values()].toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.members.length - a.members.length ||
      compareText(a.id, b.id),
  );
}

/** Days for which a vulnerability counts as new. */
export const NEW_DAYS = 7;

/**
 * The vulnerabilities that the fleet did not have before, first reported in the last days before `newest`. None without a
 * report that is older than that, because then everything would be new.
 */
export function newVulnerabilities(
  touched: readonly Touched[],
  { firstSeen, members }: Fleet,
): { readonly vulnerabilities: readonly Touched[]; readonly since?: string } {
  const days = [
    ...new Set(members.flatMap(({ points }) => points.map(({ time }) => time.slice(0, 10)))),
  ]
    .filter((day) => day !== '')
    .toSorted();
  const [first, newest] = [days[0], days.at(-1)];
  if (first === undefined || newest === undefined || first === newest)
    return { vulnerabilities: [] };
  const since = [dayOf(new Date(newest), -NEW_DAYS), first].toSorted().at(-1) ?? first;
  return {
    vulnerabilities: touched.filter(({ id }) => (firstSeen.get(id) ?? first) > since),
    since,
  };
}
