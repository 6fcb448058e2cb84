import { productOf } from '../releases/base-images.js';
import { releaseOf } from '../releases/releases.js';
import { officialImage } from './official-images.js';
import { type Flavor, readFlavor, readTag } from './tags.js';

/** The tag of a base image, as its recommendations need it. */
export interface CurrentTag {
  readonly version: string;
  readonly flavor: Flavor;
  /** The flavor as it is written, where such tags have another name today. */
  readonly written?: Flavor;
  /** How many numbers a recommended version has: as many as the user wrote. */
  readonly precision: number;
  /** The user wrote a code name, so recommended tags begin with one too. */
  readonly named?: boolean;
  /** `latest`, `alpine`: every recommended tag is more exact. */
  readonly floating?: boolean;
}

/**
 * `bookworm-slim` of debian is version 12, slim; `latest` is older than every version. `name` is the current image, `target`
 * the one to recommend. Undefined for a tag that is neither a version nor a variant.
 */
export function currentTag(name: string, target: string, tag: string): CurrentTag | undefined {
  const found = readTag(tag);
  // Ubuntu's `24.04` counts as one number.
  if (found) {
    const precision = name === 'ubuntu' ? 2 : found.version.split('.').length;
    return { ...found, ...renamed(target, found.flavor), precision };
  }
  if (name === 'debian' || name === 'ubuntu')
    return tag === 'latest' ? latest(target) : named(name, tag);
  if (tag === 'latest') return latest(target);
  const flavor = readFlavor(`-${tag}`);
  return isVariant(target, flavor) ? { ...latest(target), flavor } : undefined;
}

function latest(target: string): CurrentTag {
  const recommended = officialImage(target)?.recommended ?? '';
  const release = releaseOf(productOf(target) ?? '', recommended)?.release ?? recommended;
  const flavor = { distribution: undefined, slim: false, role: '' };
  return { version: '0', flavor, precision: release.split('.').length, floating: true };
}

function named(name: string, tag: string): CurrentTag | undefined {
  const [codename = '', ...rest] = tag.split('-');
  const release = releaseOf(name, codename);
  const numbered = release && readTag([release.release, ...rest].join('-'));
  return numbered ? { ...numbered, precision: 1, named: true } : undefined;
}

/** Whether the recommended version is built with this role: `alpine` and `fpm-alpine`, but not `lts`. */
function isVariant(target: string, { role, slim }: Flavor): boolean {
  const { recommended, variants = [] } = officialImage(target) ?? {};
  return variants.some(
    ({ version, names }) =>
      version === recommended &&
      names.some(({ flavor }) => flavor.role === role && flavor.slim === slim),
  );
}

/**
 * Tags that are built under another name: `openjdk-17` and `jdk-17` of Maven with Temurin; .NET without the `slim` of Debian,
 * which every image for it had. Sources: docker-library/docs maven; learn.microsoft.com/dotnet/core/docker/container-images.
 */
function renamed(target: string, flavor: Flavor): Partial<CurrentTag> {
  const isMaven = target === 'maven' && /^(?:open)?jdk-\d+$/.test(flavor.role);
  const role = isMaven ? flavor.role.replace(/^(?:open)?jdk/, 'eclipse-temurin') : flavor.role;
  if (!isMaven && !(flavor.slim && target.startsWith('mcr.microsoft.com/dotnet/'))) return {};
  return { flavor: { ...flavor, role, slim: false }, written: flavor };
}
