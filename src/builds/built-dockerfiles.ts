import type { BuildVariant } from '../core/variants.js';
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

/** The builds of Dockerfiles as variants of what is found in them, with the images that they pull. */
export function variantsOfBuilds(
  dockerfiles: readonly Dockerfile[],
  builds: readonly DeclaredBuild[],
): BuildVariant[] {
  return builtDockerfiles(dockerfiles, builds).flatMap(({ views, images }) =>
    buildVariants(views, images.imagesOf),
  );
}
