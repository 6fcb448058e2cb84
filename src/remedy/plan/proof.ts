import type { Finding } from '../../core/finding.js';
import { isPassive } from '../../core/passive-remedies.js';
import { placeName } from '../../core/place-name.js';
import type { Plan, PlanProof, PlanStep } from '../../core/plan.js';
import { packageOf } from './package-of.js';

/** The plan of an earlier report, and where it was. */
export interface EarlierPlan {
  readonly of: string;
  readonly plan: Plan;
}

/**
 * What became of the steps of an earlier plan: a step is done if any of its findings is fixed. Findings that neither this
 * run nor the earlier one has are not counted, since nothing is known of them. Undefined if no step is done.
 */
export function proofOf(
  { of, plan }: EarlierPlan,
  findings: readonly Finding[],
  now: Plan,
): PlanProof | undefined {
  const known = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const isFixed = (fingerprint: string) => known.get(fingerprint)?.status === 'fixed';
  const done = plan.steps.filter(
    ({ remedy, findings: own }) => !isPassive(remedy) && own.some(isFixed),
  );
  if (done.length === 0) return undefined;
  const promised = [...new Set(done.flatMap((step) => step.findings))].flatMap(
    (fingerprint) => known.get(fingerprint) ?? [],
  );
  const left = promised.filter(({ status }) => status !== 'fixed');
  const stepOf = stepFinder(now);
  return {
    of,
    promised: promised.length,
    cleared: promised.length - left.length,
    left: left.map((finding) => ({
      finding: finding.fingerprint,
      reason: `${nameOf(finding)}: ${reasonOf(finding, stepOf(finding.fingerprint))}`,
    })),
  };
}

function stepFinder({ steps }: Plan): (fingerprint: string) => PlanStep | undefined {
  const byFinding = new Map(
    steps.flatMap((step) => step.findings.map((one) => [one, step] as const)),
  );
  return (fingerprint) => byFinding.get(fingerprint);
}

/** `CVE-2026-1 in openssl`, `DL3008 at Dockerfile:3` */
function nameOf(finding: Finding): string {
  const { name } = packageOf(finding);
  const { rule, location } = finding;
  if (name !== '') return `${rule} in ${name}`;
  return location ? placeName(rule, location) : rule;
}

function reasonOf({ status }: Finding, step: PlanStep | undefined): string {
  if (step) return step.title;
  return status === 'excepted' ? 'excepted by the policy' : 'not known why';
}
