import type { Report } from '../../core/report.js';
import { DAY } from '../../lib/dates.js';
import { groupBy } from '../../lib/group-by.js';
import { compareText } from '../../lib/text.js';
import type { Fleet, FleetMember, FleetPoint, NewestReport, UnreadReport } from './fleet.js';
import { type FleetHistory, isTime } from './history.js';
import { membersOfReport } from './members-of-report.js';
import { compareWorst } from './worst-first.js';

/** Days with a report that are kept of a member. */
const MAX_POINTS = 90;

/** Collects reports one after the other; of older ones it keeps only the counts. */
export interface FleetCollector {
  /** Throws Error if the date of the report is in the future. */
  add(report: Report, name: string): void;
  addHistory(history: FleetHistory): void;
  addUnread(unread: UnreadReport): void;
  fleet(): Fleet;
}

interface Collected {
  readonly kind: FleetMember['kind'];
  readonly name: string;
  readonly source?: string;
  readonly points: Map<string, FleetPoint>;
  newest?: { readonly time: string; readonly report: NewestReport };
}

/**
 * `now` bounds the dates: one report of the future would be the newest for ever, hide what is new, and stay in the history.
 */
export function createFleetCollector(now: Date): FleetCollector {
  // The clocks of the machines that wrote the reports differ.
  const latest = new Date(now.getTime() + DAY).toISOString();
  const members = new Map<string, Collected>();
  const firstSeen = new Map<string, string>();
  const unread: UnreadReport[] = [];
  const memberOf = ({ kind, name, source }: Pick<FleetMember, 'kind' | 'name' | 'source'>) => {
    const key = JSON.stringify([kind, name, source]);
    const found: Collected = members.get(key) ?? {
      ...{ kind, name, points: new Map() },
      ...(source !== undefined && { source }),
    };
    members.set(key, found);
    return found;
  };
  return {
    add(report, name) {
      const { created } = report;
      if (created !== undefined && isTime(created) && created > latest)
        throw new Error(`its date is in the future: ${created.slice(0, 10)}`);
      for (const { newest, ...member } of membersOfReport(report, name, latest)) {
        const collected = memberOf(member);
        for (const point of member.points) {
          addPoint(collected.points, point);
          for (const { id } of newest.vulnerabilities) addFirst(firstSeen, id, point.time);
          if (collected.newest && collected.newest.time > point.time) continue;
          collected.newest = { time: point.time, report: newest };
        }
      }
    },
    addHistory(history) {
      for (const member of history.members)
        for (const point of member.points.filter(({ time }) => time <= latest))
          addPoint(memberOf(member).points, point);
      for (const [id, day] of history.firstSeen) if (day <= latest) addFirst(firstSeen, id, day);
    },
    addUnread: (problem) => void unread.push(problem),
    fleet: () => {
      const all = withLabels(withSources([...members.values()]).map(finish)).toSorted(compareWorst);
      return { members: all, firstSeen: stillOpen(firstSeen, all), unread };
    },
  };
}

/** What is not open any more is forgotten, unless a report is missing today. */
function stillOpen(
  firstSeen: ReadonlyMap<string, string>,
  members: readonly FleetMember[],
): ReadonlyMap<string, string> {
  if (members.some(({ newest }) => newest === undefined)) return firstSeen;
  const open = new Set<string>();
  for (const { newest } of members)
    for (const { id } of newest?.vulnerabilities ?? []) open.add(id);
  return new Map([...firstSeen].filter(([id]) => open.has(id)));
}

/**
 * The members, without those that the only other one of their name continues: an earlier version wrote no sources, and named
 * a report by its path.
 */
function withSources(members: readonly Collected[]): readonly Collected[] {
  return [...groupBy(members, nameOf).values()].flatMap((same) => {
    const known = same.filter(({ source, newest }) => source !== undefined || newest);
    const left = known.filter((one) => !known.some((other) => continues(other, one)));
    const [only, ...others] = left;
    if (!only) return same;
    for (const { points } of others.length > 0 ? [] : same)
      for (const point of points.values()) addPoint(only.points, point);
    return left;
  });
}

/** Whether the reports of a member are those of another one, which only the history has, under the path of their folder. */
function continues({ source: now, newest }: Collected, { source, newest: old }: Collected) {
  return newest !== undefined && old === undefined && source?.startsWith(`${now}/`) === true;
}

/** The members, with labels where several have one name. */
function withLabels(members: readonly FleetMember[]): readonly FleetMember[] {
  return [...groupBy(members, nameOf).values()].flatMap((same) =>
    same.length === 1
      ? same
      : same.map((one) => ({
          ...one,
          label: `${one.name}, reported by ${one.source ?? 'unknown'}`,
        })),
  );
}

function nameOf({ kind, name }: Pick<FleetMember, 'kind' | 'name'>): string {
  return `${kind}\n${name}`;
}

function finish({ kind, name, source, points, newest }: Collected): FleetMember {
  const sorted = [...points.values()].toSorted((a, b) => compareText(a.time, b.time));
  const isNewest = newest !== undefined && newest.time >= (sorted.at(-1)?.time ?? '');
  return {
    kind,
    name,
    ...(source !== undefined && { source }),
    points: sorted.slice(-MAX_POINTS),
    ...(isNewest && { newest: newest.report }),
  };
}

/** Of several reports of a day the newest counts; of equally old ones the one that was added last. */
function addPoint(points: Map<string, FleetPoint>, point: FleetPoint): void {
  const day = point.time.slice(0, 10);
  const other = points.get(day);
  if (!other || other.time <= point.time) points.set(day, point);
}

function addFirst(firstSeen: Map<string, string>, id: string, time: string): void {
  const day = time.slice(0, 10);
  const other = firstSeen.get(id);
  if (day !== '' && (other === undefined || day < other)) firstSeen.set(id, day);
}
