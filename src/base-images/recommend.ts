import { DOCKER_HUB, readReference, repositoryName, splitReference } from '../core/reference.js';
import { dayOfEnd, officialName, productOf, supportOfTag } from '../releases/base-images.js';
import { freeUntil, releaseOf } from '../releases/releases.js';
import { joinCautions, migrationCaution, otherDistribution } from './cautions.js';
import { type CurrentTag, currentTag } from './current-tag.js';
import { distrolessAdvice } from './distroless.js';
import { hardenedImage, SUCCESSORS } from './hardened.js';
import { type OfficialImage, officialImage, type Variant } from './official-images.js';
import type { BaseImageAdvice, Recommendation, RecommendationKind } from './recommendation.js';
import { redHatAdvice } from './red-hat.js';
import { compareTagVersions, distributionExactness, type Flavor, isMusl } from './tags.js';

const MUSL = 'musl instead of glibc';
const GLIBC = 'glibc instead of musl';
const SLIM = 'without compilers and many packages';
const MICRODNF = 'microdnf instead of dnf';
/** Microsoft's .NET images on a reduced Ubuntu. Source: learn.microsoft.com/dotnet/core/docker/container-images. */
const CHISELED: Flavor = { distribution: 'noble', slim: false, role: 'chiseled' };
const CHISELED_CAUTION = 'no shell or ICU, final stage only';
/** Recommendations that justify a finding on their own; the others are only listed with them. */
const NOTABLE: ReadonlySet<RecommendationKind> = new Set(['patch', 'successor', 'slim']);

/**
 * The images to use instead of a base image, the safest first; undefined for an unknown image and for one that needs no
 * change. Reads the built-in tables only, never the network. `now` is an ISO 8601 day.
 */
export function recommendBaseImages(reference: string, now: string): BaseImageAdvice | undefined {
  // A reference with variables is none, and the linter reports an invalid one.
  const parsed = readReference(reference);
  if (!parsed) return undefined;
  const own = redHatAdvice(parsed, now) ?? distrolessAdvice(parsed, now);
  if (own) return own;
  const repository = repositoryName(parsed);
  const name = officialName(repository);
  const mirror = parsed.registry === DOCKER_HUB ? '' : repository.slice(0, -name.length);
  const target = SUCCESSORS.get(name) ?? name;
  const tag = parsed.tag === undefined ? undefined : currentTag(name, target, parsed.tag);
  if (tag === undefined) return undefined;
  const image = officialImage(target);
  // The version may have been released after the table was written.
  if (!image || isNewerThanAll(image, tag.version)) return undefined;
  const ended = endOfLife(name, parsed.tag ?? '', now);
  const mustChange =
    ended !== undefined ||
    tag.floating === true ||
    newestOfLine(target, image, tag.version) === undefined;
  const replaced = target !== name;
  const supported = { ...image, variants: image.variants.filter(isSupportedOn(now)) };
  const recommendations = candidates({
    from: name,
    name: target,
    image: supported,
    tag,
    replaced,
    mustChange,
    now,
  })
    .filter(({ reference, until }) => (until ?? now) >= now && !hasEnded(reference, now))
    .map((candidate) =>
      candidate.reference.startsWith(`${target}:`) && !target.includes('/')
        ? { ...candidate, reference: `${mirror}${candidate.reference}` }
        : candidate,
    )
    .filter((candidate) => candidate.reference !== `${mirror}${name}:${parsed.tag}`);
  // While this release line is supported, a newer one alone is not worth a finding.
  const isNotable = ({ kind }: Recommendation) =>
    NOTABLE.has(kind) || (kind === 'line' && mustChange);
  return recommendations.some(isNotable) ? { ended, recommendations } : undefined;
}

function isNewerThanAll(image: OfficialImage, version: string): boolean {
  return image.variants.every((variant) => isNewer(version, variant.version));
}

/** The first product of the tag that has reached its end of life. */
function endOfLife(name: string, tag: string, now: string): string | undefined {
  const ended = supportOfTag(name, tag).find(({ until }) => until < now);
  return ended && `${ended.what} reached end of life ${dayOfEnd(ended)}`;
}

