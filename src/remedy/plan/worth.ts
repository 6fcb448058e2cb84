import type { Finding } from '../../core/finding.js';
import type { PlanRisk } from '../../core/plan.js';
import { isExploited, isMalicious } from '../../core/urgency.js';

/**
 * What it is worth to clear a finding. One that fails the policy is worth more than all others, and a new one of medium
 * severity or worse more than the existing ones.
 */
export function worthOf(finding: Finding, fails: (finding: Finding) => boolean): number {
  const worth = isMalicious(finding)
    ? WORTH.malicious
    : isExploited(finding)
      ? WORTH.exploited
      : WORTH[finding.severity];
  const isNew = finding.status === 'new';
  const fresh = isNew ? (worth >= WORTH.medium ? NEW : NEW_MINOR) : 1;
  return worth * (fails(finding) ? FAILING : 1) * fresh * SURE[finding.confidence];
}

/** Of two findings that are alike otherwise, the surer one comes first. */
const SURE = { high: 1, medium: 0.99, low: 0.98 };

const WORTH = {
  malicious: 100_000,
  exploited: 10_000,
  critical: 1_000,
  high: 100,
  medium: 10,
  low: 1,
  info: 0.1,
};
const FAILING = 10_000_000;
const NEW = 10_000;
const NEW_MINOR = 10;

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
