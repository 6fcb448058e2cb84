import { adviseBaseImages } from '../base-images/advice.js';
import { inspectRegistries } from '../base-images/allowed-registries.js';
import { inspectBaseImages } from '../base-images/base-images.js';
import { inspectBasePublishers } from '../base-images/base-publishers.js';
import { useNewerTablesOf } from '../base-images/newer-tables.js';
import { trustedRegistries } from '../base-images/trusted-registries.js';
import { type BaseReading, baseReading } from '../baseline/base-reading.js';
import { inspectBaseline } from '../baseline/baseline.js';
import { bakeSecrets } from '../builds/bake-secrets.js';
import { contextSecrets } from '../builds/context/context-secrets.js';
import { inspectDockerfiles } from '../builds/dockerfiles.js';
import { inspectBuildInputs } from '../builds/materials/inspect.js';
import { inspectPackageProvenance } from '../builds/package-provenance/package-provenance.js';
import type { ProjectFiles } from '../builds/project-files.js';
import type { Coverage } from '../core/coverage.js';
import type { Host } from '../core/host.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { stepLine } from '../core/step-line.js';
import { unfinished } from '../core/unfinished.js';
import { withDeployed, withoutDeployed } from '../deployed-images/baseline.js';
import {
  type DeployedInspection,
  inspectDeployedImages,
} from '../deployed-images/deployed-images.js';
import { type Discovery, discover, requireFolder } from '../discover/discover.js';
import { type InputFiles, inputFiles } from '../discover/input-files.js';
import {
  findUnscanned,
  nothingScanned,
  type Unscanned,
  unscannedNotes,
} from '../discover/unscanned.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { inspectImageChanges } from '../image-diff/inspect-image-changes.js';
import { withSigners } from '../image-diff/with-signers.js';
import { type Deadline, startDeadline } from '../lib/deadline.js';
import { PortsideError } from '../lib/errors.js';
import { pluralize } from '../lib/text.js';
import { inspectManifests, type ManifestInspection } from '../manifests/manifests.js';
import { startsOf } from '../manifests/needed-by.js';
import { inspectActions } from '../manifests/workflow-actions.js';
import type { Options } from '../options/options.js';
import type { Baseline } from '../policy/baseline.js';
import type { CheckContext } from '../policy/check-context.js';
import { type EffectivePolicy, effectivePolicy } from '../policy/effective-policy.js';
import { DEFAULT_POLICY } from '../policy/presets.js';
import { type SeenByRun, unmatchedEntries } from '../policy/unmatched.js';
import { type BaseSources, baseSources } from '../registry/base-sources.js';
import { baseFacts, unaskedFacts } from '../remedy/facts/base-facts.js';
import { buildWays } from '../remedy/facts/build-ways.js';
import { planFacts } from '../remedy/facts/plan-facts.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import { baseBranchFiles, comparedTrees } from '../repository/find.js';
import { type NamedDockerfiles, selectDockerfiles } from '../repository/named-dockerfiles.js';
import { NOTHING_TRACKED, type TrackedFiles, trackedFiles } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { inspectImages } from '../scan/images.js';
import { unusedWithoutImage } from '../scan/unused-options.js';
import { maskingHost } from '../secrets/mask-text.js';
import { addedSuppressions } from './added-suppressions.js';
import { inspectBaseCommit } from './base-commit.js';
import { dedupeAcrossChecks } from './dedupe-across-checks.js';
import { evaluate, type Result } from './evaluate.js';
import { loadRules } from './load-rules.js';
import { ALL_FAMILIES } from './rule-book.js';
import { unfinishedDockerfiles, unfinishedManifests } from './unfinished.js';
import { markUntouched } from './untouched-gaps.js';

/**
 * Checks the repository at `root`: discover, inspect, evaluate; the caller reports. In a pull request, the policy and the
 * other files that decide about the verdict are read from the base commit. Findings are compared with the baseline, else
 * with the base commit, and those of a push with the commit before it. Throws PortsideError (usage) if `root` is no folder.
 */
export async function check(
  root: string,
  requested: Options,
  log: Host,
  compared?: PullRequestTrees,
): Promise<Result> {
  requireFolder(root);
  const host = maskingHost(log);
  const deadline = startDeadline(requested.timeout);
  try {
    return await checkWithin(deadline, { root, requested, host, compared });
  } finally {
    deadline.stop();
  }
}

