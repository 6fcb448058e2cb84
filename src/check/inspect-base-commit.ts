import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BaseReading } from '../baseline/base-reading.js';
import {
  type BaselineFindings,
  findRenames,
  followRenames,
  type NewNames,
  pathsOf,
} from '../baseline/renames.js';
import { sameArchives } from '../baseline/same-archives.js';
import { untouchedParts } from '../baseline/untouched.js';
import { contextSecrets } from '../builds/context/context-secrets.js';
import {
  type AskedByDockerfiles,
  inspectDockerfiles,
  type LintTargets,
} from '../builds/dockerfiles.js';
import { buildFileFindings } from '../builds/inspectors.js';
import { inspectMaterials } from '../builds/materials/inspect.js';
import { CHECKS, type Finding, isTextSecret } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Package } from '../core/package.js';
import { type Inspection, mergeInspections } from '../core/report.js';
import { suppressionsOf } from '../core/suppression.js';
import { discover } from '../discover/discover.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { groupBy } from '../lib/group-by.js';
import { allBuilds, type DeclaredBuild } from '../manifests/declared-build.js';
import type { ManifestInspection } from '../manifests/manifests.js';
import { actionFindingsBefore } from '../manifests/workflow-actions.js';
import type { Baseline } from '../policy/baseline.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import { checkoutFiles } from '../repository/base-branch-files.js';
import { copyBase } from '../repository/base-copy.js';
import { repositoryReader } from '../repository/repository-files.js';
import { selectDockerfiles } from '../repository/select-dockerfiles.js';
import { EVERYTHING_TRACKED } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { fileSecrets } from '../secrets/file.js';
import { MAX_WORK } from '../secrets/search.js';
import type { AskedByAdvisories } from '../vulnerabilities/advisory-options.js';
import { isReported } from '../vulnerabilities/external-reports/file-results.js';
import { dedupeAcrossChecks } from './dedupe-across-checks.js';

/**
 * The base commit as a baseline, when no report of it is stored: its Dockerfiles and manifests are checked like those of
 * the pull request. Images are not built from it: their findings are taken for existing where the pull request cannot
 * have caused them. Throws PortsideError (incomplete) if the base commit is not known.
 */
export async function inspectBaseCommit(
  inspection: Inspection,
  baseCommit: BaseReading,
  context: CheckContext<AskedByAdvisories | AskedByDockerfiles | 'dockerfiles'>,
  sources: BaseSources,
): Promise<Baseline> {
  const { root, host } = context;
  const change = baseCommit.trees;
  host.progress(`checking ${change.baseCommit.name}`);
  const { folder, changed } = await baseCommit.copy();
  const before = await inspectFiles(baseCommit, { ...context, root: folder }, sources);
  const newNames = await renamedSince(inspection, root, change, changed);
  // As in the report: of two equal findings, the second has a fingerprint of its own.
  const now = { ...inspection, findings: disambiguateFingerprints(inspection.findings) };
  const untouched = untouchedParts(now, {
    root,
    baseFolder: folder,
    changed,
    newNames,
    buildsBefore: before.builds ?? [],
  });
  const actions = await actionFindingsBefore({ before: before.actions, changed }, now, context);
  const found = [
    ...disambiguateFingerprints(before.findings),
    ...untouched.findings,
    ...disambiguateFingerprints(actions),
    // A report is about the files as they are now.
    ...now.findings.filter((one) => isReported(one) && !changed.has(one.location?.path ?? '')),
  ];
  const known = new Set(found.map((one) => one.fingerprint));
  const images = now.findings.flatMap(({ subject }) => subject?.image ?? []);
  const archives = await sameArchives(images, root, change.baseCommit);
  const others = [
    ...textSecretsBefore(now.findings, folder, changed),
    ...now.findings.filter(({ subject }) => archives.has(subject?.image ?? '')),
  ].filter((one) => !known.has(one.fingerprint));
  const suppressed = disambiguateFingerprints(before.suppressed ?? []);
  const followed = followRenames(
    { findings: [...found, ...others], suppressed, holders: before.holders },
    inspection,
    newNames,
  );
  return {
    ...baselineOf(change, followed, untouched.packages),
    ...materialsOf(before),
    ...(changed.size === 0 && {
      note: `The files are those of ${change.baseCommit.name}, so nothing in them is new.`,
    }),
  };
}

/**
 * The base commit as a baseline of files below `root` that are linted: the same files, and those that are gone since.
 * `lint` checks files below a folder. Throws PortsideError (incomplete) if the base commit is not known.
 */
