import { posix } from 'node:path';
import { isWorkflowPath } from '../../manifests/workflow/workflow.js';
import type { BaseReading } from '../baseline/base-reading.js';
import type { DeployedImage } from './select.js';

/** Files that can name an image, or have a part in how a manifest is rendered. */
const CAN_NAME_IMAGES = /\.(?:ya?ml|json|tpl|env|properties)$|(?:^|\/)\.env/i;

/**
 * The images that the manifests of the base commit name; those of the checkout if the change touches no file that can name
 * an image. Throws PortsideError (incomplete) if the files of the base commit cannot be had.
 */
export async function imagesBefore(
  now: readonly DeployedImage[],
  { trees, manifests }: BaseReading,
): Promise<readonly DeployedImage[]> {
  const [before, after] = await Promise.all([trees.base.list(''), trees.head.list('')]);
  const paths = [...before.keys(), ...after.keys()];
  const isInChart = chartTest(paths);
  const isChanged = paths.some(
    (path) =>
      (CAN_NAME_IMAGES.test(path) || isInChart(path)) &&
      !isWorkflowPath(path) &&
      before.get(path)?.id !== after.get(path)?.id,
  );
  return isChanged ? (await manifests()).images : now;
}

/** Whether a file is in a Helm chart: templates can read all files of it. */
function chartTest(paths: readonly string[]): (path: string) => boolean {
  const charts = new Set(
    paths.flatMap((path) =>
      posix.basename(path) === 'Chart.yaml' ? `${posix.dirname(path)}/` : [],
    ),
  );
  return (path) => [...charts].some((chart) => chart === './' || path.startsWith(chart));
}
