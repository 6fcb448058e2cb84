import { censusOf, unreadFiles } from '../census/inspector.js';
import type { Host } from '../core/host.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { countFiles, type LedgerEntry, withUnread } from '../discover/ledger.js';
import { discoverTargets, discoveryGaps, type Targets } from '../discover/targets.js';
import { withSigners } from '../image-diff/with-signers.js';
import { type Deadline, startDeadline } from '../lib/deadline.js';
import { pluralize } from '../lib/text.js';
import type { Options } from '../options/options.js';
import { DEFAULT_POLICY } from '../policy/presets.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { maskingHost } from '../secrets/mask-text.js';
import { addedSuppressions } from './added-suppressions.js';
import { baselineOf, changesSince } from './baseline-of.js';
import { dedupeAcrossChecks } from './dedupe-across-checks.js';
import { evaluate, type Result } from './evaluate.js';
import { markExistingGaps } from './existing-gaps.js';
import { factsForPlan } from './facts-for-plan.js';
import { INSPECTORS, type Known, logStep } from './inspectors.js';
import { lostFiles } from './lost-files.js';
import { notLookedAt } from './not-looked-at.js';
import { isPolicyOld } from './policy-entries-before.js';
import { ALL_FAMILIES } from './rule-book.js';
import { type CheckRequest, prepareCheck, type Setup } from './setup.js';

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
  const request = { root, requested, host: maskingHost(log), compared };
  const deadline = startDeadline(requested.timeout);
  try {
    const discovered = await deadline.orElse<Discovery | string>(
      () => discoverAll(request),
      (reason) => reason,
    );
    if (typeof discovered === 'string') return nothingStarted(request, discovered);
    const inspected = await inspectAll(discovered, deadline);
    return await evaluateAll(discovered, inspected, deadline);
  } finally {
    deadline.stop();
  }
}

/** What `check` would do with each file of the repository at `root`. Throws as check() does. */
export async function listFiles(
  root: string,
  requested: Options,
  log: Host,
): Promise<readonly LedgerEntry[]> {
  const request = { root, requested, host: maskingHost(log), compared: undefined };
  const { targets } = await discoverAll(request);
  return withUnread(targets.ledger, unreadFiles(await censusOf(root, targets)));
}

/** What is checked, by which rules. */
interface Discovery {
  readonly setup: Setup;
  readonly targets: Targets;
}

async function discoverAll(request: CheckRequest): Promise<Discovery> {
  const setup = await prepareCheck(request);
  return { setup, targets: await discoverTargets(setup.context, setup) };
}

/** The result when the time was over before the policy and the files were known: without the policy, nothing is checked. */
function nothingStarted({ root, requested }: CheckRequest, reason: string): Result {
  return evaluate({
    ...ALL_FAMILIES,
    root,
    inspection: incompleteInspection('policy', ['the repository'], reason),
    policy: DEFAULT_POLICY,
    options: requested,
    started: requested.now,
  });
}

/** What the inspectors found, alone and together with what was not looked at. */
interface Inspected {
  readonly facts: Known;
  readonly inspection: Inspection;
}

async function inspectAll({ setup, targets }: Discovery, deadline: Deadline): Promise<Inspected> {
  const { context, governing, inputs, trees, sources, baseCommit, files: configuration } = setup;
  const { facts, inspection: found } = await INSPECTORS.run(
    { targets, configuration, sources, trees, baseCommit },
    { ...context, deadline },
    { deadline, onStep: logStep(context.host) },
  );
  const merged = mergeInspections([
    governing.inspection,
    inputs.inspection,
    discoveryGaps(targets),
    found,
  ]);
  const unseen = notLookedAt(merged, facts, {
    ...context,
    isCompared: baseCommit !== undefined,
    isRemoval: hasNoFiles(targets) && (await hadFiles(baseCommit)),
  });
  const isNarrowed = context.options.dockerfiles.length > 0;
  const lost = isNarrowed
    ? EMPTY_INSPECTION
    : await lostFiles(merged, { ...setup, ...context, targets });
  const all = dedupeAcrossChecks(mergeInspections([merged, unseen, lost]));
  const inspection = await deadline.orElse(
    () => markExistingGaps(withSigners(all), { ...context, trees, baseCommit }),
    () => all,
  );
  return { facts, inspection: mergeInspections([inspection, checkoutGap(setup.pullRequest)]) };
}

function hasNoFiles({ dockerfiles, manifests }: Pick<Targets, 'dockerfiles' | 'manifests'>) {
  return dockerfiles.length + manifests.length === 0;
}

/** Whether the base commit had files to check; not if it cannot be read, which is reported where it is compared. */
async function hadFiles(baseCommit: Setup['baseCommit']): Promise<boolean> {
  const before = await baseCommit?.discovered().catch(() => undefined);
  return before !== undefined && !hasNoFiles(before);
}

/** A checkout that does not have the files of the pull request leaves the pull request unchecked. */
function checkoutGap(change: PullRequestTrees | undefined): Inspection {
  if (!change?.notChecked) return EMPTY_INSPECTION;
  return {
    ...EMPTY_INSPECTION,
    coverage: [{ check: 'lint', state: 'not-covered', ...change.notChecked }],
  };
}

async function evaluateAll(
  { setup, targets }: Discovery,
  { facts, inspection }: Inspected,
  deadline: Deadline,
): Promise<Result> {
  const { context, governing, files } = setup;
  const { root, options, host } = context;
  const baseline = await deadline.orElse(
    () => baselineOf(inspection, setup, facts),
    () => undefined,
  );
  if (baseline)
    host.step(
      `baseline ${baseline.name}: ${pluralize(baseline.findings.length, 'finding')} by today's advisories`,
    );
  const changes = await deadline.orElse(
    () => changesSince(baseline, inspection, host),
    (reason) =>
      incompleteInspection(
        'hardening',
        inspection.snapshots?.map(({ image }) => image) ?? [],
        reason,
      ),
  );
  const forPlan = await factsForPlan(inspection, { setup, targets }, facts, deadline);
  return evaluate({
    ...ALL_FAMILIES,
    root,
    inspection: mergeInspections([inspection, changes]),
    policy: governing.policy,
    options,
    started: options.now,
    baseline,
    proposed: governing.proposed,
    files,
    addedSuppressions: await deadline.orElse(
      () => addedSuppressions({ ...governing, root, files, options }),
      () => [],
    ),
    isPush: setup.isPush,
    isPolicyOld: await isPolicyOld(setup),
    changedTextOnly: setup.trees !== undefined,
    planFacts: forPlan,
    countExceptions: true,
    fileCounts: countFiles(withUnread(targets.ledger, facts.census.unread)),
  });
}
