import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import { isPassive } from '../../core/passive-remedies.js';
import { placeName } from '../../core/place-name.js';
import type { Plan, PlanChange, PlanProof, PlanStep } from '../../core/plan.js';
import { groupBy } from '../../lib/group-by.js';
import type { PlanFacts } from './facts.js';
import { packageOf } from './package-of.js';

/** The plan of an earlier report, and where it was. */
export interface EarlierPlan {
  readonly of: string;
  readonly plan: Plan;
  /** The fingerprint that a finding of the plan has in this run; absent: all have the same. */
  readonly follow?: (fingerprint: string) => string;
}

/** Longer plans are cut: a baseline report may be written by anybody. */
const MAX_STEPS = 10_000;
const MAX_PROMISED = 100_000;
/** Reasons that are kept. */
const MAX_LEFT = 1_000;

/** Changes that are looked for in the files: each reads one. */
const MAX_CHECKED = 200;

/**
 * What became of the steps of an earlier plan. A step whose findings are gone was done, unless another one explains it: see
 * `stepsDone`. What is gone of the other steps went with them. A step whose edit the files have was done too, if nothing is
 * gone yet; if this run did not look for its findings, it is only counted. A finding that is there again in another line, with the same
 * rule, file and thing, is not gone. Findings that neither this run nor the earlier one has are not counted, since nothing
 * is known of them, and each of them counts once, in whatever number of steps it is. Of the earlier plan, only these counts
 * are used; all texts are those of this run. Undefined if no step is done.
 */
export function proofOf(
  { of, plan, follow = (fingerprint) => fingerprint }: EarlierPlan,
  findings: readonly Finding[],
  now: Plan,
  isMade: PlanFacts['isMade'] = () => false,
): PlanProof | undefined {
  const nowOf = findingsNow(findings);
  const steps = plan.steps
    .slice(0, MAX_STEPS)
    .filter(({ remedy }) => !isPassive(remedy))
    .map((step) => ({
      ...step,
      findings: step.findings.map((one) => (nowOf.has(one) ? one : follow(one))),
    }));
  const isGone = (fingerprint: string) => nowOf.get(fingerprint) === 'gone';
  const touched = steps.filter((step) => step.findings.some(isGone));
  const made = steps
    .filter((step) => !step.findings.some(isGone) && step.findings.length > 0)
    .filter(({ change }) => change && FILE_CHANGES.has(change.kind))
    .slice(0, MAX_CHECKED)
    .filter(({ change }) => change && isMade(change));
  const vain = made.filter((step) => step.findings.some((one) => nowOf.has(one)));
  const unchecked = made.length - vain.length;
  if (touched.length + made.length === 0) return undefined;
  const done = [...stepsDone(touched, isMade), ...vain];
  const promised = findingsOf(done).filter((one) => nowOf.has(one));
  const counted = new Set(promised);
  const more = findingsOf(touched).filter((one) => isGone(one) && !counted.has(one)).length;
  const left = promised.flatMap((one) => {
    const there = nowOf.get(one);
    return there === undefined || there === 'gone' ? [] : [there];
  });
  const stepOf = stepFinder(now);
  return {
    of,
    promised: promised.length,
    cleared: promised.length - left.length,
    ...(more > 0 && { more }),
    ...(unchecked > 0 && { unchecked }),
    left: left.slice(0, MAX_LEFT).map((finding) => ({
      finding: finding.fingerprint,
      reason: `${nameOf(finding)}: ${reasonOf(finding, stepOf(finding.fingerprint))}`,
    })),
  };
}

function findingsOf(steps: readonly PlanStep[]): readonly string[] {
  return [...new Set(steps.flatMap(({ findings }) => findings))].slice(0, MAX_PROMISED);
}

/**
 * The steps that somebody did, of those with findings that are gone. The files say which edits were made. An edit comes with
 * a build, so that the same file's rebuild, and what only people could have edited in it, may have cleared without anybody
 * choosing it. All steps if no edit explains the others: people may have done what a step says in another way.
 */
function stepsDone(
  touched: readonly PlanStep[],
  isMade: NonNullable<PlanFacts['isMade']>,
): readonly PlanStep[] {
  const edits = touched.filter(({ change }) => change && EDITS.has(change.kind));
  const made = new Set(
    edits.slice(0, MAX_CHECKED).filter(({ change }) => change && isMade(change)),
  );
  if (made.size === 0) return touched;
  const paths = new Set([...made].map(({ path }) => path));
  return touched.filter((step) => {
    const { change, path } = step;
    if (change && EDITS.has(change.kind)) return made.has(step);
    const isImplied = change === undefined || change.kind === 'rebuild';
    return !(isImplied && paths.has(path));
  });
}

/** Changes of which the text of a file says whether they were made. */
const EDITS: ReadonlySet<PlanChange['kind']> = new Set([
  ...(['image', 'installed-package', 'upgrade', 'dependency'] as const),
]);

/** Changes that the files can show to be made. */
const FILE_CHANGES: ReadonlySet<PlanChange['kind']> = new Set([...EDITS, 'locked-package']);

/** For each fingerprint, the finding that is still there, or that it is gone. */
function findingsNow(findings: readonly Finding[]): ReadonlyMap<string, Finding | 'gone'> {
  const moved = groupBy(
    findings.filter(({ status }) => status === 'new'),
    keyOf,
  );
  const there = findings.filter(({ status }) => status !== 'fixed');
  // What is joined into another finding is there, but another finding of this name comes first.
  const joined = there.flatMap((finding) =>
    [...(finding.joined ?? []), ...(finding.includes ?? [])].map((one) => [one, finding] as const),
  );
  const now = new Map<string, Finding | 'gone'>([
    ...joined,
    ...there.map((finding) => [finding.fingerprint, finding] as const),
  ]);
  for (const finding of findings)
    if (finding.status === 'fixed' && !now.has(finding.fingerprint))
      now.set(finding.fingerprint, moved.get(keyOf(finding))?.shift() ?? 'gone');
  return now;
}

/** The same rule about the same thing in the same file, in whatever line. */
function keyOf(finding: Finding): string {
  const { rule, location, subject, message, subjectId } = finding;
  const { name } = packageOf(finding);
  const { image, path } = subject ?? {};
  // Each build has its own tag.
  const about = image === undefined ? message : message.replaceAll(image, '');
  return JSON.stringify([
    ...[rule, location?.path, image && imageName(image), path],
    name || (subjectId ?? about),
  ]);
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
  if (status === 'excepted') return 'excepted by the policy';
  return step?.title ?? 'not known why';
}
