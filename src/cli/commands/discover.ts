import { loadRules } from '../../check/load-rules.js';
import type { Host } from '../../core/host.js';
import { discover } from '../../discover/discover.js';
import { findUnscanned } from '../../discover/unscanned.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { effectivePolicy } from '../../policy/effective-policy.js';
import { baseBranchFiles, namedCommits } from '../../repository/compared-trees.js';
import { trackedFiles } from '../../repository/tracked.js';
import { maskText } from '../../secrets/mask-text.js';
import { singleArgument } from './arguments.js';

/** GitHub refuses a matrix with more: docs.github.com/actions/reference/limits. */
const MAX_JOBS = 256;

/**
 * `portside discover [PATH]`: prints as JSON what would be checked, with a job matrix of one job per image (one job if
 * there are no images); from 257 images on, the 256 jobs have several each, one per line. `skipped` lists the folders that were not searched, `unseen` the Dockerfiles and manifests
 * that Git tracks there. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const root = singleArgument(options, 'discover', '.');
  const configuration = await baseBranchFiles(namedCommits(root, host), options);
  const tracked = await trackedFiles(root, host);
  const found = await discover(root, configuration, tracked);
  const unscanned = tracked && (await findUnscanned(root, found, tracked));
  const { policy, inspection } = await effectivePolicy(root, configuration, {
    ...options,
    loadRules,
  });
  const unread = inspection.incomplete[0];
  // The policy names what to check: without it, nothing would be checked.
  if (unread) throw new PortsideError('PSE1501', unread.reason);
  const images = options.images.length > 0 ? options.images : policy.images;
  const matrix = { include: jobsOf(images).map((image) => ({ image })) };
  const { projectFiles: _, files: __, pointers: ___, otherRepositories, ...checked } = found;
  const skipped = [...found.skipped, ...otherRepositories].sort();
  const plan = {
    ...checked,
    skipped,
    ...(unscanned && { unseen: unscanned.files }),
    images,
    matrix,
  };
  const text = JSON.stringify(
    plan,
    (_, value) => (typeof value === 'string' ? maskText(value) : value),
    2,
  );
  process.stdout.write(`${text}\n`);
  return 0;
}

/** The images of each job, one per line. The numbers of images differ by at most one. */
function jobsOf(images: readonly string[]): readonly string[] {
  const unique = images.length > 0 ? [...new Set(images)] : [''];
  const jobs = unique.slice(0, MAX_JOBS).map((image) => [image]);
  for (const [i, image] of unique.slice(MAX_JOBS).entries()) jobs[i % MAX_JOBS]?.push(image);
  return jobs.map((job) => job.join('\n'));
}
