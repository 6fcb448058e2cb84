import { DAY } from '../../lib/dates.js';
import { escapeText } from '../formats/html/labels.js';
import type { Fleet, FleetPoint } from './fleet.js';

/** Rows of the table next to a line. */
const MAX_ROWS = 30;

/** The critical and high findings of a member over time, as a line and as a table. Empty without two dates. */
export function memberTrend(points: readonly FleetPoint[]): string {
  const dated = points.filter(({ time }) => time !== '');
  const [first, last] = [dated[0], dated.at(-1)];
  if (!first || !last || first === last) return '';
  const values = dated.map((point) => ({ day: dayNumber(point.time), value: urgent(point) }));
  const changes = dated.filter(
    (point, i) => i === 0 || i === dated.length - 1 || urgent(point) !== urgent(dated[i - 1]),
  );
  const rows = changes
    .slice(-MAX_ROWS)
    .map((point) => `<tr><td>${day(point)}</td><td>${urgent(point)}</td></tr>`);
  return [
    `<details class="trend"><summary>${line(values)} ${urgent(first)} → ${urgent(last)}</summary>`,
    '<table><thead><tr><th scope="col">Date</th><th scope="col">Critical and high</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></details>`,
  ].join('');
}

/** The whole fleet on one day. */
export interface FleetDay {
  readonly day: string;
  readonly fail: number;
  readonly incomplete: number;
  readonly pass: number;
  readonly critical: number;
  readonly high: number;
}

/** The fleet on every day with a report: a member counts with its newest report up to that day. */
export function fleetDays({ members }: Fleet): FleetDay[] {
  const changes = new Map<string, [FleetPoint | undefined, FleetPoint][]>();
  for (const { points } of members) {
    let before: FleetPoint | undefined;
    for (const point of points.filter(({ time }) => time !== '')) {
      const list = changes.get(day(point)) ?? [];
      changes.set(day(point), list);
      list.push([before, point]);
      before = point;
    }
  }
  const now = { fail: 0, incomplete: 0, pass: 0, critical: 0, high: 0 };
  const count = ({ outcome, counts }: FleetPoint, sign: number) => {
    now[outcome] += sign;
    now.critical += sign * counts.critical;
    now.high += sign * counts.high;
  };
  return [...changes.keys()].toSorted().map((date) => {
    for (const [before, point] of changes.get(date) ?? []) {
      if (before) count(before, -1);
      count(point, 1);
    }
    return { day: date, ...now };
  });
}

/** The trend of the fleet: a line of what does not pass, and a table with all numbers. Empty without two dates. */
export function fleetTrend(fleet: Fleet): string[] {
  const days = fleetDays(fleet);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || first === last) return [];
  const open = ({ fail, incomplete }: FleetDay) => fail + incomplete;
  const values = days.map((one) => ({ day: dayNumber(one.day), value: open(one) }));
  const columns = ['fail', 'incomplete', 'pass', 'critical', 'high'] as const;
  const heads = ['Date', 'Fail', 'Incomplete', 'Pass', 'Critical', 'High'];
  const rows = days
    .slice(-MAX_ROWS)
    .toReversed()
    .map(
      (one) =>
        `<tr><td>${escapeText(one.day)}</td>${columns.map((key) => `<td>${one[key]}</td>`).join('')}</tr>`,
    );
  return [
    `<p>Failed or incomplete: ${open(first)} on ${escapeText(first.day)}, ${open(last)} on ${escapeText(last.day)}.</p>`,
    line(values, { width: 640, height: 90 }),
    '<details class="fold"><summary>The numbers of each day</summary>',
    `<table><caption class="hidden">The fleet by day</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('')}</tbody></table></details>`,
  ];
}

interface Value {
  readonly day: number;
  readonly value: number;
}

/** Screen readers skip the line, because the text and the table next to it say the same. */
function line(values: readonly Value[], size = { width: 72, height: 16 }): string {
  const { width, height } = size;
  const [first, last] = [values[0]?.day ?? 0, values.at(-1)?.day ?? 0];
  const most = Math.max(1, ...values.map(({ value }) => value));
  const x = (one: number) => (((one - first) / Math.max(1, last - first)) * (width - 2) + 1) | 0;
  const y = (one: number) => (height - 1 - (one / most) * (height - 2)).toFixed(0);
  const points = values.map(({ day: at, value }) => `${x(at)},${y(value)}`).join(' ');
  return `<svg class="spark${width > 100 ? ' wide' : ''}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><polyline points="${points}"/></svg>`;
}

function urgent(point: FleetPoint | undefined): number {
  return (point?.counts.critical ?? 0) + (point?.counts.high ?? 0);
}

function day({ time }: FleetPoint): string {
  return escapeText(time.slice(0, 10));
}

function dayNumber(time: string): number {
  return Math.floor(Date.parse(time.slice(0, 10)) / DAY);
}