/** Whether a recommendation names a product that has reached its end of life. */
function hasEnded(reference: string, now: string): boolean {
  const { name, tag = '' } = splitReference(reference);
  return endOfLife(name.replace(/^dhi\.io\//, ''), tag, now) !== undefined;
}

/** Whether none of an image's tags names a distribution that has reached its end of life. */
function isSupportedOn(now: string): (variant: Variant) => boolean {
  return ({ names }) =>
    names.every(({ suffix }) => supportOfTag('', suffix).every(({ until }) => until >= now));
}

interface CandidateOptions {
  /** The current image. */
  readonly from: string;
  /** The recommended image; differs from the current one when that is replaced. */
  readonly name: string;
  readonly image: OfficialImage;
  readonly tag: CurrentTag;
  /** The current image gets no more releases: `name` is its successor. */
  readonly replaced: boolean;
  /** The current tag is unsupported, unknown or floating. */
  readonly mustChange: boolean;
  readonly now: string;
}

/** Everything that could be recommended, in order; may contain the current image itself. */
function candidates(options: CandidateOptions): Recommendation[] {
  const { name, image, tag, replaced, mustChange, now } = options;
  const { flavor } = tag;
  const newest = newestOfLine(name, image, tag.version);
  if (newest !== undefined && isNewer(tag.version, newest)) return [];
  const isSupported = newest !== undefined && (endOfLine(name, newest) ?? now) >= now;
  // When the release line has reached its end of life, its newest patch does not help.
  const version = isSupported ? newest : image.recommended;
  const recommend = recommender(options);
  const near = productOf(name) === undefined ? newestOfMajor(image, tag.version) : undefined;
  const nearest = near === undefined || isSupported ? [] : recommend('line', near, flavor);
  const line =
    isNewer(image.recommended, tag.version) || mustChange
      ? recommend('line', image.recommended, flavor)
      : [];
  const smaller = { ...flavor, slim: true };
  const alpine = { ...flavor, slim: false, distribution: 'alpine' };
  return withoutDuplicates([
    ...(replaced ? recommend('successor', version, flavor) : []),
    ...(replaced ? recommend('successor', version, { ...flavor, slim: false }) : []),
    ...(isSupported ? recommend('patch', newest, flavor) : []),
    ...nearest,
    ...(mustChange ? line : []),
    ...(flavor.slim || isMusl(flavor) ? [] : recommend('slim', version, smaller, SLIM)),
    ...(flavor.role === ''
      ? recommend('slim', version, { ...flavor, role: 'minimal' }, MICRODNF)
      : []),
    ...line,
    ...(isMusl(flavor) ? [] : recommend('alpine', version, alpine, MUSL)),
    ...smallest(options, version),
  ]);
}

/** Without shell, or from a publisher that keeps it small. */
function smallest(options: CandidateOptions, version: string): Recommendation[] {
  const { name, tag } = options;
  const { flavor } = tag;
  const hardened = hardenedImage(name, lineOf(name, version), flavor.role);
  // Its programs need no library of C.
  const libc = isMusl(flavor) && name !== 'golang' ? GLIBC : undefined;
  const caution = joinCautions(hardened?.caution, libc, migrationTo(options, version));
  return [
    ...(flavor.role === ''
      ? recommender(options)('distroless', version, CHISELED, joinCautions(CHISELED_CAUTION, libc))
      : []),
    ...(hardened ? [{ ...hardened, caution }] : []),
  ];
}

function migrationTo({ name, tag }: CandidateOptions, version: string): string | undefined {
  const isSame = !tag.floating && lineOf(name, version) === lineOf(name, tag.version);
  return isSame ? undefined : migrationCaution(name, tag.floating === true);
}

/** Makes the recommendation of one version and flavor; none when the image has no such tag. */
function recommender(options: CandidateOptions) {
  const { from, name, image, tag } = options;
  return (
    kind: RecommendationKind,
    version: string,
    flavor: Flavor,
    caution?: string,
  ): Recommendation[] => {
    const exact = withBuild(image, version, tag).find(
      (one) => suffixOf(image, one, flavor) !== undefined,
    );
    if (exact === undefined) return [];
    return [
      {
        kind,
        reference: `${name}:${inFormOf(tag, name, exact)}${suffixOf(image, exact, flavor)}`,
        line: tag.named ? undefined : lineOf(name, version),
        until: endOfLine(name, version),
        caution: joinCautions(
          caution,
          kind === 'alpine' ? undefined : otherDistribution(from, tag, flavor),
          migrationTo(options, version),
        ),
      },
    ];
  };
}

/** The versions to recommend, the best first: 21.0.12_8 before 21 when the user wrote more than one number. */
function withBuild(image: OfficialImage, version: string, { precision }: CurrentTag): string[] {
  if (precision <= version.split('.').length) return [version];
  const longer = image.variants.map((variant) => variant.version);
  return [...longer.filter((one) => one.startsWith(`${version}.`)), version];
}

/** The newest version of the release line that the given version belongs to. */
function newestOfLine(name: string, image: OfficialImage, version: string): string | undefined {
  const line = lineOf(name, version);
  return image.variants
    .map((variant) => variant.version)
    .filter((candidate) => candidate === line || candidate.startsWith(`${line}.`))
    .reduce<string | undefined>(
      (best, candidate) => (best === undefined || isNewer(candidate, best) ? candidate : best),
      undefined,
    );
}

/** The newest release with the same first number. */
function newestOfMajor(image: OfficialImage, version: string): string | undefined {
  const [major] = version.split('.');
  return image.variants
    .map((variant) => variant.version)
    .filter((candidate) => candidate.split('.')[0] === major)
    .reduce<string | undefined>(
      (best, candidate) => (best === undefined || isNewer(candidate, best) ? candidate : best),
      undefined,
    );
}

/** The release line of a version; its minor version where the table has no release for it. */
function lineOf(name: string, version: string): string {
  const product = productOf(name);
  const release = product === undefined ? undefined : releaseOf(product, version)?.release;
  return release ?? version.split('.').slice(0, 2).join('.');
}

/** The last day of free updates for the release line of a version. */
function endOfLine(name: string, version: string): string | undefined {
  const product = productOf(name);
  const release = product === undefined ? undefined : releaseOf(product, version);
  return product !== undefined && release ? freeUntil(product, release) : undefined;
}

/**
 * The suffix of the tag with this role, size and distribution, or with the image's default distribution when this one
 * is no longer built: then a name of that is preferred which names the distribution as exactly.
 */
function suffixOf(image: OfficialImage, version: string, wanted: Flavor): string | undefined {
  const variants = image.variants
    .filter((variant) => variant.version === version)
    .map(({ names }) =>
      names.filter(({ flavor }) => flavor.role === wanted.role && flavor.slim === wanted.slim),
    );
  const names = variants.flat();
  const musl = isMusl(wanted);
  const same = names.find(({ flavor }) => flavor.distribution === wanted.distribution);
  const byDefault = names.find(({ flavor }) =>
    musl ? flavor.distribution === 'alpine' : flavor.distribution === undefined,
  );
  // Chiseled images have no tag without a distribution.
  const any = musl ? undefined : names.find(({ flavor }) => !isMusl(flavor));
  const found = same ?? byDefault ?? any;
  const sameImage = variants.find((one) => found !== undefined && one.includes(found)) ?? [];
  const isExact = ({ flavor }: { readonly flavor: Flavor }) =>
    distributionExactness(flavor) >= distributionExactness(wanted);
  return (found && !isExact(found) ? (sameImage.find(isExact) ?? found) : found)?.suffix;
}

/** The version with as many numbers as the user wrote, or as a code name when the user wrote one. */
function inFormOf({ precision, named }: CurrentTag, name: string, version: string): string {
  const codename = named ? releaseOf(name, version)?.codename : undefined;
  // Shorter forms of a version with a build number are not tags.
  if (version.includes('_')) return version;
  return codename ?? version.split('.').slice(0, precision).join('.');
}

function isNewer(a: string, b: string): boolean {
  return compareTagVersions(a, b) > 0;
}

function withoutDuplicates(recommendations: readonly Recommendation[]): Recommendation[] {
  return recommendations.filter(
    ({ reference }, i) => recommendations.findIndex((other) => other.reference === reference) === i,
  );
}
