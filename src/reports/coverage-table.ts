import { CHECK_NAMES } from '../core/check-names.js';
import { type Coverage, isGap } from '../core/coverage.js';
import { pluralize } from '../lib/text.js';

/** One line of the coverage of a report: the checks of a target that have the same state for the same reason. */
export interface CoverageLine {
  readonly target: string;
  /** `vulnerability, secret` */
  readonly checks: string;
  /** `checked`, or `not covered: this is a Helm chart`. */
  readonly state: string;
}

/** The coverage as lines, gaps first. Not escaped. */
export function coverageLines(coverage: readonly Coverage[]): CoverageLine[] {
  const lines = new Map<string, { row: Coverage; checks: string[] }>();
  for (const row of [...coverage].sort((a, b) => Number(isGap(b)) - Number(isGap(a)))) {
    const key = [row.target, row.platform, row.state, row.reason, row.allowed].join('\n');
    const line = lines.get(key);
    if (line) line.checks.push(CHECK_NAMES[row.check]);
    else lines.set(key, { row, checks: [CHECK_NAMES[row.check]] });
  }
  return [...lines.values()].map(({ row, checks }) => ({
    target: row.platform === undefined ? row.target : `${row.target} (${row.platform})`,
    checks: checks.join(', '),
    state: `${row.state.replace('-', ' ')}${row.allowed ? ', allowed by the policy' : ''}${row.reason === undefined ? '' : `: ${row.reason}`}`,
  }));
}

/** `12 checks of 5 targets, 2 not complete`: the title of the coverage. */
export function coverageSummary(coverage: readonly Coverage[]): string {
  const targets = new Set(coverage.map(({ target }) => target)).size;
  const gaps = coverage.filter(isGap).length;
  const allowed = allowedGaps(coverage).length;
  const part = allowed === 0 ? '' : `, of which the policy allows ${allowed}`;
  const rest = gaps === 0 ? '' : `, ${gaps} not complete${part}`;
  return `${pluralize(coverage.length, 'check')} of ${pluralize(targets, 'target')}${rest}`;
}

/** The gaps that the policy allows. */
export function allowedGaps(coverage: readonly Coverage[]): Coverage[] {
  return coverage.filter(({ allowed }) => allowed);
}

/** `The manifest check of chart is not complete, which the policy allows: …` */
export function allowedGapSentence({ check, target, platform, reason }: Coverage): string {
  const place = platform === undefined ? target : `${target} (${platform})`;
  return `The ${CHECK_NAMES[check]} check of ${place} is not complete, which the policy allows${reason === undefined ? '' : `: ${reason}`}`;
}

/** `2 targets not checked`, for the headline of a pull request that does not touch them; empty if there are none. */
export function untouchedGaps(coverage: readonly Coverage[]): string {
  const targets = new Set(
    coverage.filter((row) => row.informational && isGap(row)).map(({ target }) => target),
  );
  return targets.size === 0 ? '' : `${pluralize(targets.size, 'target')} not checked`;
}
