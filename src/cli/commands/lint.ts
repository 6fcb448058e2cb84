import { stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { knownAdvice } from '../../base-images/advice.js';
import {
  type AskedByDockerfiles,
  type DockerfileInspection,
  inspectDockerfiles,
  type LintTargets,
} from '../../builds/dockerfiles.js';
import { nameOfBuild } from '../../builds/join-builds.js';
import { type AskedByEvaluation, evaluate, type Result } from '../../check/evaluate.js';
import { markGapsOfLint } from '../../check/existing-gaps.js';
import { lintBaseCommit } from '../../check/inspect-base-commit.js';
import { loadRules } from '../../check/load-rules.js';
import { ALL_FAMILIES } from '../../check/rule-book.js';
import type { Host } from '../../core/host.js';
import { incompleteInspection } from '../../core/incomplete-inspection.js';
import {
  EMPTY_INSPECTION,
  type Inspection,
  mergeInspections,
  type Note,
} from '../../core/report.js';
import { type Discovery, discover } from '../../discover/discover.js';
import { inputKind } from '../../discover/input-kind.js';
import { trackingGaps } from '../../discover/tracking-gaps.js';
import { findUnscanned, nothingLinted, unscannedGaps } from '../../discover/unscanned.js';
import { isDockerfile } from '../../dockerfile/dockerfile-name.js';
import { readRunContext } from '../../github/event.js';
import { untrustedReason } from '../../github/trusted-run.js';
import { startDeadline } from '../../lib/deadline.js';
import { PortsideError } from '../../lib/errors.js';
import { matchesGlob } from '../../lib/glob.js';
import { didYouMean } from '../../lib/nearest-file.js';
import { distinctFiles } from '../../lib/paths.js';
import { pluralize } from '../../lib/text.js';
import { allBuilds, type DeclaredBuild } from '../../manifests/declared-build.js';
import { inspectManifests } from '../../manifests/manifests.js';
import type { Options } from '../../options/options.js';
import type { Baseline } from '../../policy/baseline.js';
import { effectivePolicy } from '../../policy/effective-policy.js';
import type { Policy } from '../../policy/policy.js';
import { DEFAULT_POLICY } from '../../policy/presets.js';
import { type AskedByFixes, fixFiles } from '../../remedy/fix/fixes.js';
import { type BaseBranchFiles, checkoutFiles } from '../../repository/base-branch-files.js';
import { baseBranchFiles, comparedTrees, namedCommits } from '../../repository/compared-trees.js';
import { readInputManifest, STANDARD_INPUT } from '../../repository/input-text.js';
import { selectDockerfiles } from '../../repository/select-dockerfiles.js';
import { EVERYTHING_TRACKED, NOTHING_TRACKED, trackedFiles } from '../../repository/tracked.js';
import type { PullRequestTrees } from '../../repository/tree.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { checkFormats, deliver } from './deliver.js';
import { hostOfRun } from './host-of-run.js';

const ROOT = '.';

/** `portside lint [FILE…]`: lints Dockerfiles and manifests: files, folders, globs, standard input; `!GLOB` leaves out. Returns the exit status. */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(await hostOfRun(log, options));
  await checkFormats(options.outputs);
  const named = options.positionals.length > 0 ? options.positionals : [ROOT];
  const operands = named.every(isExclusion) ? [ROOT, ...named] : named;
  const deadline = startDeadline(options.timeout);
  const result = await deadline
    .orElse(
      () => lint(operands, options, host),
      (why) => nothingEnded(operands, options, why),
    )
    .finally(deadline.stop);
  return result ? deliver(result, options, host) : 0;
}

/** Throws PortsideError (usage) if anybody may have written the addresses that `--pin` asks. */
async function requireTrustedRun(
  { environment: { workflow } }: Pick<Options, 'environment'>,
  host: Host,
): Promise<void> {
  const github = workflow && (await readRunContext(workflow.variables, workflow.eventPath, host));
  const untrusted = github && untrustedReason(github);
  if (untrusted === undefined) return;
  throw new PortsideError(
    'PSE1015',
    `lint --fix --pin downloads what the Dockerfiles name. ${untrusted}`,
    'Run it on a branch of the repository, or at home',
  );
}

