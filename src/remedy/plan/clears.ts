import type { Finding } from '../../core/finding.js';
import type { ClearedCounts, PlanRisk } from '../../core/plan.js';
import { isExploited, isMalicious } from '../../core/urgency.js';

export function clearedCounts(findings: readonly Finding[]): ClearedCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 };
  for (const finding of findings) {
    counts[finding.severity]++;
    if (isMalicious(finding)) counts.malicious++;
    if (isExploited(finding)) counts.exploited++;
  }
  return counts;
}

/** What it is worth to clear a finding: one that fails the policy or is new is worth more than all others. */
export function worthOf(finding: Finding, fails: (finding: Finding) => boolean): number {
  const worth = isMalicious(finding)
    ? WORTH.malicious
    : isExploited(finding)
      ? WORTH.exploited
      : WORTH[finding.severity];
  return worth * (fails(finding) ? FAILING : 1) * (finding.status === 'new' ? NEW : 1);
}

const WORTH = {
  malicious: 100_000,
  exploited: 10_000,
  critical: 1_000,
  high: 100,
  medium: 10,
  low: 1,
  info: 0.1,
};
const FAILING = 1_000;
const NEW = 10;

/** Risks, the smallest first. */
const RISKS: readonly PlanRisk[] = [
  ...(['none', 'patch', 'minor', 'removal', 'unknown', 'major', 'libc'] as const),
];

export function worstRisk(risks: readonly PlanRisk[]): PlanRisk {
  return RISKS[Math.max(0, ...risks.map((risk) => RISKS.indexOf(risk)))] ?? 'unknown';
}

/** What a step costs those who have to do and to test it. */
export const COSTS: Readonly<Record<PlanRisk, number>> = {
  none: 1,
  patch: 1,
  minor: 1.5,
  removal: 2,
  unknown: 2,
  major: 3,
  libc: 4,
};
