import { PLAIN_BUILD, type UsedImage } from '../core/variants.js';
import {
  type ExternalImage,
  externalImages,
  type UnknownBase,
  unknownBases,
} from '../dockerfile/external-images.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import type { BuildViews } from './build-views.js';
import type { EqualBuilds } from './declared/build-settings.js';
import { nameOfBuild, namesOf, placesOf } from './join-builds.js';
import { imagesInstead } from './replaced-images.js';

/** The images that a Dockerfile pulls in all its builds. */
export interface BuildImages {
  readonly externalImages: readonly ExternalImage[];
  readonly unknownBases: readonly UnknownBase[];
  /** By the builds that are checked. */
  readonly imagesOf: ReadonlyMap<EqualBuilds, readonly UsedImage[]>;
}

/**
 * The images that a Dockerfile pulls with its default values, and those that its builds pull instead. One that not all builds
 * pull names those that do.
 */
export function imagesOfBuilds(views: BuildViews): BuildImages {
  const { dockerfile, checked, plain } = views;
  const own = externalImages(dockerfile);
  const groups = checked.map((group) => readGroup(group, views));
  const known = new Set(own.map(keyOf));
  const ofAll = own.map((image): ExternalImage => {
    const holding = groups.filter(
      (group) => group.byKey.has(keyOf(image)) || !group.decides(image),
    );
    const names = [...namesOf(holding.map(({ group }) => group)), PLAIN_BUILD];
    return holding.length === groups.length ? image : { ...image, builds: { names } };
  });
  const added = new Map<string, ExternalImage>();
  for (const { byKey, decides } of groups)
    for (const [key, image] of byKey)
      if (!known.has(key) && decides(image)) added.set(key, added.get(key) ?? image);
  const ofSome = [...added].map(([key, image]): ExternalImage => {
    const holding = groups.filter(({ byKey }) => byKey.has(key));
    return { ...image, builds: placesOf(holding.map(({ group }) => group)) };
  });
  return {
    externalImages: [...ofAll, ...ofSome].sort(byPlace),
    unknownBases: [
      ...unknownBases(dockerfile),
      ...plain.flatMap((group) => unknownIn(group, dockerfile, views)),
      ...groups.flatMap(({ unknown }) => unknown),
    ],
    imagesOf: new Map(groups.map(({ group, byKey }) => [group, [...byKey.values()]])),
  };
}

/** The images of some builds. */
interface GroupImages {
  readonly group: EqualBuilds;
  readonly byKey: ReadonlyMap<string, ExternalImage>;
  /** Whether the builds have something to say about an image: they build its stage, and its name is known. */
  readonly decides: (image: ExternalImage) => boolean;
  readonly unknown: readonly UnknownBase[];
}

function readGroup(group: EqualBuilds, views: BuildViews): GroupImages {
  const view = views.viewOf(group.settings);
  const lastLine = view.instructions.at(-1)?.endLine ?? 0;
  const isOpen = openTest(view, views.openLinesOf(group.settings));
  const { images, unknown } = imagesInstead(view, group.settings);
  const replaced = new Set(unknown.map(({ location }) => location.startLine));
  return {
    group,
    byKey: new Map(images.map((image) => [keyOf(image), image])),
    decides: ({ location, ...image }) =>
      location.startLine <= lastLine &&
      !replaced.has(location.startLine) &&
      !isOpen({ location, ...image }),
    unknown: [
      ...unknownIn(group, view, views),
      ...unknown.flatMap((one) => group.builds.map((build) => ({ ...one, ...inBuild(build) }))),
    ],
  };
}

/** Tests whether the name of an image depends on an argument that is not known. */
function openTest(
  { instructions }: Dockerfile,
  openLines: ReadonlySet<number>,
): (image: ExternalImage) => boolean {
  const open = instructions.filter(({ startLine }) => openLines.has(startLine));
  return ({ literal, location }) =>
    !literal &&
    open.some(
      ({ startLine, endLine }) => startLine <= location.startLine && location.startLine <= endLine,
    );
}

/** The images of FROM that are not known in builds, although they are with the default values. */
function unknownIn(
  { builds, settings }: EqualBuilds,
  view: Dockerfile,
  { dockerfile, openLinesOf }: BuildViews,
): UnknownBase[] {
  const openLines = openLinesOf(settings);
  const plain = new Set(unknownBases(dockerfile).map(({ location }) => location.startLine));
  const found = view.stages.filter(
    ({ from, image }) =>
      !plain.has(from.image.range.startLine) &&
      (image?.includes('$') || (openLines.has(from.startLine) && from.image.variables.length > 0)),
  );
  return found.flatMap(({ from }) =>
    builds.map((build) => ({
      image: from.image.raw,
      location: { path: view.path, ...from.image.range },
      ...inBuild(build),
    })),
  );
}

function inBuild(build: DeclaredBuild): Required<Pick<UnknownBase, 'build'>> {
  return { build: { name: nameOfBuild(build), path: build.definition.location.path } };
}

function keyOf({ reference, isBase, location: { startLine, startColumn } }: ExternalImage): string {
  return `${startLine}:${startColumn} ${isBase} ${reference}`;
}

function byPlace({ location: a }: ExternalImage, { location: b }: ExternalImage): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
