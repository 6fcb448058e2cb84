import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareWithBaseline } from '../baseline/compare.js';
import { movedHolders } from '../baseline/moved-holders.js';
import { compareMaterials } from '../builds/materials/compare.js';
import { collectCoverage, uncovered } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { FolderChanges, ImageDifference } from '../core/image-difference.js';
import type { ImageSnapshot } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import type {
  FileCounts,
  Incomplete,
  Inspection,
  Report,
  RuleBook,
  Target,
} from '../core/report.js';
import { endOf } from '../lib/clock.js';
import { decodeText } from '../lib/decode-text.js';
import { escapesViaSymlink } from '../lib/paths.js';
import { readRegularFile } from '../lib/regular-file.js';
import { pluralize } from '../lib/text.js';
import type { Options } from '../options/options.js';
import { VERSION } from '../options/version.js';
import { applyPolicy, type PolicyResult } from '../policy/apply.js';
import type { Baseline } from '../policy/baseline.js';
import { loweringTest } from '../policy/lower-severities.js';
import type { Policy } from '../policy/policy.js';
import { diffPolicyOutcomes } from '../policy/policy-diff.js';
import { type AppliedSuppressions, applySuppressions } from '../policy/suppressions.js';
import { failsPolicy, withSeverity } from '../policy/verdict.js';
import { type PlanFacts, unaskedOf } from '../remedy/plan/facts.js';
import { planOf } from '../remedy/plan/plan-of.js';
import { proofOf } from '../remedy/plan/proof.js';
import { withStatus } from '../reports/finding-lists.js';
import type { ReportContext } from '../reports/format.js';
import { describeSuppression } from '../reports/suppressed-findings.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import { maskChange } from '../secrets/mask-change.js';
import type { Redact } from '../secrets/redact.js';

/** The report with its verdict, and what the formats need besides. */
export interface Result {
  readonly report: Report;
  readonly context: ReportContext;
  /** What the plan needs and could not be asked, each a sentence; absent if there is nothing. */
  readonly unasked?: readonly string[];
}

/** What the decision asks of the options. */
export type AskedByEvaluation = 'now' | 'images' | 'dockerfiles' | 'malware' | 'only' | 'failOn';

/** What was found, and what decides about it. */
export interface Evaluation {
  /** Source lines are read from the files below this folder. */
  readonly root: string;
  readonly inspection: Inspection;
  readonly policy: Policy;
  readonly options: Pick<Options, AskedByEvaluation>;
  /** The rules that findings may name. */
  readonly rules: RuleBook;
  /**
   * Masks secrets in what is reported. Only `verify`, which shows no source text, does without: loading the detectors
   * takes longer than verifying a signature.
   */
  readonly redact: Redact | undefined;
  readonly started: Date;
  /** What there was before the pull request. */
  readonly baseline?: Baseline | undefined;
  /** The policy that the pull request proposes, where it changes the policy. */
  readonly proposed?: Policy | undefined;
  /** The files of the base branch that configure the run. */
  readonly files?: BaseBranchFiles | undefined;
  /** What the pull request suppresses in the files that configure the run, besides comments. */
  readonly addedSuppressions?: readonly string[];
  /** Whether the baseline is the commit before a push: comments of the push are on the branch, and apply. */
  readonly isPush?: boolean | undefined;
  /** Whether the baseline is a commit that has the policy in force. */
  readonly isPolicyOld?: boolean;
  /** Of the text files, only those that the change touches were searched for secrets. */
  readonly changedTextOnly?: boolean;
  /** All files were discovered, so that a file which is not a target was deleted; absent: unless `--dockerfile` is given. */
  readonly wholeRepository?: boolean;
  /** What the plan needs to know besides the findings. */
  readonly planFacts?: PlanFacts | undefined;
  /** The files of the repository, if it was searched. */
  readonly fileCounts?: FileCounts;
  /** Whether exceptions of the policy that match nothing are reported. */
  readonly countExceptions?: boolean;
}

/**
 * Decides about what was found, in this order: select the wanted checks, apply suppression comments, compare with the
 * baseline, apply the policy, say what a proposed policy would change, and mask secrets in everything that is reported.
 */