/** What is checked. */
interface Request {
  readonly root: string;
  readonly requested: Options;
  readonly host: Host;
  readonly compared: PullRequestTrees | undefined;
}

/** What is not checked in time is incomplete. Without the policy, nothing is checked. */
async function checkWithin(deadline: Deadline, request: Request): Promise<Result> {
  const { root, requested, host, compared } = request;
  const change = compared?.isPush ? undefined : compared;
  const started = await deadline.orElse<Started | string>(
    async () => {
      const setup = await prepare(request);
      return { setup, targets: await discoverTargets(setup, change) };
    },
    (reason) => reason,
  );
  if (typeof started === 'string') return nothingStarted(request, started);
  const { setup, targets } = started;
  const { context, files, governing } = setup;
  const all = await inspect(targets, setup, deadline);
  const found = await deadline.orElse(
    () => markUntouched(all, { ...setup.context, trees: setup.trees, base: setup.base }),
    () => all,
  );
  const inspection = mergeInspections([found, checkoutGap(change)]);
  const baseline = await deadline.orElse(
    () => baselineOf(inspection, setup, all.deployed),
    () => undefined,
  );
  if (baseline)
    host.step(
      `baseline ${baseline.name}: ${pluralize(baseline.findings.length, 'finding')} by today's advisories`,
    );
  const changes = await deadline.orElse(
    () => changesSince(baseline, inspection, host),
    (reason) =>
      unfinished('hardening', inspection.snapshots?.map(({ image }) => image) ?? [], reason),
  );
  return evaluate({
    ...ALL_FAMILIES,
    root,
    inspection: mergeInspections([inspection, changes]),
    policy: governing.policy,
    options: context.options,
    started: requested.now,
    baseline,
    proposed: governing.proposed,
    files,
    addedSuppressions: await deadline.orElse(
      () => addedSuppressions({ ...governing, root, files, options: requested }),
      () => [],
    ),
    isPush: compared?.isPush,
    planFacts: planFacts(
      inspection,
      { root, paths: [...new Set([...targets.lockfiles, ...targets.projectFiles])] },
      await deadline.orElse(
        () => baseFacts(all.bases, { inspection, sources: setup.sources, context }),
        () => all.bases.filter(({ isBase }) => isBase).map(unaskedFacts),
      ),
      buildWays(root, targets),
    ),
    countExceptions: true,
  });
}

async function changesSince(
  baseline: Baseline | undefined,
  inspection: Inspection,
  host: Host,
): Promise<Inspection> {
  return baseline ? inspectImageChanges(inspection, baseline, host) : EMPTY_INSPECTION;
}

interface Started {
  readonly setup: Setup;
  readonly targets: Targets;
}

/** The result when the time was over before the policy and the files were known. */
function nothingStarted({ root, requested }: Request, reason: string): Result {
  return evaluate({
    ...ALL_FAMILIES,
    root,
    inspection: unfinished('policy', ['the repository'], reason),
    policy: DEFAULT_POLICY,
    options: requested,
    started: requested.now,
  });
}

/** The baseline that the options name; without one, the base commit of a pull request, or the commit before a push. */
async function baselineOf(
  all: Inspection,
  setup: Setup,
  deployed: DeployedInspection,
): Promise<Baseline | undefined> {
  const baseline = await ownBaseline(withoutDeployed(all, deployed), setup);
  return baseline && withDeployed(baseline, all, deployed.before);
}

async function ownBaseline(
  inspection: Inspection,
  { context, sources, change: trees, base }: Setup,
): Promise<Baseline | undefined> {
  const named = await inspectBaseline(inspection, context, base);
  if (named || !trees || !base || trees.notChecked) return named;
  const { host, options } = context;
  return inspectBaseCommit(inspection, base, context, sources).catch((error: unknown) => {
    // Who asks for the comparison gets it, or no result.
    if (!(error instanceof PortsideError) || options.baselineRef !== undefined) throw error;
    host.info(`Not compared with ${trees.base.name}: ${error.message}`);
    return undefined;
  });
}

