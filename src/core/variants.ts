import { folderOf } from '../lib/paths.js';
import type { Finding } from './finding.js';
import { fingerprint } from './fingerprint.js';
import type { Location } from './location.js';

/** The id of the holder that a variant is. */
export function variantId(variant: string): string {
  return fingerprint('variant', variant).slice(0, 16);
}

/** The variant of a Dockerfile that no file of the repository defines: `docker build` with the default values. */
export const PLAIN_BUILD = 'a build without arguments';

/** The name of a build on one of its platforms, as a variant. */
export function onPlatform(build: string, platform: string): string {
  return `${build} on ${platform.slice(0, MAX_PLATFORM)}`;
}

const MAX_PLATFORM = 50;

/** The name of the build without its platform. */
export function buildOf(variant: string): string {
  return variant.replace(/ on \S{1,50}$/, '');
}

/** A build of a Dockerfile that a file of the repository defines. */
export interface BuildVariant {
  /** The Dockerfile. */
  readonly path: string;
  /** The file and the name in it, which is the name of the variant: `compose.yaml: service web`. */
  readonly name: string;
  /** It is the same as PLAIN_BUILD: a finding that holds there holds here. */
  readonly isPlain: boolean;
  /** The id of the service or job that it is of, as a holder; absent for a target of Bake. */
  readonly owner?: string;
  /** The lines on which an instruction depends on an argument that is not known. */
  readonly openLines: ReadonlySet<number>;
  /** The images that it pulls; absent if they are those of PLAIN_BUILD, or not known. */
  readonly images?: readonly UsedImage[];
}

/** An image that a build pulls, and where the Dockerfile names it. */
export interface UsedImage {
  readonly reference: string;
  readonly location: Location;
}

/** Builds of a Dockerfile that are not all of its builds. */
export interface SomeBuilds {
  readonly names: readonly string[];
  /** Where they are defined; absent if PLAIN_BUILD is one of them. */
  readonly related?: NonNullable<Finding['related']>;
}

const ADVICE =
  'Change the arguments or the target where the build is defined, or the line that uses them';

/** A finding that does not hold in all builds, with those in which it holds; where these are defined says why. */
export function inSomeBuilds<F extends Finding>(
  finding: F,
  builds: SomeBuilds | undefined,
): Finding {
  if (!builds) return finding;
  const { names, related = [] } = builds;
  const found = withVariants(finding, names);
  if (related.length === 0) return found;
  return {
    ...found,
    related: [...(finding.related ?? []), ...related],
    advice: finding.advice ?? ADVICE,
  };
}

/** A finding that holds in some builds, as one that holds in all: where these are defined does not matter then. */
export function inAllBuilds(finding: Finding): Finding {
  if (!finding.variants) return finding;
  const { variants: _, related: __, ...rest } = withVariants(finding, []);
  return rest as Finding;
}

/**
 * The findings, with one for those of the same fingerprint, place and severity: builds may have different images that are
 * wrong in the same way.
 */
export function joinBuildFindings(
  findings: readonly Finding[],
  builds: readonly BuildVariant[],
): Finding[] {
  const joined = new Map<string, Finding>();
  for (const finding of findings) {
    const { fingerprint: own, severity, location } = finding;
    const isOfBuilds = finding.variants !== undefined;
    const place = `${location?.path}:${location?.startLine}:${location?.startColumn}`;
    const key = isOfBuilds ? `${own} ${severity} ${place}` : `all ${joined.size}`;
    const known = joined.get(key);
    joined.set(key, known ? withBuildsOf(known, finding) : finding);
  }
  const isInAll = ({ variants, location }: Finding) =>
    variants?.includes(PLAIN_BUILD) &&
    builds.every(
      ({ path, isPlain, images, name }) =>
        path !== location?.path || isPlain || !images || variants.includes(name),
    );
  return [...joined.values()].map((one) => (isInAll(one) ? inAllBuilds(one) : one));
}

function withBuildsOf(known: Finding, { variants = [], related }: Finding): Finding {
  const all = [...new Set([...(known.variants ?? []), ...variants])];
  const places = [...(known.related ?? []), ...(related ?? [])];
  return {
    ...withVariants(known, all),
    ...(places.length > 0 && { related: places.slice(0, MOST_NAMED) }),
  };
}

/** Builds that a finding names as places. */
export const MOST_NAMED = 5;

/**
 * Where a finding holds: kustomizations, values files, builds, or platforms of an image. Undefined: wherever it was looked
 * for.
 */
export function placesWhereItHolds({ variants, subject }: Finding): readonly string[] | undefined {
  return variants ?? subject?.platforms;
}

/** The finding for some of its variants. */
export function forVariants(finding: Finding, variants: readonly string[]): Finding {
  const { subject } = finding;
  if (finding.variants || !subject?.platforms) return withVariants(finding, variants);
  return { ...finding, subject: { ...subject, platforms: variants } };
}

/** The finding with the variants in which it holds, which its message names if its file is not in the folder of the only one. */
export function withVariants(finding: Finding, variants: readonly string[]): Finding {
  const { variants: before = [], message, ...rest } = finding;
  const end = ending(finding, before);
  // Of a finding that holds in all variants, the message names none.
  const own = message.endsWith(end) ? message.slice(0, message.length - end.length) : message;
  return { ...rest, variants, message: `${own}${ending(finding, variants)}` } as Finding;
}

function ending({ location }: Finding, variants: readonly string[]): string {
  const [first] = variants;
  if (first === undefined) return '';
  const path = location?.path ?? '';
  const isOwn = folderOf(path) === (first === '.' ? '' : first);
  if (isOwn && variants.length === 1) return '';
  const [, second, ...others] = variants;
  if (second === undefined) return `, in ${first}`;
  return others.length === 0
    ? `, in ${first} and ${second}`
    : `, in ${first} and ${others.length + 1} more`;
}
