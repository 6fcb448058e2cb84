import { imageName } from '../../core/fingerprint.js';
import { spellings } from '../../core/image-glob.js';
import type { Distribution } from '../../core/package.js';
import { type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
import { DOCKER_HUB, type Reference, readReference, withPlainHost } from '../../core/reference.js';

/** The image that findings are about: what is known of it. */
export interface VexImage {
  /** The reference as the user wrote it. */
  readonly name: string | undefined;
  readonly digest: string | undefined;
  /** The digest of the index that lists the image, which names all its images. */
  readonly root?: string | undefined;
  /** `linux/arm64` */
  readonly platform?: string | undefined;
  /** The name is that of a file or folder. */
  readonly isFile?: boolean | undefined;
  /** The platform of products that only have a CPE name. */
  readonly distribution?: Distribution | undefined;
}

/**
 * Whether an identifier of a statement names the package: type, namespace, name and each qualifier of the statement are
 * the same, and so is the version if it has one. What is not known of the package does not match a statement that names it.
 * Source: openvex/go-vex, PurlMatches.
 */
export function matchesPackage(identifier: string, pkg: PackageUrl): boolean {
  const product = parsePackageUrl(identifier);
  // Compared first, because most identifiers are about other packages.
  if (!product || pathOf(product) !== pathOf(pkg)) return false;
  if (product.version !== undefined && product.version !== pkg.version) return false;
  if (product.subpath !== undefined && product.subpath !== pkg.subpath) return false;
  return [...product.qualifiers].every(([key, value]) => pkg.qualifiers.get(key) === value);
}

/** The types whose names have no case, although documents write one. Those of others were compared when they were parsed. */
const WITHOUT_CASE: ReadonlySet<string> = new Set(['golang', 'nuget']);

function pathOf({ type, namespace = '', name }: PackageUrl): string {
  const path = `${type}/${namespace}/${name}`;
  return WITHOUT_CASE.has(type) ? path.toLowerCase() : path;
}

/**
 * Whether an identifier of a statement names the image: its digest, its name, or a package URL of the type `oci` or
 * `docker`. A name with a tag or a version names no other one, a name without names all of them.
 */
export function matchesImage(identifier: string, image: VexImage): boolean {
  const { name, digest } = image;
  if (digest !== undefined && identifier === digest) return true;
  if (name !== undefined && spellings(name).includes(withPlainHost(identifier))) return true;
  const product = parsePackageUrl(identifier);
  if (!product || (product.type !== 'oci' && product.type !== 'docker')) return false;
  const reference = referenceOf(image);
  // The digest says which image it is, in every registry, and also in a file, whose name says nothing.
  if (product.version !== undefined && product.version === digest)
    return hasQualifiers(product, image, reference?.tag);
  if (!reference || !isSameName(product, reference) || !isSameVersion(product, reference))
    return false;
  const address = product.qualifiers.get('repository_url');
  const addresses = addressesOf(product.type, imageName(name ?? ''), reference);
  if (address !== undefined && !addresses.has(canonicalAddress(address))) return false;
  return hasQualifiers(product, image, reference.tag);
}

function referenceOf({ name, isFile }: VexImage): Reference | undefined {
  return name === undefined || isFile ? undefined : readReference(name);
}

/**
 * `pkg:oci/app`, `pkg:docker/acme/app`, and with the registry in the namespace, as BuildKit writes it. Docker's images are
 * those of Docker Hub unless `repository_url` names another registry.
 */
function isSameName(product: PackageUrl, reference: Reference): boolean {
  const { registry, repository } = reference;
  const slash = repository.lastIndexOf('/');
  const folder = repository.slice(0, Math.max(slash, 0));
  const namespace = product.namespace?.toLowerCase() ?? '';
  if (product.name.toLowerCase() !== repository.slice(slash + 1)) return false;
  if (namespace !== '' && namespace === (folder === '' ? registry : `${registry}/${folder}`))
    return true;
  if (product.type === 'oci') return namespace === '' || namespace === folder;
  const isOfRegistry = registry === DOCKER_HUB || product.qualifiers.has('repository_url');
  const isOfficial = registry === DOCKER_HUB && folder === 'library' && namespace === '';
  return isOfRegistry && (isOfficial || namespace === folder);
}

function isSameVersion({ version }: PackageUrl, { tag, digest }: Reference): boolean {
  return version === undefined || version === tag || version === digest;
}

/** Whether all qualifiers but the address are those of the image. */
function hasQualifiers({ qualifiers }: PackageUrl, image: VexImage, tag?: string): boolean {
  const [os, arch] = image.platform?.split('/') ?? [];
  const known = new Map([
    ['tag', tag],
    ['os', os],
    ['arch', arch],
    ['platform', image.platform],
    ['checksum', image.digest],
  ]);
  return [...qualifiers].every(
    ([key, value]) => key === 'repository_url' || known.get(key) === value,
  );
}

/**
 * What documents write as the address of an image: its repository, the folder that it is in, and of Docker's images, whose
 * package URL has the folder, the registry. `short` is the name without the registry, if the user wrote none.
 */
function addressesOf(
  type: string,
  short: string,
  { registry, repository }: Reference,
): ReadonlySet<string> {
  const full = `${registry}/${repository}`;
  return new Set([
    full,
    full.slice(0, full.lastIndexOf('/')),
    full.replace(`${DOCKER_HUB}/library/`, `${DOCKER_HUB}/`),
    short.toLowerCase(),
    ...(type === 'docker' ? [registry] : []),
  ]);
}

function canonicalAddress(address: string): string {
  return address
    .toLowerCase()
    .replace(/^[a-z]+:\/\/|\/+$/g, '')
    .replace(HUB_HOST, DOCKER_HUB);
}

const HUB_HOST =
  /^(?:(?:hub|index|registry-1|registry\.hub)\.docker\.com|(?:index|registry-1)\.docker\.io)(?=\/|$)/;
