import { parseReference } from '../image/reference.js';
import { officialName, productOf, supportOfTag } from './data/base-images.js';
import { freeUntil, releaseOf } from './data/releases.js';
import { hardenedImage, SUCCESSORS } from './hardened.js';
import { redHatRecommendations } from './red-hat.js';
import {
  compareVersions,
  type Flavor,
  isMusl,
  type OfficialImage,
  officialImage,
  readTag,
} from './variants.js';

/** Why an image is proposed. */
export type RecommendationKind =
  /** A later patch of the same line. */
  | 'patch'
  /** The line that the maintainers recommend now. */
  | 'line'
  /** The image that took the place of one without releases. */
  | 'successor'
  /** The same with less in it. */
  | 'slim'
  | 'alpine'
  /** Without shell or package manager. */
  | 'distroless'
  /** Of a publisher who keeps it small and fixed. */
  | 'hardened';

/** An image to move to. */
export interface Recommendation {
  readonly kind: RecommendationKind;
  /** As people write it: `node:24-slim`. */
  readonly reference: string;
  /** The release that its version belongs to: `24` of 24.19.0. */
  readonly line?: string;
  /** The last day of its support, ISO 8601, where that is known. */
  readonly until?: string;
  /** What one must know before taking it. */
  readonly caution?: string;
}

/** What there is to say of one base image. */
export interface BaseImageAdvice {
  /** Why it should not stay: its support has ended. */
  readonly ended?: string;
  /** The one to take first; the others are a matter of taste. */
  readonly options: readonly Recommendation[];
}

const MUSL = 'musl instead of glibc';
const MICRODNF = 'microdnf instead of dnf';
/** Microsoft's images of .NET on a cut down Ubuntu. Source: learn.microsoft.com/dotnet/core/docker/container-images. */
const CHISELED: Flavor = { system: 'noble', slim: false, role: 'chiseled' };
const CHISELED_LACKS = 'no shell and no ICU, for the final stage';
const MIGRATE = 'its data have to be migrated';
/** Images whose data another line of releases does not read. */
const KEEP_DATA: ReadonlySet<string> = new Set([
  'elasticsearch',
  'mariadb',
  'mongo',
  'mysql',
  'postgres',
]);

/**
 * The images that a base image may be moved to, the safest first; undefined when it is unknown or as good as it gets.
 * From the built-in table alone: nothing is asked. `now` is an ISO 8601 day.
 */
export function recommendBaseImages(reference: string, now: string): BaseImageAdvice | undefined {
  const parsed = reference.includes('$') ? undefined : safely(() => parseReference(reference));
  if (!parsed) return undefined;
  const written = `${parsed.registry}/${parsed.repository}`;
  const redHat = redHatRecommendations(parsed);
  if (redHat.some(({ kind }) => NEWS.has(kind))) return { options: redHat };
  const name = officialName(written);
  const mirror = parsed.registry === 'docker.io' ? '' : written.slice(0, -name.length);
  const target = SUCCESSORS.get(name) ?? name;
  const tag = parsed.tag === undefined ? undefined : numbered(name, target, parsed.tag);
  if (tag === undefined) return undefined;
  const image = officialImage(target);
  // A version that the table has not heard of is the user's to know.
  if (!image || isAhead(image, tag.version)) return undefined;
  const ended = endedSupport(name, parsed.tag ?? '', now);
  const mustMove = ended !== undefined || tag.floating === true || !hasLine(target, image, tag);
  const options = optionsOf(
    target,
    image,
    tag,
    target === name ? undefined : 'successor',
    mustMove,
    now,
  ).map((one) =>
    one.reference.startsWith(`${target}:`) && !target.includes('/')
      ? { ...one, reference: `${mirror}${one.reference}` }
      : one,
  );
  const own = `${mirror}${name}:${parsed.tag}`;
  const others = options.filter((option) => option.reference !== own);
  // That there is a newer line is no news on its own while this one is looked after.
  const isNews = ({ kind }: Recommendation) => NEWS.has(kind) || (kind === 'line' && mustMove);
  if (!others.some(isNews)) return undefined;
  return { ...(ended === undefined ? {} : { ended }), options: others };
}

/** What is worth a word of its own; the rest is named beside it. */
const NEWS: ReadonlySet<RecommendationKind> = new Set(['patch', 'successor', 'slim']);

interface Tag {
  readonly version: string;
  readonly flavour: Flavor;
  /** How many numbers of a version the proposal has: as many as the user wrote. */
  readonly precision: number;
  /** Tags of the image begin with a code name, since the user wrote one. */
  readonly named?: boolean;
  /** `latest`: whatever is proposed is more exact. */
  readonly floating?: boolean;
}

/** `bookworm-slim` of debian is 12 and slim; `latest` is older than all. */
function numbered(name: string, target: string, tag: string): Tag | undefined {
  const read = readTag(tag);
  // Ubuntu's `24.04` is one number.
  if (read) return { ...read, precision: name === 'ubuntu' ? 2 : read.version.split('.').length };
  const [word = '', ...rest] = tag.split('-');
  if (tag === 'latest') {
    const usual = officialImage(target)?.usual ?? '';
    const release = releaseOf(productOf(target) ?? '', usual)?.release ?? usual;
    const flavour = { system: undefined, slim: false, role: '' };
    return { version: '0', flavour, precision: release.split('.').length, floating: true };
  }
  if (name !== 'debian' && name !== 'ubuntu') return undefined;
  const release = releaseOf(name, word);
  const suffixed = release && readTag([release.release, ...rest].join('-'));
  return suffixed ? { ...suffixed, precision: 1, named: true } : undefined;
}

