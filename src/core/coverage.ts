import { groupBy } from '../lib/group-by.js';
import type { Check } from './finding.js';

/** A check that is not complete, which is a pass only if the policy allows it. */
export interface Incomplete {
  readonly check: Check;
  readonly target: string;
  readonly reason: string;
}

export const COVERAGE_STATES = [
  'checked',
  'partial',
  'not-covered',
  'not-applicable',
  'failed',
] as const;

/**
 * How much of a target a check looked at: all of it, a part, nothing because the check does not support it, nothing
 * because there is nothing to check, or nothing because the check failed.
 */
export type CoverageState = (typeof COVERAGE_STATES)[number];

/** How much of one target one check looked at. */
export interface Coverage {
  readonly check: Check;
  readonly target: string;
  /** `linux/arm64`, for one image of an index. */
  readonly platform?: string;
  readonly state: CoverageState;
  /** What was left out, why, and what to do; absent if all of the target was checked. */
  readonly reason?: string;
  /** How many packages a check that is partial left out. */
  readonly uncoveredPackages?: number;
  /** The data that the check compared the target with, and how old it is: `api.osv.dev`, `advisories/ (npm 2026-11-20)`. */
  readonly source?: string;
  /**
   * The target was found by discovery, and the pull request does not touch it: it is reported, but a gap in its coverage
   * does not make the result incomplete.
   */
  readonly informational?: boolean;
  /** The policy allows the gap. */
  readonly allowed?: boolean;
  /** Why, and up to which day, if the entry of the policy says it. */
  readonly allowance?: { readonly reason?: string; readonly until?: string };
}

/** A row before it is known what the change touches. */
export interface FoundCoverage extends Coverage {
  /**
   * `if touched`: it is informational unless the change touches the target. `always`: whatever the change touches, as its
   * finder has compared.
   */
  readonly counts?: 'if touched' | 'always';
}

/**
 * Facts about vulnerabilities that could not be had, packages that are not known, or images that were not compared
 * (`earlier-images`: because the baseline is a commit or an SBOM). A policy whose gates, rules or licenses use them cannot
 * be applied to the target.
 */
export interface MissingFact {
  readonly fact: 'known-exploited' | 'epss' | 'packages' | 'image-changes' | 'earlier-images';
  readonly target: string;
  /** `linux/arm64`, for one image of an index. */
  readonly platform?: string;
  /** `Known exploited vulnerabilities (KEV) are not available: …` */
  readonly reason: string;
}

/** From the best state to the worst: of several rows for the same target the worst counts. */
const ORDER: readonly CoverageState[] = [
  'not-applicable',
  'checked',
  'partial',
  'not-covered',
  'failed',
];

/**
 * One row for each check, target and platform: the worst state, with all reasons for it. Checks that failed become rows
 * with the state `failed`.
 */
export function collectCoverage(
  rows: readonly FoundCoverage[],
  incomplete: readonly Incomplete[],
): Coverage[] {
  const failed = incomplete.map(
    ({ check, target, reason }): Coverage => ({ check, target, state: 'failed', reason }),
  );
  const groups = groupBy(
    [...rows.map(decided), ...failed],
    (row) => `${rowKey(row)}\n${row.platform ?? ''}`,
  );
  const all = [...groups.values()].flatMap(worstOf);
  const whole = new Map(
    all.flatMap((row) => (row.platform === undefined ? [[rowKey(row), row] as const] : [])),
  );
  // A row for all platforms replaces better rows for single ones, and has their reasons.
  const isReplaced = (row: Coverage) => {
    const other = row.platform === undefined ? undefined : whole.get(rowKey(row));
    return other !== undefined && ORDER.indexOf(other.state) > ORDER.indexOf(row.state);
  };
  const replaced = groupBy(all.filter(isReplaced), rowKey);
  return all
    .filter((row) => !isReplaced(row))
    .map((row) => {
      const others = row.platform === undefined ? (replaced.get(rowKey(row)) ?? []) : [];
      const reasons = reasonsOf([row, ...others]);
      return reasons.length > 1 ? { ...row, reason: reasons.join('; ') } : row;
    });
}

/** The row without a condition: of a run that compares nothing, and of a target that the change does not touch. */
function decided({ counts, ...row }: FoundCoverage): Coverage {
  return counts === 'if touched' ? { ...row, informational: true } : row;
}

function rowKey({ check, target }: Coverage): string {
  return `${check}\n${target}`;
}

/** The reasons of the gaps, each once: what a check did not look at stays known when it fails in another way, too. */
function reasonsOf(rows: readonly Coverage[]): string[] {
  const gaps = rows
    .filter(isGap)
    .toSorted((a, b) => ORDER.indexOf(b.state) - ORDER.indexOf(a.state));
  return [...new Set(gaps.flatMap(({ reason }) => reason ?? []))];
}

/** One row with the worst state of the rows, and the reasons of all gaps, those of the worst state first. */
function worstOf(rows: readonly Coverage[]): Coverage[] {
  const state = ORDER.findLast((candidate) => rows.some((row) => row.state === candidate));
  const [first, ...others] = rows.filter((row) => row.state === state);
  if (!first) return [];
  const worst = [first, ...others];
  const own = worst.flatMap(({ reason }) => reason ?? []);
  const reasons = new Set([...own, ...reasonsOf(rows)]);
  const sources = new Set(rows.flatMap(({ source }) => source ?? []));
  const left = rows.reduce((sum, { uncoveredPackages = 0 }) => sum + uncoveredPackages, 0);
  const { informational: _, allowed: __, allowance, ...row } = first;
  return [
    {
      ...row,
      ...(reasons.size > 0 && { reason: [...reasons].join('; ') }),
      ...(left > 0 && { uncoveredPackages: left }),
      ...(sources.size > 0 && { source: [...sources].join('; ') }),
      ...(worst.every((one) => one.informational) && { informational: true }),
      ...(worst.every((one) => one.allowed) && { allowed: true, ...(allowance && { allowance }) }),
    },
  ];
}

/** Whether the check did not look at all of the target. */
export function isGap({ state }: Coverage): boolean {
  return state === 'partial' || state === 'not-covered' || state === 'failed';
}

/** The gaps that make the result incomplete and are not failed checks, which are already reported as incomplete. */
export function uncovered(coverage: readonly Coverage[]): Incomplete[] {
  return coverage.flatMap((row): Incomplete[] => {
    const { check, target, platform, state, reason = state } = row;
    if (!isGap(row) || state === 'failed' || row.informational || row.allowed) return [];
    return [{ check, target: platform === undefined ? target : `${target} (${platform})`, reason }];
  });
}
