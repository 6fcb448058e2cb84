import { isWorkflowPath } from '../../manifests/workflow/workflow.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';
import { copyBase } from '../../repository/base-copy.js';
import { EVERYTHING_TRACKED } from '../../repository/tracked.js';
import type { PullRequestTrees } from '../../repository/tree.js';
import type { CheckContext } from '../context.js';
import { discover } from '../discover/discover.js';
import { inspectManifests } from '../manifests/manifests.js';
import type { DeployedImage } from './select.js';

/** Files that can name an image, or have a part in how a manifest is rendered. */
const CAN_NAME_IMAGES = /\.(?:ya?ml|json|tpl|env|properties)$|(?:^|\/)\.env/i;

/**
 * The images that the manifests of the base commit name; those of the checkout if the change touches no file that can name
 * an image. Throws PortsideError (incomplete) if the files of the base commit cannot be had.
 */
export async function imagesBefore(
  now: readonly DeployedImage[],
  trees: PullRequestTrees,
  { root, policy, options, host }: CheckContext,
): Promise<readonly DeployedImage[]> {
  const [before, after] = await Promise.all([trees.base.list(''), trees.head.list('')]);
  const isChanged = [...before.keys(), ...after.keys()].some(
    (path) =>
      CAN_NAME_IMAGES.test(path) &&
      !isWorkflowPath(path) &&
      before.get(path)?.id !== after.get(path)?.id,
  );
  if (!isChanged) return now;
  const { folder } = await copyBase(root, trees);
  const { manifests } = await discover(folder, checkoutFiles(folder), EVERYTHING_TRACKED);
  const { images } = await inspectManifests(folder, manifests, {
    registries: policy.registries,
    now: options.now,
    configuration: checkoutFiles(folder),
    tracked: EVERYTHING_TRACKED,
    renderer: host,
  });
  return images;
}