export function evaluate(evaluation: Evaluation): Result {
  const { inspection, policy, options, baseline } = evaluation;
  const selected = selectChecks(inspection, options);
  const comments = suppress(selected, evaluation);
  const coverage = collectCoverage(selected.coverage ?? [], selected.incomplete);
  const incomplete = [...selected.incomplete, ...uncovered(coverage)];
  const open = [...selected.findings, ...comments.denied];
  const all = disambiguateFingerprints([...open, ...comments.suppressed]);
  const [found, suppressed] = [all.slice(0, open.length), all.slice(open.length)];
  const compared = compare({ found, suppressed }, incomplete, evaluation);
  const decide = decider({ ...selected, findings: compared.findings }, evaluation);
  const decided = decide(policy);
  const change = policyChange(evaluation, decide, decided);
  const added = allAddedSuppressions(comments, evaluation);
  const report: Report = {
    schema: 'portside-report/1',
    tool: { name: 'portside', version: VERSION },
    created: evaluation.started.toISOString(),
    targets: inspection.targets,
    packages: inspection.packages,
    findings: decided.findings,
    incomplete: decided.incomplete,
    notes: [
      ...existingNote(decided.findings, evaluation),
      ...(baseline?.note === undefined ? [] : [{ message: baseline.note }]),
      ...inspection.notes,
      ...compared.notes,
      ...decided.notes,
    ],
    coverage: decided.coverage,
    ...(decided.notShown.length > 0 && { notShown: decided.notShown }),
    ...(evaluation.fileCounts && { files: evaluation.fileCounts }),
    ...(baseline && { baseline: { with: [baseline.name], missing: [] } }),
    ...(comments.suppressed.length > 0 && { suppressed: comments.suppressed }),
    ...imagesOf(inspection),
    ...materialsOf(evaluation),
    ...holdersOf(inspection),
    ...(change && { policyChange: change }),
    ...(added.length > 0 && { addedSuppressions: added }),
    verdict: decided.verdict,
  };
  return withPlan(
    maskSecrets({ report, context: reportContext(evaluation) }, evaluation),
    evaluation,
    compared.moved,
  );
}

/** The plan is made from what is reported: it names no secret that a finding does not name. */
function withPlan(
  { report, context }: Result,
  evaluation: Evaluation,
  moved: ReadonlyMap<string, string> = new Map(),
): Result {
  const { findings, targets } = report;
  const { rules, fails } = context;
  const { planFacts: facts, policy, options, baseline } = evaluation;
  const minimumAge = { days: policy.minimumAgeDays, now: options.now };
  const plan = planOf({ findings, targets, rules, facts, fails, minimumAge });
  const follow = (fingerprint: string) => {
    const renamed = baseline?.renamed?.get(fingerprint) ?? fingerprint;
    return moved.get(renamed) ?? renamed;
  };
  const earlier = baseline?.plan && { of: baseline.name, plan: baseline.plan, follow };
  const proof = earlier && proofOf(earlier, findings, plan, facts?.isMade);
  const unasked = unaskedOf(facts?.bases);
  return {
    report: { ...report, plan: proof ? { ...plan, proof } : plan },
    context,
    ...(unasked.length > 0 && { unasked }),
  };
}

/** What the images contain, and what changes in them. */
function imagesOf({ snapshots = [], imageChanges = [] }: Inspection): Partial<Report> {
  return {
    ...(snapshots.length > 0 && { snapshots }),
    ...(imageChanges.length > 0 && { imageChanges }),
  };
}

function holdersOf({ holders = [] }: Inspection): Pick<Report, 'holders'> {
  return holders.length > 0 ? { holders } : {};
}

/** What enters the builds, compared with the baseline if that has it. */
function materialsOf({ root, inspection, baseline }: Evaluation): Pick<Report, 'buildInputs'> {
  const { buildInputs = [] } = inspection;
  if (buildInputs.length === 0) return {};
  const before = baseline?.buildInputs;
  const isGone = (path: string) => !existsSync(resolve(root, path));
  return { buildInputs: before ? compareMaterials(buildInputs, before, isGone) : buildInputs };
}

