import { discover } from '../../check/discover/discover.js';
import { unscannedDockerfiles } from '../../check/discover/unscanned.js';
import { effectivePolicy } from '../../check/policy/effective-policy.js';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { baseBranchFiles } from '../../repository/find.js';
import { singleArgument } from './arguments.js';

/**
 * `portside discover [PATH]`: prints what would be checked, as JSON, and the matrix that gives each image a job of its
 * own; a repository without images is one leg. `skipped` has the folders that were not looked through, `unseen` the
 * Dockerfiles that Git has there. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const root = singleArgument(options, 'discover', '.');
  const configuration = await baseBranchFiles(root, options, host);
  const found = await discover(root, configuration);
  const unseen = await unscannedDockerfiles(root, found, host);
  const { policy, inspection } = await effectivePolicy(root, configuration, options);
  const unread = inspection.incomplete[0];
  // Without the policy it is not known what there is to check: nothing would be.
  if (unread) throw new PortsideError('PSE1501', unread.reason);
  const images = options.images.length > 0 ? options.images : policy.images;
  const legs = images.length > 0 ? images : [''];
  const matrix = { include: [...new Set(legs)].map((image) => ({ image })) };
  process.stdout.write(
    `${JSON.stringify({ ...found, ...(unseen && { unseen }), images, matrix }, null, 2)}\n`,
  );
  return 0;
}
