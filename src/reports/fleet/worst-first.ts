import { compareText } from '../../lib/text.js';
import type { FleetMember, FleetPoint } from './fleet.js';

/** The order of compareWorst, for readers of the page. */
export const WORST_FIRST_SENTENCE =
  'The worst are those with the most vulnerabilities that are known to be exploited, then the most critical findings, then the most high ones, and then the oldest report.';

/** Negative when `a` is worse than `b`; see WORST_FIRST_SENTENCE. */
export function compareWorst(a: FleetMember, b: FleetMember): number {
  const [one, other] = [lastPoint(a), lastPoint(b)];
  return (
    other.counts.exploited - one.counts.exploited ||
    other.counts.critical - one.counts.critical ||
    other.counts.high - one.counts.high ||
    compareText(one.time, other.time) ||
    compareText(a.name, b.name) ||
    compareText(a.source ?? '', b.source ?? '')
  );
}

const NO_POINT: FleetPoint = {
  time: '',
  outcome: 'incomplete',
  counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0, exploited: 0 },
};

/** The newest result of a member. */
export function lastPoint({ points }: FleetMember): FleetPoint {
  return points.at(-1) ?? NO_POINT;
}