/** Findings and failures of the checks that `--only` names; all of them without it. */
function selectChecks(inspection: Inspection, { only }: Pick<Options, 'only'>): Inspection {
  if (only === undefined) return inspection;
  // The same advisories find malicious packages, and those are the last thing to hide.
  const isWanted = ({ check }: { readonly check: Check }) =>
    only.includes(check) || (check === 'malware' && only.includes('vulnerability'));
  return {
    ...inspection,
    findings: inspection.findings.filter(isWanted),
    suppressed: inspection.suppressed?.filter(isWanted) ?? [],
    incomplete: inspection.incomplete.filter(isWanted),
    coverage: inspection.coverage?.filter(isWanted) ?? [],
  };
}

function suppress(
  { suppressed = [], holders = [] }: Inspection,
  evaluation: Evaluation,
): AppliedSuppressions {
  const { policy, options, baseline, files } = evaluation;
  const isChange = isPullRequest(evaluation);
  return applySuppressions(suppressed, withOptions(policy, options), {
    now: options.now,
    targets: evaluation.inspection.targets,
    before: baseline?.suppressed,
    moved: movedHolders(baseline?.holders ?? [], holders),
    // A baseline that is an image or an SBOM does not know the comments.
    isPullRequest: ({ check }) =>
      isChange && (files?.origin !== undefined || baseline?.checks.has(check) === true),
  });
}

function isPullRequest({ baseline, files, isPush = false }: Evaluation): boolean {
  return !isPush && (baseline !== undefined || files?.origin !== undefined);
}

/** What the pull request suppresses in addition: by comments in this run, by comments and its policy after the merge. */
function allAddedSuppressions(
  { suppressed, later }: AppliedSuppressions,
  evaluation: Evaluation,
): readonly string[] {
  const { addedSuppressions = [] } = evaluation;
  const comments = isPullRequest(evaluation) ? withStatus(suppressed, 'new') : [];
  const describe = (finding: Finding) =>
    `comment: ${finding.rule} in ${describeSuppression(finding)}`;
  return [
    ...comments.map(describe),
    ...[...later.map(describe), ...addedSuppressions].map((phrase) => `after the merge: ${phrase}`),
  ];
}

/** What was found, and what comments suppress. */
interface Found {
  readonly found: Inspection['findings'];
  readonly suppressed: Inspection['findings'];
}

function compare(
  { found, suppressed }: Found,
  incomplete: readonly Incomplete[],
  evaluation: Evaluation,
): Pick<Inspection, 'findings' | 'notes'> & { readonly moved?: ReadonlyMap<string, string> } {
  const { inspection, policy, options, baseline, rules, wholeRepository } = evaluation;
  if (!baseline) return { findings: found, notes: [] };
  return compareWithBaseline(found, baseline, {
    targets: inspection.targets,
    incomplete,
    suppressed: new Set(suppressed.map(({ fingerprint }) => fingerprint)),
    uncovered: inspection.coverage?.filter(({ state }) => state === 'not-covered') ?? [],
    wholeRepository: wholeRepository ?? options.dockerfiles.length === 0,
    changedTextOnly: evaluation.changedTextOnly === true,
    only: options.only,
    withoutVirusScan: options.malware === undefined,
    holders: inspection.holders ?? [],
    builds: inspection.builds ?? [],
    showsAll: policy.ruleSet === 'all',
    isLowered: loweringTest(policy),
    supersededBy: (rule) => rules.get(rule)?.supersedes ?? [],
  });
}

/** On the first runs, until a report is stored: why existing findings do not fail, and where to change that. */
function existingNote(
  findings: readonly Finding[],
  { policy, baseline }: Evaluation,
): Report['notes'] {
  const count = withStatus(findings, 'existing').length;
  if (!baseline?.isCommit || !policy.failOn.new || count === 0) return [];
  const place = policy.path ?? '.github/portside.yml';
  const message = `${pluralize(count, 'existing finding')} in ${baseline.name} ${count === 1 ? 'does' : 'do'} not fail, only new ones do. To change that, set fail-on: { new: false } in ${place}.`;
  return [{ message }];
}

