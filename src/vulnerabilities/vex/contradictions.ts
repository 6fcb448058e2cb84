import { imageName } from '../../core/fingerprint.js';
import { isDistributionPackage, type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
import { readReference } from '../../core/reference.js';
import { parsePlatform } from '../../registry/platform.js';
import { parseCpe } from './cpe.js';
import { matchesImage, matchesPackage, type VexImage } from './products.js';
import { isInRange } from './ranges.js';
import type { VexIdentifier } from './statement.js';

/** What an identifier is compared with: the package or the image that a product names. */
export interface VexTarget {
  readonly purl?: PackageUrl | undefined;
  readonly image: VexImage;
  /** Another identifier of the product is the digest of the image, which says more than its names. */
  readonly isProved: boolean;
}

/**
 * Whether a part of what identifies a product says that it is something else than the target. What can narrow the product
 * down, but cannot be compared with the target, contradicts it too. What can name anything, such as the address of a web
 * page, says nothing. Stricter than go-vex, where one identifier that matches is enough.
 */
export function contradicts({ kind, value, others }: VexIdentifier, target: VexTarget): boolean {
  const values = [value, ...(others ?? [])];
  switch (kind) {
    case 'name':
      return isPackageUrl(value)
        ? !agreesWithPurl(value, target)
        : !agreesWithName(value, target, !target.purl);
    case 'label':
      return !agreesWithName(value, target, false);
    case 'purl':
      return !values.some((purl) => agreesWithPurl(purl, target));
    case 'cpe':
      return !agreesWithCpe(value, target);
    case 'version':
      return !agreesWithVersion(value, target);
    case 'range':
      return !target.purl || isInRange(value, target.purl) !== true;
    case 'not-version':
      return agreesWithVersion(value, target);
    case 'not-range':
      return !target.purl || isInRange(value, target.purl) !== false;
    case 'architecture':
      return !agreesWithArchitecture(value, target);
    case 'hash':
      return target.purl !== undefined || value !== target.image.digest;
    case 'unreadable':
      return true;
  }
}

function isPackageUrl(text: string): boolean {
  return /^\s*pkg:/i.test(text);
}

/** `pkg:npm/lodash@` has lost its version: it does not name all of them. */
function agreesWithPurl(purl: string, { purl: pkg, image }: VexTarget): boolean {
  const path = /^[^?#]*/.exec(purl)?.[0] ?? '';
  const at = path.lastIndexOf('@');
  if (at > 0 && path[at - 1] !== '/' && parsePackageUrl(purl)?.version === undefined) return false;
  return pkg ? matchesPackage(purl, pkg) : matchesImage(purl, image);
}

/** A text, which may have a version: `lodash@4.17.15`, `acme/app:1`, a digest. An address such as a URL or URN can be any. */
function agreesWithName(text: string, target: VexTarget, mustName: boolean): boolean {
  const { purl, image, isProved } = target;
  if (/^sha\d+:[0-9a-f]+$/i.test(text)) return !purl && text.toLowerCase() === image.digest;
  if (/^(?:urn:|[a-z][a-z0-9+.-]*:\/\/)/i.test(text)) return true;
  if (purl) {
    const version = versionAfterName(text, purl);
    return version === undefined || agreesWithVersion(version, target) || isLine(version, purl);
  }
  if (matchesImage(text, image)) return true;
  const isSameName = image.name !== undefined && imageName(text) === imageName(image.name);
  return !isSameName && (!mustName || isProved);
}

/** In a text for people, `openssl 3.0` is each version 3.0.x. */
function isLine(text: string, { version = '' }: PackageUrl): boolean {
  return version.startsWith(text) && /^[.+~-]/.test(version.slice(text.length));
}

/** `4.17.15` of `lodash@4.17.15`, `lodash-4.17.15` or `lodash 4.17.15`. */
function versionAfterName(text: string, { name }: PackageUrl): string | undefined {
  if (!text.toLowerCase().startsWith(name.toLowerCase())) return undefined;
  return /^[-@:_ ]+(v?\d\S*)\s*$/i.exec(text.slice(name.length))?.[1];
}

/** The version as the package has it, with or without name, epoch and architecture: `openssl-1:3.0.1-1.el9.x86_64`. */
function agreesWithVersion(text: string, target: VexTarget): boolean {
  const { purl, image } = target;
  if (!purl) return agreesWithImageVersion(text, target);
  if (purl.version === undefined) return false;
  const arch = purl.qualifiers.get('arch');
  const wanted = versionAfterName(text, purl) ?? text.trim();
  const bare = wanted.endsWith(`.${arch}`) ? wanted.slice(0, -`.${arch}`.length) : wanted;
  const [epoch, version] = splitEpoch(bare);
  const [ownEpoch = purl.qualifiers.get('epoch'), own] = splitEpoch(purl.version);
  const isSameEpoch = epoch === undefined || ownEpoch === undefined || epoch === ownEpoch;
  return wanted === purl.version || text === image.digest || (isSameEpoch && version === own);
}

function splitEpoch(version: string): readonly [epoch: string | undefined, rest: string] {
  const [, epoch, rest = version] = /^(?:(\d+):)?(.*)$/s.exec(version) ?? [];
  return [epoch, rest.replace(/^(?:v|go)(?=\d)/i, '')];
}

/** The digest of an image or its tag. A tag such as `latest` cannot be compared, nor can the name of a file. */
function agreesWithImageVersion(text: string, { image, isProved }: VexTarget): boolean {
  const digest = /sha\d+:[0-9a-f]+/i.exec(text)?.[0].toLowerCase();
  if (digest !== undefined) return digest === image.digest;
  const tag = tagOf(image)?.replace(/^v(?=\d)/i, '');
  if (tag !== undefined && tag === text.trim().replace(/^v(?=\d)/i, '')) return true;
  return isProved && (tag === undefined || !/^\d/.test(tag));
}

function tagOf({ name, isFile }: VexImage): string | undefined {
  return name === undefined || isFile ? undefined : readReference(name)?.tag;
}

/**
 * Compares the version of a CPE, because products of CPEs have other names than packages. Release numbers of
 * distributions are in no CPE.
 */
function agreesWithCpe(text: string, target: VexTarget): boolean {
  const cpe = parseCpe(text);
  if (!cpe) return false;
  const { version, update } = cpe;
  const hasUpdate = update !== '' && update !== '-';
  if (version === '') return !hasUpdate;
  const wanted = hasUpdate
    ? ['', '-', '.', '_', '~'].map((joint) => `${version}${joint}${update}`)
    : [version];
  return wanted.some(
    (one) => agreesWithVersion(one, withoutRelease(target)) || agreesWithVersion(one, target),
  );
}

function withoutRelease(target: VexTarget): VexTarget {
  const { purl } = target;
  if (!purl?.version || !isDistributionPackage(`pkg:${purl.type}/`)) return target;
  const end = purl.version.lastIndexOf('-');
  return end <= 0 ? target : { ...target, purl: { ...purl, version: purl.version.slice(0, end) } };
}

function agreesWithArchitecture(text: string, { purl, image, isProved }: VexTarget): boolean {
  const wanted = text.trim().toLowerCase();
  const own = purl?.qualifiers.get('arch')?.toLowerCase();
  if (wanted === own || wanted === 'noarch' || wanted === 'all' || wanted === 'any') return true;
  if (own !== undefined) return architecture(wanted) === architecture(own);
  return image.platform === undefined
    ? isProved
    : architecture(wanted) === parsedArchitecture(image.platform);
}

function architecture(name: string): string {
  return parsedArchitecture(`linux/${name}`);
}

function parsedArchitecture(platform: string): string {
  try {
    return parsePlatform(platform).architecture;
  } catch {
    return platform;
  }
}
