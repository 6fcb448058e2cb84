import type { BuildVariant } from '../core/variants.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { groupBy } from '../lib/group-by.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import { type BuildImages, imagesOfBuilds } from './build-images.js';
import { type BuildViews, buildViews, createBuildBudget } from './build-views.js';
import { buildVariants } from './lint-builds.js';

/** A Dockerfile as its builds build it. */
export interface BuiltDockerfile {
  readonly views: BuildViews;
  readonly images: BuildImages;
}

export function builtDockerfiles(
  dockerfiles: readonly Dockerfile[],
  builds: readonly DeclaredBuild[],
): BuiltDockerfile[] {
  const buildsOf = groupBy(builds, ({ definition }) => definition.dockerfile);
  const budget = createBuildBudget();
  return dockerfiles.map((dockerfile) => {
    const views = buildViews(dockerfile, buildsOf.get(dockerfile.path) ?? [], budget);
    return { views, images: imagesOfBuilds(views) };
  });
}

/** The builds of Dockerfiles, and the images that these pull. */
export interface ReadBuilds {
  readonly builds: readonly BuildVariant[];
  readonly externalImages: readonly ExternalImage[];
}

/** Reads what Dockerfiles pull in their builds, without linting them. */
export function readBuilds(
  dockerfiles: readonly Dockerfile[],
  declared: readonly DeclaredBuild[],
): ReadBuilds {
  const built = builtDockerfiles(dockerfiles, declared);
  return {
    builds: built.flatMap(({ views, images }) => buildVariants(views, images.imagesOf)),
    externalImages: built.flatMap(({ images }) => images.externalImages),
  };
}