/** What a policy decides about these findings; `--fail-on` replaces its severities. */
function decider(found: Inspection, evaluation: Evaluation): (policy: Policy) => PolicyResult {
  const { options, baseline, rules, countExceptions = false, isPolicyOld = false } = evaluation;
  const material = { ...found, packagesBefore: baseline?.packages };
  const count = {
    rules,
    narrowed: options.images.length > 0 || options.dockerfiles.length > 0,
    before: baseline?.findings ?? [],
  };
  return (policy) =>
    applyPolicy(material, withOptions(policy, options), {
      now: options.now,
      compared: baseline !== undefined,
      exceptionCount: countExceptions
        ? { ...count, isOld: isPolicyOld && policy === evaluation.policy }
        : undefined,
      rules,
    });
}

function withOptions(policy: Policy, { failOn }: Pick<Options, 'failOn'>): Policy {
  return failOn ? withSeverity(policy, failOn) : policy;
}

/** Files that one sentence names. */
const MOST_NAMED = 10;

/** What a pull request changes of the files that configure the run, in sentences; undefined when it changes none. */
function policyChange(
  { files, policy, proposed }: Evaluation,
  decide: (policy: Policy) => PolicyResult,
  result: PolicyResult,
): readonly string[] | undefined {
  const changed = files?.changed() ?? [];
  if (!files || changed.length === 0) return undefined;
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  const named = `${changed.slice(0, MOST_NAMED).join(', ')}${more}`;
  return [
    `This pull request changes ${named}. The versions of ${files.origin} applied to this run; the new ones apply after the merge.`,
    ...(proposed
      ? diffPolicyOutcomes({ policy, result }, { policy: proposed, result: decide(proposed) })
      : []),
  ];
}

function reportContext({
  root,
  inspection,
  policy,
  options,
  rules,
  started,
  baseline,
  files,
}: Evaluation): ReportContext {
  const origin = files?.origin === undefined ? '' : `@${files.origin}`;
  return {
    rules,
    started,
    ended: endOf(started),
    source: sourceReader(root, inspection.targets),
    fails: (finding) => failsPolicy(finding, withOptions(policy, options), options.now),
    ...(options.dockerfiles.length > 0 && { dockerfiles: options.dockerfiles }),
    ...(baseline && { baseline: baseline.name }),
    ...(policy.path !== undefined && { policy: `${policy.path}${origin}` }),
  };
}

/** Reads each file once; a file that cannot be read has no lines to show. */
function sourceReader(
  root: string,
  targets: readonly Target[],
): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  const dockerfiles = new Set(
    targets.flatMap(({ kind, name }) => (kind === 'dockerfile' ? name : [])),
  );
  return (path) => {
    if (!texts.has(path)) {
      const bytes = readSource(root, path);
      // BuildKit reads Dockerfiles as UTF-8 only. Findings point into the text that the inspector read.
      texts.set(path, dockerfiles.has(path) ? bytes?.toString('utf8') : bytes && decodeText(bytes));
    }
    return texts.get(path);
  };
}

/** Larger files have no lines to show. */
const MAX_SOURCE_BYTES = 64 << 20;

function readSource(root: string, path: string): Buffer | undefined {
  if (escapesViaSymlink(root, path)) return undefined;
  try {
    return readRegularFile(resolve(root, path), MAX_SOURCE_BYTES);
  } catch {
    // The text is only shown: the inspector that could not read the file has reported it.
    return undefined;
  }
}

/** The result without the secrets that findings point at, in findings, suppressed findings and source lines. */
function maskSecrets({ report, context }: Result, { redact }: Evaluation): Result {
  if (!redact) return { report, context };
  const { suppressed = [] } = report;
  const masked = redact(
    [...report.findings, ...suppressed],
    (path) => context.source?.(path),
    context.rules,
    { packages: report.packages, materials: report.buildInputs ?? [] },
  );
  const { findings } = masked;
  const count = report.findings.length;
  return {
    report: {
      ...report,
      ...maskReport(report, masked),
      findings: findings.slice(0, count),
      ...(suppressed.length > 0 && { suppressed: findings.slice(count) }),
    },
    context: {
      ...context,
      source: masked.source,
      ...(context.dockerfiles && { dockerfiles: context.dockerfiles.map(masked.text) }),
    },
  };
}