export async function lintBaseCommit(
  inspection: Inspection,
  { root, files }: { readonly root: string; readonly files: LintTargets },
  change: PullRequestTrees,
  lint: (folder: string, files: LintTargets) => Promise<Inspection>,
): Promise<Baseline> {
  const { folder, changed } = await copyBase(root, change);
  const all = await discover(folder, checkoutFiles(folder), EVERYTHING_TRACKED);
  const isThere = (path: string) => existsSync(resolve(folder, path));
  const isGone = (path: string) => !existsSync(resolve(root, path));
  const { folders = [] } = files;
  const isWanted = ({ definition: { location } }: DeclaredBuild) =>
    folders.some((one) => one === '' || location.path.startsWith(`${one}/`));
  const before = await lint(folder, {
    builds: allBuilds(all.declared).filter(isWanted),
    dockerfiles: [...files.dockerfiles.filter(isThere), ...all.dockerfiles.filter(isGone)],
    manifests: [
      ...files.manifests.filter(({ path }) => isThere(path)),
      ...all.manifests.filter(({ path }) => isGone(path)),
    ],
  });
  const newNames = await renamedSince(inspection, root, change, changed);
  const found = {
    findings: disambiguateFingerprints(before.findings),
    suppressed: disambiguateFingerprints(before.suppressed ?? []),
    holders: before.holders,
  };
  return {
    ...baselineOf(change, followRenames(found, inspection, newNames)),
    ...materialsOf(before),
  };
}

async function renamedSince(
  { findings, suppressed = [] }: Inspection,
  root: string,
  { baseCommit }: PullRequestTrees,
  changed: ReadonlySet<string>,
): Promise<NewNames> {
  const now = pathsOf([...findings, ...suppressed]);
  return findRenames([...changed].filter(isChecked), now, { root, baseCommit });
}

function baselineOf(
  { baseCommit }: PullRequestTrees,
  { findings, suppressed }: BaselineFindings,
  packages: readonly Package[] = [],
): Baseline {
  return {
    name: baseCommit.name,
    isCommit: true,
    checks: new Set(CHECKS),
    findings,
    packages,
    suppressed: suppressionsOf(suppressed),
  };
}

function materialsOf({
  buildInputs = [],
  holders = [],
}: Inspection): Pick<Baseline, 'buildInputs' | 'holders'> {
  return { buildInputs, holders };
}

/** Whether a path has the name of a Dockerfile, manifest or Bake file. */
function isChecked(path: string): boolean {
  return isDockerfile(path) || /(?:^|\/)[^./]+$|\.(?:ya?ml|json|hcl|mk|(?:ba|z|k)?sh)$/i.test(path);
}

/** The secrets in text files that the base commit has, too: in a file as it is now, or in the earlier version of it. */
function textSecretsBefore(
  now: readonly Finding[],
  baseFolder: string,
  changed: ReadonlySet<string>,
): Finding[] {
  const read = repositoryReader(baseFolder);
  const budget = { left: MAX_WORK };
  const byPath = groupBy(now.filter(isTextSecret), ({ location }) => location?.path ?? '');
  return [...byPath].flatMap(([path, findings]) => {
    if (!changed.has(path)) return findings;
    const before = fileSecrets(path, read(path) ?? '', budget);
    const had = new Set([...before.findings, ...before.suppressed].map((one) => one.fingerprint));
    return findings.filter(({ fingerprint }) => had.has(fingerprint));
  });
}

/** What the checks of files find below the root. */
async function inspectFiles(
  baseCommit: BaseReading,
  context: CheckContext<AskedByDockerfiles | 'dockerfiles'>,
  sources: BaseSources,
): Promise<Inspection & Pick<ManifestInspection, 'actions'>> {
  const { root } = context;
  const configuration = checkoutFiles(root);
  const discovered = await baseCommit.discovered();
  const { dockerfiles: names } = context.options;
  const named = new Set(selectDockerfiles(root, names, discovered.dockerfiles).paths);
  const paths = discovered.dockerfiles.filter((path) => names.length === 0 || named.has(path));
  const dockerfiles = await inspectDockerfiles(paths, context, {
    sources,
    configuration,
    builds: allBuilds(discovered.declared),
  });
  const manifests = await baseCommit.manifests();
  const secrets = await contextSecrets(root, dockerfiles.contexts, dockerfiles.findings);
  const built = await buildFileFindings(root, discovered);
  const { buildInputs = [] } = await inspectMaterials(root, {
    ...discovered,
    dockerfiles: paths,
  });
  const files = { ...dockerfiles, buildInputs };
  const found = dedupeAcrossChecks(mergeInspections([files, secrets, built, manifests]));
  return { ...found, actions: manifests.actions };
}
