import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { isImageTarget } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import { sarifCategory } from '../../reports/formats/sarif.js';
import type { RepositoryClient } from '../client.js';
import type { GitHubContext } from '../event.js';
import { tryPublishing } from './try-publishing.js';

/** The result of the submission; `no-packages`: the report has none. */
export type SnapshotOutcome = 'submitted' | 'failed' | 'no-packages';

export interface SnapshotRequest extends RepositoryClient {
  readonly github: GitHubContext;
  readonly scanned: Date;
}

/**
 * Submits the packages of the images to GitHub's dependency graph, for Dependabot alerts and the dependency review. It
 * needs `contents: write`. Never throws.
 * Source: REST API, "Create a snapshot of dependencies for a repository".
 */
export async function submitSnapshot(
  report: Report,
  { client, log, owner, repo, github, scanned }: SnapshotRequest,
): Promise<SnapshotOutcome> {
  const manifests = manifestsByImage(report);
  if (Object.keys(manifests).length === 0) return 'no-packages';
  const submit = async () => {
    await client.request('POST /repos/{owner}/{repo}/dependency-graph/snapshots', {
      owner,
      repo,
      version: 0,
      job: snapshotJob(report, github),
      // The dependency graph compares heads; it does not know merge commits.
      sha: github.event.kind === 'pull_request' ? github.event.headSha : github.sha,
      ref: github.ref,
      detector: {
        name: 'portside',
        version: report.tool.version,
        url: 'https://github.com/OWNER/portside',
      },
      scanned: scanned.toISOString(),
      manifests,
    });
    log.info(`Submitted ${pluralize(report.packages.length, 'package')} to the dependency graph`);
    return 'submitted' as const;
  };
  return tryPublishing(submit, {
    log,
    failed: 'The dependency snapshot was not submitted',
    permission: 'contents: write',
  });
}

/** One manifest for each image, located in the Dockerfile that the image was built from. */
function manifestsByImage(report: Report): Readonly<Record<string, unknown>> {
  const images = report.targets.filter(isImageTarget);
  const byImage = groupBy(report.packages, ({ image }) => image ?? images[0]?.name ?? '');
  return Object.fromEntries(
    [...byImage].map(([image, packages]) => {
      const file = images.find(({ name, dockerfile }) => name === image && dockerfile)?.dockerfile;
      const manifest = {
        name: image,
        file: file === undefined ? undefined : { source_location: file },
        resolved: Object.fromEntries(packages.map((entry) => [entry.purl, dependency(entry)])),
      };
      return [image, manifest];
    }),
  );
}

function dependency({ purl }: Package) {
  return { package_url: purl, relationship: 'direct', scope: 'runtime' };
}

/** A snapshot replaces the earlier one with the same correlator: each job of a matrix has its own. */
function snapshotJob(report: Report, { workflow, job, run }: GitHubContext) {
  const images = report.targets
    .filter(isImageTarget)
    .map(({ name, platform }) => sarifCategory(name, platform));
  return {
    id: run?.split('/').at(-1) ?? '0',
    correlator: [workflow, job, ...new Set(images)].join(' ').slice(0, 500),
    html_url: run,
  };
}