/** A checkout that does not have the files of the pull request leaves the pull request unchecked. */
function checkoutGap(change: PullRequestTrees | undefined): Inspection {
  if (!change?.notChecked) return EMPTY_INSPECTION;
  return {
    ...EMPTY_INSPECTION,
    coverage: [{ check: 'lint', state: 'not-covered', ...change.notChecked }],
  };
}

/** The policy in force, and the files of the base branch that it and the options name. */
interface Setup {
  readonly context: CheckContext;
  readonly files: BaseBranchFiles;
  readonly governing: EffectivePolicy;
  readonly inputs: InputFiles;
  readonly sources: BaseSources;
  /** The base and the head of a pull request, from the caller, `--baseline-ref` or `--base-ref`. */
  readonly trees: PullRequestTrees | undefined;
  /** The same, and the commits before and after a push. */
  readonly change: PullRequestTrees | undefined;
  /** What there was before it. */
  readonly base: BaseReading | undefined;
}

async function prepare({ root, requested, host, compared }: Request): Promise<Setup> {
  const change = compared?.isPush ? undefined : compared;
  const files = await baseBranchFiles(root, requested, host, change);
  const governing = await effectivePolicy(root, files, { ...requested, loadRules });
  const inputs = await inputFiles(root, governing.policy, requested, files);
  const { policy, options } = inputs;
  const context = { root, policy, options, host };
  await useNewerTablesOf(context);
  const trees = change ?? (await comparedTrees(root, requested, host));
  const sources = baseSources(options, host, trees && trustedRegistries(context, trees));
  const since = compared ?? trees;
  const base = since && baseReading(since, context);
  return { context, files, governing, inputs, sources, trees, change: since, base };
}

/** What is checked of the repository. */
interface Targets
  extends Pick<
    Discovery,
    'dockerfiles' | 'manifests' | 'projectFiles' | 'lockfiles' | 'bakeFiles' | 'declared'
  > {
  /** What Git tracks and discovery did not search. */
  readonly unscanned: Unscanned;
  /** Builds whose Dockerfile is not known. */
  readonly notes: readonly string[];
  /** What Git tracks. */
  readonly tracked: TrackedFiles;
  /** What could not be searched or read. */
  readonly gaps: readonly Coverage[];
}

async function discoverTargets(
  { context: { root, options, host } }: Setup,
  change: PullRequestTrees | undefined,
): Promise<Targets> {
  // A reader of its own: a .gitignore that the pull request changes is not a change of what decides about the verdict.
  const tracked = (await trackedFiles(root, host)) ?? NOTHING_TRACKED;
  const found = await discover(root, await baseBranchFiles(root, options, host, change), tracked);
  const isNarrowed = options.dockerfiles.length > 0;
  const named = selectDockerfiles(root, options.dockerfiles, found.dockerfiles);
  if (options.requireTargets) requireMatches(named);
  const dockerfiles = isNarrowed ? named.paths : found.dockerfiles;
  const skipped = found.skipped.length;
  const left = skipped > 0 ? `, skipped ${pluralize(skipped, 'folder')} of other code` : '';
  host.step(
    `found ${pluralize(dockerfiles.length, 'Dockerfile')} and ${pluralize(found.manifests.length, 'manifest')}${left}`,
  );
  // The Dockerfiles that were not named are of no interest then.
  const searched = isNarrowed ? NOTHING_TRACKED : tracked;
  return {
    dockerfiles,
    manifests: found.manifests,
    projectFiles: found.projectFiles,
    lockfiles: found.lockfiles,
    declared: found.declared,
    ...(found.bakeFiles && { bakeFiles: found.bakeFiles }),
    tracked,
    notes: [
      ...(found.notes ?? []),
      ...named.unused.map((pattern) => `No Dockerfile matches ${pattern}, which excludes nothing`),
    ],
    unscanned: await findUnscanned(root, found, searched, change),
    gaps: [
      ...(found.gaps ?? []).filter(({ check }) => check !== 'lint' || !isNarrowed),
      ...named.unmatched.map((pattern) =>
        patternGap(pattern, 'No Dockerfile matches the pattern. Check it'),
      ),
      ...named.emptying.map((pattern) =>
        patternGap(pattern, 'The patterns leave out every Dockerfile. Check them'),
      ),
    ],
  };
}

