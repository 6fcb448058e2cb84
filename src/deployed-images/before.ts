import type { BaseReading } from '../baseline/base-reading.js';
import type { DeployedImage } from '../manifests/select.js';

/**
 * The images that the manifests of the base commit name; those of the checkout if no file differs. A file of any name can have
 * a part in what a manifest names: charts, generators and Compose read others. Throws PortsideError (incomplete) if the files
 * of the base commit cannot be had.
 */
export async function imagesBefore(
  now: readonly DeployedImage[],
  { trees, manifests }: BaseReading,
): Promise<readonly DeployedImage[]> {
  const [before, after] = await Promise.all([trees.baseCommit.list(''), trees.head.list('')]);
  const paths = [...before.keys(), ...after.keys()];
  const isChanged = paths.some((path) => before.get(path)?.id !== after.get(path)?.id);
  return isChanged ? (await manifests()).images : now;
}
