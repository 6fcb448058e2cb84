import type { Host } from '../core/host.js';
import { mergeInspections } from '../core/report.js';
import type { Options } from '../options/options.js';
import { pluralize } from '../reports/order.js';
import { baseBranchFiles } from '../repository/find.js';
import type { Change } from '../repository/tree.js';
import { adviseBaseImages } from './base-images/advice.js';
import { inspectBaseImages } from './base-images/base-images.js';
import { baseSources } from './base-images/base-sources.js';
import { inspectBaseline } from './baseline/baseline.js';
import { dedupeAcrossChecks } from './dedupe-across-checks.js';
import { discover } from './discover/discover.js';
import { namedFiles } from './discover/input-files.js';
import { unscanned, unscannedDockerfiles, unscannedNote } from './discover/unscanned.js';
import { contextSecrets } from './dockerfiles/context-secrets.js';
import { inspectDockerfiles } from './dockerfiles/dockerfiles.js';
import { inspectImages } from './images/images.js';
import { inspectManifests } from './manifests/manifests.js';
import { inspectRegistries } from './policy/allowed-registries.js';
import { effectivePolicy } from './policy/effective-policy.js';
import { evaluate, type Result } from './redacted-result.js';
import { stepLine } from './step-line.js';

/**
 * The whole job on the repository at `root`: discover → inspect → judge, against what was before; whoever called
 * reports. Of a `change`, the policy and what else the verdict stands on are read as its base has them.
 */
export async function check(
  root: string,
  asked: Options,
  host: Host,
  change?: Change,
): Promise<Result> {
  const started = asked.now;
  // Another reader: a .gitignore that a change alters is not worth telling, as those are that the policy stands on.
  const found = await discover(root, await baseBranchFiles(root, asked, host, change));
  const configuration = await baseBranchFiles(root, asked, host, change);
  const governing = await effectivePolicy(root, configuration, asked);
  const named = await namedFiles(root, governing.policy, asked, configuration);
  const { policy, settings } = named;

  const files = settings.dockerfiles.length > 0 ? settings.dockerfiles : found.dockerfiles;
  const left =
    found.skipped.length > 0
      ? `, not looked into ${pluralize(found.skipped.length, 'folder')} of vendored code`
      : '';
  host.step(
    `found ${pluralize(files.length, 'Dockerfile')} and ${pluralize(found.manifests.length, 'manifest')}${left}`,
  );
  const vendored =
    settings.dockerfiles.length > 0 ? [] : await unscannedDockerfiles(root, found, host);
  const bases = baseSources(settings, host);
  const dockerfiles = await inspectDockerfiles(root, files, settings, host, {
    sources: bases,
    configuration,
  });
  if (files.length > 0) host.step(stepLine('Dockerfiles', dockerfiles));
  const manifests = await inspectManifests(root, found.manifests, {
    registries: policy.registries,
    now: settings.now,
    configuration,
  });
  if (found.manifests.length > 0) host.step(stepLine('manifests', manifests));
  const context = await contextSecrets(root, dockerfiles.contexts, dockerfiles.findings);
  const registries = inspectRegistries(dockerfiles.externalImages, policy);
  const { externalImages: external, plans } = dockerfiles;
  const [advice, trust, images] = await Promise.all([
    adviseBaseImages(root, external, bases, policy, settings, host),
    inspectBaseImages(root, external, bases, policy, settings, host),
    inspectImages(root, plans, policy, settings, host),
  ]);
  if (external.length > 0)
    host.step(stepLine('base images', mergeInspections([registries, advice, trust])));

  const inspection = dedupeAcrossChecks(
    mergeInspections([
      governing.inspection,
      named.inspection,
      unscannedNote(vendored),
      dockerfiles,
      context,
      advice,
      manifests,
      registries,
      trust,
      images,
      unscanned(
        files.length + found.manifests.length,
        settings.images.length + policy.images.length,
      ),
    ]),
  );
  const baseline = await inspectBaseline(root, inspection, policy, settings, host);
  if (baseline)
    host.step(
      `baseline ${baseline.name}: ${pluralize(baseline.findings.length, 'finding')} as judged today`,
    );
  return evaluate(root, inspection, governing.policy, settings, started, {
    ...(baseline && { baseline }),
    ...(governing.proposed && { proposed: governing.proposed }),
    configuration,
    complete: settings.dockerfiles.length === 0,
  });
}