/** Throws PortsideError (usage) for a pattern that matches nothing, and for patterns that leave nothing. */
function requireMatches({ unmatched: [unmatched], emptying }: NamedDockerfiles): void {
  if (unmatched !== undefined)
    throw new PortsideError('PSE1009', `No Dockerfile matches ${unmatched}`, 'Check the pattern');
  if (emptying.length > 0)
    throw new PortsideError(
      'PSE1009',
      `${emptying.join(' and ')} ${emptying.length === 1 ? 'leaves' : 'leave'} out every Dockerfile`,
      'Check the patterns',
    );
}

/** A pattern that selects nothing is a gap, like a Dockerfile that is named and missing. */
function patternGap(pattern: string, reason: string): Coverage {
  return { check: 'lint', target: pattern, state: 'not-covered', reason };
}

/** The findings, the base images of the Dockerfiles, and what is known of the images that manifests name. */
interface Inspected extends Inspection {
  readonly deployed: DeployedInspection;
  readonly bases: readonly ExternalImage[];
}

async function inspect(targets: Targets, setup: Setup, deadline: Deadline): Promise<Inspected> {
  const { context, governing, inputs } = setup;
  const { root, policy, options, host } = context;
  const files = targets.manifests;
  const { dockerfiles, manifests, secrets } = await inspectFiles(targets, setup, deadline);
  const bases = [...dockerfiles.externalImages, ...manifests.externalImages];
  const registries = inspectRegistries(bases, dockerfiles.unknownBases, policy);
  const [advice, signatures, scanned, actions, provenance, publishers] = await inspectOutside(
    { dockerfiles, manifests, bases },
    targets,
    setup,
    deadline,
  );
  const running = { ...runningIn(manifests), scanned, base: setup.base };
  const deployed = await inspectDeployedImages(running, context, deadline);
  const images = options.images.length + policy.images.length + deployed.targets.length;
  if (bases.length > 0)
    host.step(stepLine('base images', mergeInspections([registries, advice, signatures])));
  const inspected = dedupeAcrossChecks(
    mergeInspections([
      governing.inspection,
      inputs.inspection,
      discoveryGaps(targets),
      dockerfiles,
      secrets,
      advice,
      fitted(manifests, [scanned, deployed]),
      actions,
      provenance,
      publishers,
      registries,
      signatures,
      scanned,
      deployed,
      unusedWithoutImage(options, {
        images,
        bases: bases.length,
        actions: manifests.actions.length,
      }),
      nothingScanned({
        root,
        files: targets.dockerfiles.length + files.length,
        images,
        required: options.requireTargets,
      }),
    ]),
  );
  const seen = seenImages(namesOf(bases), namesOf(manifests.images), context);
  const unmatched = unmatchedEntries(policy, {
    // Manifests name images as well, which the entries of registries may be about.
    ...(files.length > 0 ? { ...seen, compared: [] } : seen),
    coverage: inspected.coverage ?? [],
    licenses: licensesOf(inspected),
    narrowed: options.images.length > 0 || options.dockerfiles.length > 0,
    now: options.now,
  });
  const found = withSigners({ ...inspected, findings: [...inspected.findings, ...unmatched] });
  return { ...found, bases, deployed };
}

/** The images that manifests name, and how they start one. */
function runningIn({ images, starts }: ManifestInspection) {
  return { images, startsOf: (names: readonly string[]) => startsOf(starts, names) };
}

/** The findings in manifests, with the fixes that suit the images that were read. */
function fitted(manifests: ManifestInspection, images: readonly Inspection[]): Inspection {
  const needs = images.flatMap((one) => one.needs ?? []);
  return { ...manifests, ...(needs.length > 0 && manifests.fittedTo(needs)) };
}

