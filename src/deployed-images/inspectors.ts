import type { BaseReading } from '../baseline/base-reading.js';
import type { Inspector } from '../core/inspector.js';
import type { Deadline } from '../lib/deadline.js';
import type { ManifestInspection } from '../manifests/manifests.js';
import type { CheckContext } from '../policy/check-context.js';
import type { ImagesInspection } from '../scan/images.js';
import { startedBy } from '../scan/inspectors.js';
import {
  type AskedByDeployed,
  type DeployedInspection,
  inspectDeployedImages,
} from './deployed-images.js';

/** The images that manifests name. The time limit is one for each image. */
export const deployedImageInspector: Inspector<
  {
    readonly manifests: Pick<ManifestInspection, 'images' | 'starts'>;
    readonly images: ImagesInspection;
    readonly baseCommit: BaseReading | undefined;
  },
  { readonly deployed: DeployedInspection },
  CheckContext<AskedByDeployed> & { readonly deadline: Deadline }
> = {
  inspect: async ({ manifests, images: scanned, baseCommit }, context) => ({
    deployed: await inspectDeployedImages(
      { images: manifests.images, startsOf: startedBy(manifests), scanned, baseCommit },
      context,
      context.deadline,
    ),
  }),
};
