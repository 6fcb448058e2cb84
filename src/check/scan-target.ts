import { existsSync } from 'node:fs';
import { type AskedByBaseline, inspectBaseline } from '../baseline/baseline.js';
import { readNamedBaseline } from '../baseline/named-baseline.js';
import type { Check } from '../core/finding.js';
import type { Host } from '../core/host.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { stepLine } from '../core/step-line.js';
import { type AskedByInputs, requireInputs } from '../discover/input-files.js';
import { inspectImageChanges, withoutEarlier } from '../image-diff/inspect-image-changes.js';
import { withSigners } from '../image-diff/with-signers.js';
import type { Deadline } from '../lib/deadline.js';
import type { Options } from '../options/options.js';
import type { Baseline } from '../policy/baseline.js';
import { namedPolicy } from '../policy/effective-policy.js';
import { TRIVY_IGNORE_FILES } from '../policy/trivy-ignore.js';
import { checkoutFiles } from '../repository/base-branch-files.js';
import { unreadableImage } from '../scan/inspect-layers.js';
import { type AskedByTarget, inspectTarget } from '../scan/target.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import { dedupeAcrossChecks } from './dedupe-across-checks.js';
import { type AskedByEvaluation, evaluate, type Result } from './evaluate.js';
import { loadRules } from './load-rules.js';
import { ALL_FAMILIES } from './rule-book.js';

const ROOT = '.';

/** What a scan asks of the options. */
export type AskedByScan =
  | AskedByInputs
  | AskedByTarget
  | AskedByBaseline
  | AskedByEvaluation
  | 'policy';

/** What is scanned. */
export interface ScanRequest {
  readonly target: string;
  readonly checks: readonly Check[];
  readonly options: Pick<Options, AskedByScan>;
  readonly host: Host;
  readonly deadline: Deadline;
}

/**
 * Scans an image or an SBOM and evaluates it by the policy that the options name. What is not checked in time is
 * incomplete. Throws PortsideError (usage) if the target or a named file does not exist.
 */
export async function scanTarget({
  target,
  checks,
  options: given,
  host,
  deadline,
}: ScanRequest): Promise<Result> {
  await requireInputs(ROOT, given, checkoutFiles(ROOT));
  const policy = await namedPolicy({ ...given, loadRules });
  const options = { ...given, ...withPolicyAdvisories(ROOT, policy, given) };
  const found = await deadline.orElse(
    () => inspectTarget(target, checks, { root: ROOT, policy, options, host }),
    (reason) => unreadableImage(target, checks, reason),
  );
  const inspection: Inspection = withSigners(dedupeAcrossChecks(found));
  host.step(stepLine(target, inspection));
  const baseline = await deadline.orElse(
    async () => {
      if (!given.baseline) return undefined;
      const named = await readNamedBaseline(given.baseline);
      return inspectBaseline(inspection, { root: ROOT, policy, options: given, host }, named);
    },
    () => undefined,
  );
  const changes = await deadline.orElse(
    () => changesSince(baseline, inspection, { checks, host }),
    (reason) => unreadableImage(target, ['hardening'], reason),
  );
  return evaluate({
    ...ALL_FAMILIES,
    root: ROOT,
    inspection: mergeInspections([inspection, { ...changes, targets: [] }, ignoreFilesNote()]),
    policy,
    options: given,
    started: given.now,
    baseline,
  });
}

/** Says that ignore files of Trivy in the folder have no effect: a scan does not know whether a change brought them. */
function ignoreFilesNote(): Inspection {
  const notes = TRIVY_IGNORE_FILES.filter((path) => existsSync(path)).map((path) => ({
    check: 'policy' as const,
    message: `${path} was not applied: portside check reads it. Use --policy for exceptions.`,
  }));
  return { ...EMPTY_INSPECTION, notes };
}

/** The result for a target that cannot be scanned: all of its checks failed. */
export async function failedScan(
  { target, checks, options }: Omit<ScanRequest, 'host' | 'deadline'>,
  why: string,
): Promise<Result> {
  return evaluate({
    ...ALL_FAMILIES,
    root: ROOT,
    inspection: unreadableImage(target, checks, why),
    policy: await namedPolicy({ ...options, loadRules }),
    options,
    started: options.now,
  });
}

/** Findings about changes belong to hardening: without this check, a rule about them is not applied. */
async function changesSince(
  baseline: Baseline | undefined,
  inspection: Inspection,
  { checks, host }: Pick<ScanRequest, 'checks' | 'host'>,
): Promise<Inspection> {
  if (!baseline) return EMPTY_INSPECTION;
  const changes = await inspectImageChanges(inspection, baseline, host);
  if (checks.includes('hardening')) return changes;
  return mergeInspections([
    changes,
    withoutEarlier(inspection, 'hardening is not among the checks'),
  ]);
}
