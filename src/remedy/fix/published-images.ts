import type { PlanStep } from '../../core/plan.js';
import type { Report, Target } from '../../core/report.js';

/** The published images by name: those that files of this repository build, the others, and those that could not be read. */
export interface PublishedImages {
  readonly built: ReadonlySet<string>;
  readonly others: readonly string[];
  readonly unread: readonly string[];
}

/**
 * The images of a report, without those that only manifests name. One is built here if a Dockerfile, or a project file with
 * its builder, fits its layers. Without layers nothing is known of it.
 */
export function publishedImages({ targets }: Pick<Report, 'targets'>): PublishedImages {
  const images = targets.filter(
    ({ kind, deployedBy }) => kind === 'image' && deployedBy === undefined,
  );
  const built = new Set(images.filter(isBuiltHere).map(({ name }) => name));
  const read = new Set(images.filter(({ layers }) => layers).map(({ name }) => name));
  const names = [...new Set(images.map(({ name }) => name))].filter((name) => !built.has(name));
  return {
    built,
    others: names.filter((name) => read.has(name)),
    unread: names.filter((name) => !read.has(name)),
  };
}

function isBuiltHere({ dockerfile, builder, layers = [] }: Target): boolean {
  if (dockerfile !== undefined) return true;
  return builder !== undefined && layers.some(({ location }) => location !== undefined);
}

/** The steps that clear a finding in one of the images, with those that have to be done before them. */
export function stepsForImages(
  steps: readonly PlanStep[],
  images: ReadonlySet<string>,
  { findings }: Pick<Report, 'findings'>,
): readonly PlanStep[] {
  const inImages = new Set(
    findings.flatMap(({ subject, fingerprint }) =>
      subject?.image !== undefined && images.has(subject.image) ? fingerprint : [],
    ),
  );
  const kept = new Set(
    steps.filter((step) => step.findings.some((one) => inImages.has(one))).map(({ id }) => id),
  );
  // A step comes after those that it needs, so their ids are known before they are reached from the end.
  for (const { id, after } of steps.toReversed())
    if (kept.has(id)) for (const earlier of after) kept.add(earlier);
  return steps.filter(({ id }) => kept.has(id));
}
