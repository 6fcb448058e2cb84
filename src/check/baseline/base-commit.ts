import { CHECKS } from '../../core/finding.js';
import { disambiguateFingerprints } from '../../core/fingerprint.js';
import { type Inspection, mergeInspections } from '../../core/report.js';
import { PortsideError } from '../../lib/errors.js';
import type { Baseline } from '../../policy/baseline.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';
import { copyBase } from '../../repository/base-copy.js';
import { EVERYTHING_TRACKED } from '../../repository/tracked.js';
import type { PullRequestTrees } from '../../repository/tree.js';
import type { BaseSources } from '../base-images/base-sources.js';
import type { CheckContext } from '../context.js';
import { dedupeAcrossChecks } from '../dedupe-across-checks.js';
import { discover, isDockerfile } from '../discover/discover.js';
import { contextSecrets } from '../dockerfiles/context-secrets.js';
import { inspectDockerfiles } from '../dockerfiles/dockerfiles.js';
import { inspectManifests } from '../manifests/manifests.js';
import { findRenames, followRenames, pathsOf } from './renames.js';
import { untouchedParts } from './untouched.js';

/**
 * The base commit as a baseline, when no report of it is stored: its Dockerfiles and manifests are checked like those of
 * the pull request. Images are not built from it: their findings are taken for existing where the pull request cannot
 * have caused them. Undefined, with a line in the log, if the base commit is not known.
 */
export async function inspectBaseCommit(
  inspection: Inspection,
  change: PullRequestTrees,
  context: CheckContext,
  sources: BaseSources,
): Promise<Baseline | undefined> {
  const { root, host } = context;
  host.progress(`checking ${change.base.name}`);
  try {
    const { folder, changed } = await copyBase(root, change);
    const before = await inspectFiles({ ...context, root: folder }, sources);
    const now = pathsOf([...inspection.findings, ...(inspection.suppressed ?? [])]);
    const newNames = await findRenames([...changed].filter(isChecked), now, {
      root,
      base: change.base,
    });
    const versions = { root, base: folder, changed, newNames };
    const untouched = untouchedParts(inspection, versions);
    const found = [...disambiguateFingerprints(before.findings), ...untouched.findings];
    const suppressed = disambiguateFingerprints(before.suppressed ?? []);
    const followed = followRenames({ findings: found, suppressed }, inspection, newNames);
    return {
      name: change.base.name,
      checks: new Set(CHECKS),
      findings: followed.findings,
      packages: untouched.packages,
      suppressed: new Set(followed.suppressed.map((finding) => finding.fingerprint)),
    };
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    host.info(`Not compared with ${change.base.name}: ${error.message}`);
    return undefined;
  }
}

/** Whether a path has the name of a Dockerfile or manifest. */
function isChecked(path: string): boolean {
  return isDockerfile(path) || /\.ya?ml$/i.test(path);
}

/** What the checks of files find below the root. */
async function inspectFiles(context: CheckContext, sources: BaseSources): Promise<Inspection> {
  const { root, policy, options } = context;
  const configuration = checkoutFiles(root);
  const found = await discover(root, configuration, EVERYTHING_TRACKED);
  const named = new Set(options.dockerfiles);
  const paths = found.dockerfiles.filter((path) => named.size === 0 || named.has(path));
  const dockerfiles = await inspectDockerfiles(paths, context, { sources, configuration });
  const manifests = await inspectManifests(root, found.manifests, {
    registries: policy.registries,
    now: options.now,
    configuration,
    tracked: EVERYTHING_TRACKED,
  });
  const secrets = await contextSecrets(root, dockerfiles.contexts, dockerfiles.findings);
  return dedupeAcrossChecks(mergeInspections([dockerfiles, secrets, manifests]));
}