/** Later than every version of the table. */
function isAhead(image: OfficialImage, version: string): boolean {
  return image.variants.every((variant) => newer(version, variant.version));
}

/** The first of the products in a tag whose support has ended. */
function endedSupport(name: string, tag: string, now: string): string | undefined {
  const ended = supportOfTag(name, tag).find(({ until }) => until < now);
  return ended && `${ended.what} has had no support since ${ended.until}`;
}

function optionsOf(
  name: string,
  image: OfficialImage,
  tag: Tag,
  successor: 'successor' | undefined,
  mustMove: boolean,
  now: string,
): Recommendation[] {
  const { flavour } = tag;
  const own = newestOfLine(name, image, tag.version);
  if (own !== undefined && newer(tag.version, own)) return [];
  const isSupported = own !== undefined && (lineEnd(name, own) ?? now) >= now;
  const option = (
    kind: RecommendationKind,
    version: string | undefined,
    wanted: Flavor,
    caution?: string,
  ): Recommendation[] => {
    const suffix = version === undefined ? undefined : suffixOf(image, version, wanted);
    if (version === undefined || suffix === undefined) return [];
    const until = lineEnd(name, version);
    return [
      {
        kind,
        reference: `${name}:${written(name, version, tag)}${suffix}`,
        ...(tag.named ? {} : { line: lineOf(name, version) }),
        ...(until === undefined ? {} : { until }),
        ...(caution === undefined ? {} : { caution }),
      },
    ];
  };
  // Of a line that has ended even the newest patch is no way out.
  const base = isSupported ? own : image.usual;
  const hardened = hardenedImage(name, lineOf(name, base), flavour.role);
  const migration = KEEP_DATA.has(name) && tag.floating !== true ? MIGRATE : undefined;
  const patch = isSupported ? option('patch', own, flavour) : [];
  const line =
    newer(image.usual, tag.version) || mustMove
      ? option('line', image.usual, flavour, migration)
      : [];
  return once([
    ...(successor ? option(successor, base, flavour) : []),
    ...(successor ? option(successor, base, { ...flavour, slim: false }) : []),
    ...patch,
    ...(mustMove ? line : []),
    ...(flavour.slim || isMusl(flavour)
      ? []
      : option('slim', base, { ...flavour, slim: true, system: undefined })),
    ...(flavour.role === '' ? option('slim', base, { ...flavour, role: 'minimal' }, MICRODNF) : []),
    ...line,
    ...(isMusl(flavour)
      ? []
      : option('alpine', base, { ...flavour, slim: false, system: 'alpine' }, MUSL)),
    ...(flavour.role === '' ? option('distroless', base, CHISELED, CHISELED_LACKS) : []),
    ...(hardened ? [hardened] : []),
  ]);
}

function hasLine(name: string, image: OfficialImage, { version }: Tag): boolean {
  return newestOfLine(name, image, version) !== undefined;
}

/** The newest version that begins as the release does which the given version belongs to. */
function newestOfLine(name: string, image: OfficialImage, version: string): string | undefined {
  const line = lineOf(name, version);
  return image.variants
    .map((variant) => variant.version)
    .filter((candidate) => candidate === line || candidate.startsWith(`${line}.`))
    .reduce<string | undefined>(
      (best, one) => (best === undefined || newer(one, best) ? one : best),
      undefined,
    );
}

/** The release that a version belongs to; what has none in the table moves within its minor version. */
function lineOf(name: string, version: string): string {
  const product = productOf(name);
  const release = product === undefined ? undefined : releaseOf(product, version)?.release;
  return release ?? version.split('.').slice(0, 2).join('.');
}

function lineEnd(name: string, version: string): string | undefined {
  const product = productOf(name);
  const release = product === undefined ? undefined : releaseOf(product, version);
  return product !== undefined && release ? freeUntil(product, release) : undefined;
}

/** The name of the image with this role, size and system, or with the usual system where that one is gone. */
function suffixOf(image: OfficialImage, version: string, wanted: Flavor): string | undefined {
  const names = image.variants
    .filter((variant) => variant.version === version)
    .flatMap((variant) => variant.names)
    .filter(({ flavour }) => flavour.role === wanted.role && flavour.slim === wanted.slim);
  const musl = isMusl(wanted);
  const same = names.find(({ flavour }) => flavour.system === wanted.system);
  const usual = names.find(({ flavour }) =>
    musl ? flavour.system === 'alpine' : flavour.system === undefined,
  );
  // Chiseled images are named by their system alone.
  const any = musl ? undefined : names.find(({ flavour }) => !isMusl(flavour));
  return (same ?? usual ?? any)?.suffix;
}

/** As exact as the user wrote, and by code name where the user did. */
function written(name: string, version: string, { precision, named }: Tag): string {
  const codename = named ? releaseOf(name, version)?.codename : undefined;
  return codename ?? version.split('.').slice(0, precision).join('.');
}

function newer(a: string, b: string): boolean {
  return compareVersions(a, b) > 0;
}

function once(options: readonly Recommendation[]): Recommendation[] {
  return options.filter(
    ({ reference }, i) => options.findIndex((other) => other.reference === reference) === i,
  );
}

function safely<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    // What is no reference is the linter's to say.
    return undefined;
  }
}
