import type { Package } from '../../core/package.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import { sarifCategory } from '../../reports/formats/sarif.js';
import type { GitHubClient, GitHubLogger } from '../client.js';
import type { GitHubContext } from '../event.js';
import { tryPublishing } from './attempt.js';

/** What became of the snapshot; `nothing`: there is no package to tell of. */
export type SnapshotOutcome = 'submitted' | 'refused' | 'nothing';

export interface SnapshotRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly context: GitHubContext;
  readonly scanned: Date;
}

/**
 * Tells GitHub's dependency graph what the images hold, so that Dependabot's alerts and the dependency review know of
 * it. Needs `contents: write`. Never throws: what GitHub refuses is a warning.
 * Source: REST API, "Create a snapshot of dependencies for a repository".
 */
export async function submitSnapshot(
  report: Report,
  { client, host, context, scanned }: SnapshotRequest,
): Promise<SnapshotOutcome> {
  const manifests = manifestsOf(report);
  if (Object.keys(manifests).length === 0) return 'nothing';
  const { owner, name: repo } = context.repository;
  const submit = async () => {
    await client.request('POST /repos/{owner}/{repo}/dependency-graph/snapshots', {
      owner,
      repo,
      version: 0,
      job: jobOf(report, context),
      // On a pull request the merge commit is nobody's: the graph compares heads.
      sha: context.event.kind === 'pull_request' ? context.event.headSha : context.sha,
      ref: context.ref,
      detector: {
        name: 'portside',
        version: report.tool.version,
        url: 'https://github.com/OWNER/portside',
      },
      scanned: scanned.toISOString(),
      manifests,
    });
    host.info(`${pluralize(report.packages.length, 'package')} told to the dependency graph`);
    return 'submitted' as const;
  };
  return tryPublishing(submit, {
    host,
    failed: 'The dependency snapshot was not submitted',
    permission: 'contents: write',
  });
}

/** One manifest an image: it stands in the Dockerfile that the image was built from. */
function manifestsOf(report: Report): Readonly<Record<string, unknown>> {
  const images = report.targets.filter(({ kind }) => kind === 'image' || kind === 'sbom');
  const byImage = groupBy(report.packages, ({ image }) => image ?? images[0]?.name ?? '');
  return Object.fromEntries(
    [...byImage].map(([image, packages]) => {
      const dockerfile = images.find(({ name, dockerfile }) => name === image && dockerfile);
      const file = dockerfile?.dockerfile;
      const manifest = {
        name: image,
        ...(file === undefined ? {} : { file: { source_location: file } }),
        resolved: Object.fromEntries(packages.map((one) => [one.purl, dependency(one)])),
      };
      return [image, manifest];
    }),
  );
}

function dependency({ purl }: Package) {
  return { package_url: purl, relationship: 'direct', scope: 'runtime' };
}

/** Of all snapshots with one correlator the last counts: each leg of a matrix has its own. */
function jobOf(report: Report, { workflow, job, run }: GitHubContext) {
  const images = report.targets
    .filter(({ kind }) => kind === 'image' || kind === 'sbom')
    .map(({ name, platform }) => sarifCategory(name, platform));
  return {
    id: run?.split('/').at(-1) ?? '0',
    correlator: [workflow, job, ...new Set(images)].join(' ').slice(0, 500),
    ...(run === undefined ? {} : { html_url: run }),
  };
}