/** The result when the time was over before all files were linted. */
function nothingEnded(
  operands: readonly string[],
  options: Pick<Options, AskedByEvaluation>,
  why: string,
): Result {
  return evaluate({
    ...ALL_FAMILIES,
    root: ROOT,
    inspection: incompleteInspection(
      'lint',
      operands.filter((one) => !isExclusion(one)),
      why,
    ),
    policy: DEFAULT_POLICY,
    options,
    started: options.now,
  });
}

/** What linting asks of the options. */
type AskedByLint =
  | AskedByEvaluation
  | AskedByDockerfiles
  | AskedByFixes
  | 'fix'
  | 'policy'
  | 'baseRef'
  | 'baselineRef';

/** Undefined if the fixes were only printed. */
async function lint(
  operands: readonly string[],
  options: Pick<Options, AskedByLint>,
  host: Host,
): Promise<Result | undefined> {
  const { files, notes } = await resolveOperands(operands, options, host);
  const commits = namedCommits(ROOT, host);
  const configuration = await baseBranchFiles(commits, options);
  const {
    policy,
    proposed,
    inspection: governing,
  } = await effectivePolicy(ROOT, configuration, { ...options, loadRules });
  if (options.fix && !options.dryRun && operands.includes(STANDARD_INPUT))
    throw new PortsideError(
      'PSE1004',
      'Standard input cannot be fixed in place',
      'Add --dry-run to see the edits as a diff',
    );
  if (options.pin) await requireTrustedRun(options, host);
  if (options.fix) {
    const { diff, applied, files: changed } = await fixFiles(ROOT, files, options, host);
    if (options.dryRun) {
      process.stdout.write(diff);
      if (diff === '') host.info('No finding has a fix, so no file would change');
      return undefined;
    }
    host.info(`${pluralize(applied, 'fix', 'fixes')} applied in ${pluralize(changed, 'file')}`);
  }
  const settings = { policy, configuration, options, host };
  const { failureThreshold, externalImages, ...linted } = await lintFiles(ROOT, files, settings);
  const trees = await comparedTrees(commits, { baselineRef: options.baselineRef });
  const found = mergeInspections([
    governing,
    linted,
    { ...EMPTY_INSPECTION, coverage: files.gaps ?? [], notes },
    nothingLinted(files.dockerfiles.length + files.manifests.length),
  ]);
  const inspection = await markGapsOfLint(found, { ...settings, root: ROOT, trees, operands });
  const baseline = trees && (await baselineOf(inspection, files, trees, settings));
  const gate = withAllRules(gateOf(policy, failureThreshold));
  return evaluate({
    ...ALL_FAMILIES,
    root: ROOT,
    inspection,
    policy: gate,
    options,
    started: options.now,
    baseline,
    proposed: proposed && withAllRules(proposed),
    files: configuration,
    planFacts: { advice: knownAdvice(externalImages, policy, options.now) },
    wholeRepository: operands.includes(ROOT) && !operands.some(isExclusion),
  });
}

interface LintContext {
  readonly policy: Policy;
  readonly configuration: BaseBranchFiles;
  readonly options: Pick<Options, AskedByLint>;
  readonly host: Host;
}

/** What is found in files below a folder, and the `failure-threshold` of `.hadolint.yaml`. */
async function lintFiles(
  root: string,
  files: LintTargets,
  { policy, configuration, options, host }: LintContext,
): Promise<Inspection & Pick<DockerfileInspection, 'failureThreshold' | 'externalImages'>> {
  const dockerfiles = await inspectDockerfiles(
    files.dockerfiles,
    { root, options, host },
    { configuration, ...(files.builds && { builds: files.builds }) },
  );
  const tracked = root === ROOT ? await trackedFiles(root, host) : EVERYTHING_TRACKED;
  const manifests = await inspectManifests(root, files.manifests, {
    registries: policy.registries,
    leastPrivilege: policy.leastPrivilege,
    now: options.now,
    configuration,
    ...(tracked && { tracked }),
    renderer: host,
  });
  const { failureThreshold, materials: buildInputs } = dockerfiles;
  const externalImages = [...dockerfiles.externalImages, ...manifests.externalImages];
  return {
    ...mergeInspections([{ ...dockerfiles, buildInputs }, manifests]),
    failureThreshold,
    externalImages,
  };
}