/** What the files of the repository name: base images, images and actions. */
function inspectOutside(
  {
    dockerfiles,
    manifests,
    bases,
  }: Omit<InspectedFiles, 'secrets'> & { readonly bases: readonly ExternalImage[] },
  targets: Targets,
  { context, sources, trees }: Setup,
  deadline: Deadline,
) {
  const { root } = context;
  return Promise.all([
    deadline.orElse(
      () => adviseBaseImages(bases, sources, context),
      () => EMPTY_INSPECTION,
    ),
    deadline.orElse(
      () => inspectBaseImages(bases, sources, context),
      (reason) => unfinished('trust', namesOf(bases), reason),
    ),
    inspectImages(
      {
        plans: [...dockerfiles.plans, ...manifests.plans],
        project: projectOf(root, targets),
        startsOf: runningIn(manifests).startsOf,
      },
      context,
      deadline,
    ),
    deadline.orElse(
      () => inspectActions(manifests.actions, context),
      (reason) =>
        unfinished(
          'vulnerability',
          manifests.actions.flatMap(({ paths }) => paths),
          reason,
        ),
    ),
    deadline.orElse(
      () => inspectPackageProvenance({ lockfiles: targets.lockfiles, trees }, context),
      (reason) => unfinished('trust', targets.lockfiles, reason),
    ),
    deadline.orElse(
      () => inspectBasePublishers({ images: bases, trees }, sources, context),
      (reason) => unfinished('trust', namesOf(bases), reason),
    ),
  ]);
}

/** The licenses of all packages; undefined if there are no packages. */
function licensesOf({ packages }: Inspection): readonly string[] | undefined {
  if (packages.length === 0) return undefined;
  return [...new Set(packages.flatMap(({ license }) => license ?? []))];
}

/** The references, without those that name no image yet. */
function namesOf(
  images: readonly { readonly reference: string; readonly isUnknown?: boolean }[],
): string[] {
  return images.flatMap(({ reference, isUnknown }) => (isUnknown ? [] : reference));
}

type InspectedFiles = Awaited<ReturnType<typeof inspectFiles>>;

/** The findings in the files of the repository. */
async function inspectFiles(
  targets: Targets,
  { context, files: configuration, sources }: Setup,
  deadline: Deadline,
) {
  const { dockerfiles: paths, manifests: files, tracked } = targets;
  const { root, policy, options, host } = context;
  const dockerfiles = await deadline.orElse(
    () => inspectDockerfiles(paths, context, { sources, configuration }),
    (reason) => unfinishedDockerfiles(paths, reason),
  );
  if (paths.length > 0) host.step(stepLine('Dockerfiles', dockerfiles));
  const settings = {
    registries: policy.registries,
    now: options.now,
    configuration,
    tracked,
    renderer: host,
  };
  const manifests = await deadline.orElse(
    () => inspectManifests(root, files, settings),
    (reason) =>
      unfinishedManifests(
        files.map(({ path }) => path),
        reason,
      ),
  );
  if (files.length > 0) host.step(stepLine('manifests', manifests));
  const secrets = await deadline.orElse(
    async () =>
      mergeInspections([
        await contextSecrets(root, dockerfiles.contexts, dockerfiles.findings),
        await bakeSecrets(root, targets),
      ]),
    (reason) => unfinished('secret', paths, reason),
  );
  const { buildInputs = [], notes } = await deadline.orElse(
    () => inspectBuildInputs(root, targets),
    () => ({ ...EMPTY_INSPECTION, buildInputs: dockerfiles.buildInputs ?? [] }),
  );
  const found = { ...dockerfiles, buildInputs, notes: [...dockerfiles.notes, ...notes] };
  return { dockerfiles: found, manifests, secrets };
}

/** The files that can name the packages of an image, or the image: descriptors, workflows and manifests. */
function projectOf(root: string, { projectFiles, manifests }: Targets): ProjectFiles {
  return { root, paths: [...projectFiles, ...manifests.map(({ path }) => path)] };
}

/** What discovery left out, and what it could not read. */
function discoveryGaps({ unscanned, gaps, notes }: Targets): Inspection {
  return mergeInspections([
    unscannedNotes(unscanned),
    {
      ...EMPTY_INSPECTION,
      coverage: gaps,
      notes: notes.map((message) => ({ check: 'lint', message })),
    },
  ]);
}

/**
 * The images whose signatures this run checks, with those of the policy, which another job may check, and those of manifests,
 * which a run checks when they change; and the images whose registries it compares.
 */
function seenImages(
  bases: readonly string[],
  deployed: readonly string[],
  { policy, options }: Pick<CheckContext, 'policy' | 'options'>,
): Pick<SeenByRun, 'verified' | 'compared'> {
  const named = policy.deployedImages === 'off' ? [] : deployed;
  const images = [...options.images, ...policy.images, ...named];
  const verified = policy.baseImages === 'ignore' ? images : [...images, ...bases];
  return { verified: options.offline ? [] : verified, compared: bases };
}