/** The sentences and names of a report without secrets. */
function maskReport(
  report: Report,
  { text: mask, sentence, packages, materials }: ReturnType<Redact>,
): Partial<Report> {
  const { targets, incomplete, notes, coverage } = report;
  const { verdict, policyChange, addedSuppressions, snapshots, imageChanges } = report;
  const about = <T extends { readonly target?: string; readonly reason?: string }>(row: T): T => ({
    ...row,
    ...(row.target !== undefined && { target: mask(row.target) }),
    ...(row.reason !== undefined && { reason: sentence(row.reason) }),
  });
  return {
    targets: targets.map((target) => ({
      ...target,
      name: mask(target.name),
      ...(target.dockerfile !== undefined && { dockerfile: mask(target.dockerfile) }),
      ...(target.layers && { layers: target.layers.map((layer) => maskPlace(layer, mask)) }),
    })),
    packages: packages.map((one) => maskPackage(one, mask)),
    incomplete: incomplete.map(about),
    coverage: coverage.map(about),
    notes: notes.map((note) => ({ ...about(note), message: sentence(note.message) })),
    ...(snapshots && { snapshots: snapshots.map((one) => maskSnapshot(one, mask)) }),
    ...(imageChanges && { imageChanges: imageChanges.map((one) => maskDifference(one, mask)) }),
    ...(report.buildInputs && { buildInputs: materials }),
    verdict: { ...verdict, reasons: verdict.reasons.map(sentence) },
    ...(policyChange && { policyChange: policyChange.map(sentence) }),
    ...(addedSuppressions && { addedSuppressions: addedSuppressions.map(sentence) }),
  };
}

type Mask = (text: string) => string;

/** The names of files and images in it. */
function maskPackage(one: Package, mask: Mask): Package {
  // Most have nothing to hide.
  const { image = '', location, related, paths } = one;
  if (!location && !related && mask(image) === image && paths.every((path) => mask(path) === path))
    return one;
  return {
    ...maskPlace(one, mask),
    paths: one.paths.map(mask),
    ...(one.image !== undefined && { image: mask(one.image) }),
    ...(one.related && { related: { ...one.related, path: mask(one.related.path) } }),
  };
}

/** Its settings are without secrets already. */
function maskSnapshot(snapshot: ImageSnapshot, mask: Mask): ImageSnapshot {
  const { image, layers, settingLines, deletions } = snapshot;
  return {
    ...snapshot,
    image: mask(image),
    layers: layers.map((layer) => maskPlace(layer, mask)),
    settingLines: settingLines.map((line) => maskPlace(line, mask)),
    ...(deletions && { deletions: deletions.map((one) => ({ ...one, path: mask(one.path) })) }),
  };
}

function maskDifference(difference: ImageDifference, mask: Mask): ImageDifference {
  const { before, after, changes, sizes, folders, limits, gaps } = difference;
  return {
    ...difference,
    before: { ...before, name: mask(before.name) },
    after: { ...after, name: mask(after.name) },
    changes: changes.map((change) => maskChange(change, mask)),
    sizes: sizes.map((size) => maskPlace(size, mask)),
    ...(folders && { folders: maskFolders(folders, mask) }),
    limits: limits.map(mask),
    gaps: gaps.map(mask),
  };
}

function maskFolders(folders: FolderChanges, mask: Mask): FolderChanges {
  return { ...folders, list: folders.list.map((one) => ({ ...one, path: mask(one.path) })) };
}

function maskPlace<T extends { readonly location?: Location }>(one: T, mask: Mask): T {
  const { location } = one;
  return location ? { ...one, location: { ...location, path: mask(location.path) } } : one;
}
