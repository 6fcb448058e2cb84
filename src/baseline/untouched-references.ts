import { BASE_IMAGE } from '../base-images/base-image-rules.js';
import { isAboutAllTags } from '../base-images/finding.js';
import type { Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { withoutDigest } from '../core/reference.js';
import {
  type BuildVariant,
  inAllBuilds,
  PLAIN_BUILD,
  type UsedImage,
  withVariants,
} from '../core/variants.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { externalImages } from '../dockerfile/external-images.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { isAboutRepository } from '../signatures/signature-rules.js';
import type { BothVersions } from './versions.js';

/** One Dockerfile before and after the pull request. */
interface Pair {
  readonly before: { readonly dockerfile: Dockerfile };
  readonly after: { readonly dockerfile: Dockerfile };
}

/**
 * Reads a finding about an image as it was at the base commit, with the builds that used the image there in as many places:
 * one of the same repository if the finding is about all versions of the image or asks for one, of the same tag if it is
 * about newer ones, else the whole reference. Undefined if no build used it.
 */
export function referenceReader(
  builds: readonly BuildVariant[],
  versions: BothVersions,
): (finding: Finding, pair: Pair | undefined) => Finding | undefined {
  const { buildsBefore = [], newNames } = versions;
  const oldNames = new Map([...newNames].map(([old, now]) => [now, old]));
  return (finding, pair) => {
    const { location } = finding;
    if (!location || !pair) return undefined;
    const { before, after } = pair;
    const { path } = location;
    const isBuilt = builds.some((build) => build.path === path);
    if (!isBuilt && !isDockerfile(path))
      return isSameText(location, pair, versions) ? finding : undefined;
    const old = buildsOf(oldNames.get(path) ?? path, buildsBefore);
    const had = imagesByBuild(before.dockerfile, old);
    const has = imagesByBuild(after.dockerfile, buildsOf(path, builds));
    const uses = usesOf(finding, location, has);
    const nameOf = nameReader(finding);
    // A build that uses other images than this one says nothing about it.
    const concerned = [...had].filter(
      ([build]) => !has.has(build) || uses.some((use) => use.build === build),
    );
    const holding = concerned.flatMap(([build, images]) => {
      const own = uses.filter((use) => use.build === build);
      const count = (name: string) =>
        images.filter(({ reference }) => nameOf(reference) === name).length;
      const isHere = (own.length > 0 ? own : uses).some(({ name, place }) => count(name) > place);
      return isHere ? build : [];
    });
    if (holding.length === 0) return undefined;
    return holding.length === concerned.length
      ? inAllBuilds(finding)
      : withVariants(finding, holding);
  };
}

function buildsOf(dockerfile: string, builds: readonly BuildVariant[]): readonly BuildVariant[] {
  return builds.filter(({ path }) => path === dockerfile);
}

function nameReader(finding: Finding): (reference: string) => string {
  if (isAboutRepository(finding) || isAboutAllTags(finding)) return imageName;
  return finding.rule === BASE_IMAGE.id ? withoutDigest : (reference) => reference;
}

/** The images of a Dockerfile by the builds that are not plain, and with its default values. */
function imagesByBuild(
  dockerfile: Dockerfile,
  builds: readonly BuildVariant[],
): ReadonlyMap<string, readonly UsedImage[]> {
  return new Map([
    ...builds.flatMap(({ name, isPlain, images }) =>
      isPlain || !images ? [] : [[name, images] as const],
    ),
    [PLAIN_BUILD, externalImages(dockerfile)] as const,
  ]);
}

/** The images that a finding is about, each with its number among the equal ones of its build. */
function usesOf(
  finding: Finding,
  at: Location,
  images: ReadonlyMap<string, readonly UsedImage[]>,
): readonly { readonly build: string; readonly name: string; readonly place: number }[] {
  const nameOf = nameReader(finding);
  return (finding.variants ?? [...images.keys()]).flatMap((build) => {
    const all = images.get(build) ?? [];
    const here = all.find(startsAt(at)) ?? all.find(isWithin(at));
    if (!here) return [];
    const name = nameOf(here.reference);
    const place = all.filter(({ reference }) => nameOf(reference) === name).indexOf(here);
    return [{ build, name, place }];
  });
}

function startsAt({ startLine, startColumn }: Location): (image: UsedImage) => boolean {
  return ({ location: at }) => at.startLine === startLine && at.startColumn === startColumn;
}

function isWithin({ startLine, endLine }: Location): (image: UsedImage) => boolean {
  return ({ location: at }) => startLine <= at.startLine && at.startLine <= endLine;
}

/** In a manifest, the text of the lines decides. */
function isSameText(
  { path, startLine, endLine }: Location,
  { before, after }: Pair,
  { changed }: BothVersions,
): boolean {
  const text = linesOf(after.dockerfile)
    .slice(startLine - 1, endLine)
    .join('\n');
  const isThere = `\n${linesOf(before.dockerfile).join('\n')}\n`.includes(`\n${text}\n`);
  return isThere && (!text.includes('$') || !changed.has(path));
}

function linesOf({ text }: Dockerfile): string[] {
  return text.split('\n').map((line) => line.trim());
}