/** The revision that `--baseline-ref` names, linted like the checkout. */
async function baselineOf(
  inspection: Inspection,
  files: LintTargets,
  trees: PullRequestTrees,
  context: LintContext,
): Promise<Baseline> {
  return lintBaseCommit(inspection, { root: ROOT, files }, trees, (folder, before) =>
    lintFiles(folder, before, { ...context, configuration: checkoutFiles(folder) }),
  );
}

/** Linters report all that they find; a policy that names a rule set applies. */
function withAllRules(policy: Policy): Policy {
  return { ...policy, ruleSet: policy.ruleSet ?? 'all' };
}

/** A project without a policy keeps the failure threshold of its `.hadolint.yaml`. */
function gateOf(policy: Policy, severity: Policy['failOn']['severity'] | undefined): Policy {
  if (policy.path !== undefined || severity === undefined) return policy;
  return { ...policy, failOn: { ...policy.failOn, severity } };
}

/** Whether an operand leaves files out: `!legacy/**`. */
function isExclusion(operand: string): boolean {
  return operand.startsWith('!');
}

/** The files of all operands without those that exclusions match, and a note about each exclusion that matches none. */
async function resolveOperands(
  operands: readonly string[],
  options: Pick<Options, 'baselineRef'>,
  host: Host,
): Promise<{ readonly files: LintTargets; readonly notes: readonly Note[] }> {
  const exclusions = operands.filter(isExclusion);
  const selections = operands.filter((one) => !isExclusion(one));
  const files = merge(
    await Promise.all(selections.map((one) => resolveOperand(one, options, host))),
  );
  if (exclusions.length === 0) return { files, notes: [] };
  const select = (paths: readonly string[]) => selectDockerfiles(ROOT, exclusions, paths);
  const dockerfiles = select(files.dockerfiles);
  const manifests = select(files.manifests.map(({ path }) => path));
  const gaps = select((files.gaps ?? []).map(({ target }) => target));
  const [manifestPaths, gapPaths] = [new Set(manifests.paths), new Set(gaps.paths)];
  const unused = exclusions.filter((one) =>
    [dockerfiles, manifests, gaps].every((selected) => selected.unused.includes(one)),
  );
  return {
    files: {
      ...files,
      dockerfiles: dockerfiles.paths,
      manifests: files.manifests.filter(({ path }) => manifestPaths.has(path)),
      gaps: files.gaps?.filter(({ target }) => gapPaths.has(target)),
    },
    notes: unused.map((one) => ({
      message: `No Dockerfile or manifest matches ${one}, which excludes nothing`,
    })),
  };
}

async function resolveOperand(
  operand: string,
  options: Pick<Options, 'baselineRef'>,
  host: Host,
): Promise<LintTargets> {
  if (operand === STANDARD_INPUT) return single(operand);
  if (isAbsolute(operand)) {
    const below = relative('', operand).split(sep).join('/');
    if (!below.startsWith('..')) return resolveOperand(below || ROOT, options, host);
  }
  const found = await stat(operand).catch(() => undefined);
  if (found?.isDirectory()) return prefixed(operand, await discoverTracked(operand, options, host));
  if (found) return single(operand);
  if (!/[*?]/.test(operand))
    throw new PortsideError(
      'PSE1008',
      `Cannot lint ${operand}: there is no such file or folder`,
      didYouMean(operand) ?? 'Check the path',
    );
  const all = await discoverTracked(ROOT, options, host);
  const dockerfiles = all.dockerfiles.filter((path) => matchesGlob(operand, path));
  const manifests = all.manifests.filter(({ path }) => matchesGlob(operand, path));
  const gaps = all.gaps?.filter(({ target }) => matchesGlob(operand, target)) ?? [];
  if (dockerfiles.length + manifests.length + gaps.length > 0)
    return { ...withBuilds(all, ''), dockerfiles, manifests, gaps };
  throw new PortsideError(
    'PSE1009',
    `No Dockerfile or manifest matches ${operand}`,
    'Check the pattern',
  );
}

