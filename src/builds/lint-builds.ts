import type { Coverage } from '../core/coverage.js';
import { fingerprint } from '../core/fingerprint.js';
import { type Holder, isForProduction, nameIdOf } from '../core/holder.js';
import { sketch } from '../core/sketch.js';
import { type BuildVariant, variantId } from '../core/variants.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import type { BuildImages } from './build-images.js';
import type { BuildViews } from './build-views.js';
import type { BuildSettings, EqualBuilds } from './declared/build-settings.js';
import { type BuiltFindings, joinBuilds, type LintFindings, nameOfBuild } from './join-builds.js';
import { markUnbuilt } from './unbuilt-stages.js';

/** What is found in a Dockerfile in all its builds. */
export interface LintedBuilds extends LintFindings {
  readonly holders: readonly Holder[];
  readonly builds: readonly BuildVariant[];
  readonly coverage: readonly Coverage[];
}

/** A Dockerfile, what is found in it with its default values, and what its builds pull. */
interface BuiltDockerfile {
  readonly views: BuildViews;
  readonly plain: LintFindings;
  readonly imagesOf: BuildImages['imagesOf'];
}

/**
 * Lints a Dockerfile once for each set of arguments and target of its builds. A finding that does not hold in all of them
 * has those in which it holds as variants.
 */
export function lintBuilds(
  { views, plain, imagesOf }: BuiltDockerfile,
  lint: (built: Dockerfile, settings: BuildSettings) => LintFindings,
): LintedBuilds {
  const { dockerfile, checked, viewOf, openLinesOf } = views;
  const { path } = dockerfile;
  const built = checked.map((group): BuiltFindings => {
    const view = viewOf(group.settings);
    const openLines = openLinesOf(group.settings);
    return { ...group, dockerfile: view, openLines, found: lint(view, group.settings) };
  });
  const joined = joinBuilds(plain, built);
  return {
    ...joined,
    findings: markUnbuilt(joined.findings, views),
    holders: [
      ...built.flatMap((group) => holdersOf(group, group.dockerfile)),
      ...views.plain.flatMap((group) =>
        holdersOf(group, dockerfile).map((one): Holder => ({ ...one, isPlain: true })),
      ),
    ],
    builds: buildVariants(views, imagesOf),
    coverage: gapsOf(path, views.others, checked),
  };
}

/** The builds of a Dockerfile, as variants of what is found in it. */
export function buildVariants(
  { dockerfile: { path }, plain, others, openLinesOf }: BuildViews,
  imagesOf: BuildImages['imagesOf'],
): BuildVariant[] {
  const variantsOf = (group: EqualBuilds, isPlain: boolean) => {
    const images = imagesOf.get(group);
    const openLines = openLinesOf(group.settings);
    return group.builds.map(
      (build): BuildVariant => ({
        path,
        name: nameOfBuild(build),
        isPlain,
        openLines,
        ...ownerOf(build),
        ...(images && { images }),
      }),
    );
  };
  return [
    ...plain.flatMap((group) => variantsOf(group, true)),
    ...others.flatMap((group) => variantsOf(group, false)),
  ];
}

/** Builds by which they are found again under other names: of values only the images, which are no secrets. */
function holdersOf({ builds, settings }: EqualBuilds, dockerfile: Dockerfile): Holder[] {
  const { args, contexts, platforms, target = '' } = settings;
  const images = dockerfile.stages.flatMap(({ image }) => image ?? []);
  const own = sketch([
    `target=${target}`,
    ...[...args.keys()].map((name) => `argument=${name}`),
    ...[...contexts.keys()].map((name) => `context=${name}`),
    ...images.map((image) => `image=${image}`),
    ...platforms.map((platform) => `platform=${platform}`),
  ]);
  return builds.map((build) => {
    const name = nameOfBuild(build);
    const { owner } = ownerOf(build);
    return {
      ...(owner !== undefined && { includes: [owner] }),
      id: variantId(name),
      nameId: nameIdOf(build.definition.name.slice(build.definition.location.path.length)),
      kind: `build of ${dockerfile.path}`,
      sketch: own,
      exposure: isForProduction(name) ? ['production'] : [],
    };
  });
}

/** The service or job that a build is of, which may be found under another name: see src/manifests/holders.ts. */
function ownerOf({ definition }: DeclaredBuild): Pick<BuildVariant, 'owner'> {
  const { name, source, location } = definition;
  const kind = { compose: 'service', workflow: 'job', bake: undefined }[source];
  if (kind === undefined || !name.startsWith(`${location.path} `)) return {};
  const own = name.slice(location.path.length + 1);
  return { owner: fingerprint(location.path, kind, own).slice(0, 16) };
}

/** A row for the Dockerfile and for each file whose builds are not checked: a change of either counts. */
function gapsOf(
  path: string,
  groups: readonly EqualBuilds[],
  checked: readonly EqualBuilds[],
): Coverage[] {
  const left = groups.filter((group) => !checked.includes(group));
  if (left.length === 0) return [];
  const files = left.flatMap(({ builds }) => builds.map((build) => build.definition.location.path));
  const reason = `Of ${groups.length} sets of arguments that builds give ${path}, ${checked.length} were checked. Use fewer`;
  return [...new Set([path, ...files])].map((target) => ({
    check: 'lint',
    target,
    state: 'partial',
    reason,
  }));
}
