import type { ProjectFiles } from '../builds/project-files.js';
import type { Inspector } from '../core/inspector.js';
import type { OwnStart } from '../core/runtime-needs.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import type { Deadline } from '../lib/deadline.js';
import { type OwnStartOf, startsOf } from '../manifests/needed-by.js';
import type { CheckContext } from '../policy/check-context.js';
import { type AskedByImages, type ImagesInspection, inspectImages } from './images.js';

/** How the repository builds and starts images. */
interface ImageNeeds {
  readonly targets: {
    readonly projectFiles: readonly string[];
    readonly manifests: readonly { readonly path: string }[];
  };
  readonly dockerfiles: { readonly plans: readonly DockerfilePlan[] };
  readonly manifests: {
    readonly plans: readonly DockerfilePlan[];
    readonly starts: readonly OwnStartOf[];
  };
}

/** The images that the options or the policy name. The time limit is one for each image. */
export const imageInspector: Inspector<
  ImageNeeds,
  { readonly images: ImagesInspection },
  CheckContext<AskedByImages> & { readonly deadline: Deadline }
> = {
  inspect: async ({ targets, dockerfiles, manifests }, context) => ({
    images: await inspectImages(
      {
        plans: [...dockerfiles.plans, ...manifests.plans],
        project: projectOf(context.root, targets),
        startsOf: startedBy(manifests),
      },
      context,
      context.deadline,
    ),
  }),
};

/** How manifests start an image with these names. */
export function startedBy({
  starts,
}: Pick<ImageNeeds['manifests'], 'starts'>): (names: readonly string[]) => readonly OwnStart[] {
  return (names) => startsOf(starts, names);
}

/** The files that can name the packages of an image, or the image: descriptors, workflows and manifests. */
function projectOf(root: string, { projectFiles, manifests }: ImageNeeds['targets']): ProjectFiles {
  return { root, paths: [...projectFiles, ...manifests.map(({ path }) => path)] };
}