async function discoverTracked(
  folder: string,
  { baselineRef }: Pick<Options, 'baselineRef'>,
  host: Host,
): Promise<Discovery> {
  const known = await trackedFiles(folder, host);
  const tracked = known ?? NOTHING_TRACKED;
  const found = await discover(folder, checkoutFiles(folder), tracked);
  const trees = await comparedTrees(namedCommits(folder, host), { baselineRef });
  const left = await findUnscanned(folder, found, tracked, trees);
  const unscanned = unscannedGaps(left, trees !== undefined);
  const unknown = await trackingGaps(folder, known, host);
  return { ...found, gaps: [...unknown, ...(found.gaps ?? []), ...unscanned] };
}

/** A file that is named, or standard input: its content says what it is, unless its name is that of a Dockerfile. */
async function single(path: string): Promise<LintTargets> {
  const dockerfile = { dockerfiles: [path], manifests: [] };
  if (isDockerfile(path)) return dockerfile;
  // The inspector reports a file that cannot be read.
  const text = await readInputManifest(ROOT, path).catch(() => undefined);
  const kind = text === undefined ? guessedKind(path) : inputKind(path, text);
  if (kind === 'dockerfile') return dockerfile;
  if (kind) return { dockerfiles: [], manifests: [{ path, kind }] };
  const name = path === STANDARD_INPUT ? 'Standard input' : path;
  throw new PortsideError(
    'PSE1009',
    `${name} is neither a Dockerfile nor a Compose file or Kubernetes manifest`,
    'Name one of these; use portside scan for an image',
  );
}

function guessedKind(path: string): 'dockerfile' | 'kubernetes' {
  return /\.(?:ya?ml|json)$/i.test(path) ? 'kubernetes' : 'dockerfile';
}

function prefixed(folder: string, found: Discovery): LintTargets {
  const cleaned = folder.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  const base = cleaned === '.' ? '' : cleaned;
  const path = (below: string) => (base === '' ? below : `${base}/${below}`);
  return {
    ...withBuilds(found, base),
    dockerfiles: found.dockerfiles.map(path),
    manifests: found.manifests.map((m) => ({ ...m, path: path(m.path) })),
    gaps: (found.gaps ?? []).map((gap) => ({ ...gap, target: path(gap.target) })),
  };
}

/** The builds that the files of a folder define, with paths from where `lint` runs. */
function withBuilds(
  { declared }: Discovery,
  folder: string,
): Required<Pick<LintTargets, 'builds' | 'folders'>> {
  const builds = allBuilds(declared);
  const below = (build: DeclaredBuild) => (folder === '' ? build : inFolder(build, folder));
  return { builds: builds.map(below), folders: [folder] };
}

function inFolder(build: DeclaredBuild, folder: string): DeclaredBuild {
  const { name, location, dockerfile } = build.definition;
  const path = `${folder}/${location.path}`;
  const isNamed = name.startsWith(`${location.path} `);
  return {
    ...build,
    definition: {
      ...build.definition,
      name: isNamed ? `${folder}/${name}` : name,
      location: { ...location, path },
      ...(dockerfile !== undefined && { dockerfile: `${folder}/${dockerfile}` }),
    },
  };
}

function merge(lists: readonly LintTargets[]): LintTargets {
  const builds = lists.flatMap((list) => list.builds ?? []);
  const manifests = new Map(lists.flatMap((l) => l.manifests).map((m) => [m.path, m]));
  return {
    dockerfiles: distinctFiles(
      ROOT,
      lists.flatMap((l) => l.dockerfiles),
    ),
    manifests: [...manifests.values()],
    gaps: lists.flatMap((l) => l.gaps ?? []),
    // Folders in each other have the same builds.
    builds: [...new Map(builds.map((build) => [nameOfBuild(build), build])).values()],
    folders: lists.flatMap((list) => list.folders ?? []),
  };
}
