import { createHash } from 'node:crypto';
import type { Distribution, Package } from '../core/package.js';
import { isDistributionPackage } from '../core/package-url.js';
import type { LayerSummary, Report, Target } from '../core/report.js';
import { isImageTarget } from '../core/report.js';
import { sanitize } from './escape.js';

/** The image that an SBOM describes; undefined for several images or none: then it describes the repository. */
export function sbomSubject(report: Report): Target | undefined {
  const images = report.targets.filter(isImageTarget);
  return images.length === 1 ? images[0] : undefined;
}

/** Whether the subject is an image, also one that another SBOM describes. */
export function isOfImage(subject: Target | undefined): boolean {
  return subject?.kind === 'image' || subject?.ofImage === true;
}

/** A UUID derived from the content (RFC 9562, version 8), so that an SBOM is reproducible. */
export function contentUuid(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  const hex = hash.digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The operating system of an image, with the packages of the distribution. */
export interface OperatingSystem {
  /** `debian` */
  readonly id: string;
  readonly version?: string;
  /** `Debian GNU/Linux` */
  readonly name?: string;
  readonly cpe?: string;
  readonly packages: readonly Package[];
}

/** The operating systems of the images, one for each image that has one. */
export function operatingSystems(report: Report): OperatingSystem[] {
  return report.targets.filter(isImageTarget).flatMap(({ name, distribution }) => {
    if (!distribution) return [];
    const isOfImage = ({ image, purl }: Package) =>
      (image ?? name) === name && isDistributionPackage(purl);
    return [
      {
        id: sanitize(distribution.id),
        version: distribution.version && sanitize(distribution.version),
        name: distribution.name && sanitize(distribution.name),
        cpe: distributionCpe(distribution),
        packages: report.packages.filter(isOfImage),
      },
    ];
  });
}

/** Vendor and product of distributions whose os-release has no CPE name. Source: NVD, CPE dictionary. */
const CPE_PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian:debian_linux'],
  ['ubuntu', 'canonical:ubuntu_linux'],
  ['alpine', 'alpinelinux:alpine_linux'],
]);

function distributionCpe({ id, version, cpe }: Distribution): string | undefined {
  if (cpe !== undefined && isCpe(cpe)) return cpe;
  const product = CPE_PRODUCTS.get(id);
  return product && version && /^[\w.]+$/.test(version)
    ? `cpe:2.3:o:${product}:${version}:*:*:*:*:*:*:*`
    : undefined;
}

/** Whether a text is a CPE name, as a URI (2.2) or a formatted string (2.3), of a length that others accept. */
export function isCpe(text: string): boolean {
  if (text.length > 500) return false;
  return (
    /^cpe:\/[aho]?(?::[\w.%~!-]*){1,6}$/i.test(text) ||
    /^cpe:2\.3:[aho*-](?::(?:[\w.*?-]|\\[!-~])+){10}$/.test(text)
  );
}

/** A layer with its digest in hexadecimal digits. */
export interface SbomLayer extends LayerSummary {
  readonly sha256: string;
}

/** The layers of the image. Those of a stored report may have other digests, which no SBOM format can express. */
export function sbomLayers(subject: Target | undefined): SbomLayer[] {
  return (subject?.layers ?? []).flatMap((layer) => {
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(layer.diffID)?.[1];
    return sha256 ? [{ ...layer, sha256 }] : [];
  });
}

/**
 * The packages that a package depends on, as the references that `referenceOf` has for their package URLs. Undefined when
 * its dependencies are not known.
 */
export function dependencyReferences(
  { facts }: Package,
  referenceOf: (purl: string) => string | undefined,
): string[] | undefined {
  const references = facts?.dependencies?.map(referenceOf);
  return references && [...new Set(references.filter((one) => one !== undefined))];
}

/** Where a package comes from, as properties: its layer, its Dockerfile line, the package that owns it. */
export function packageProperties(
  entry: Package,
): { readonly name: string; readonly value: string }[] {
  const { layer, location, source, module, ownedBy, partOf, evidence, claimed, platforms } = entry;
  const properties: { name: string; value: string }[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value) properties.push({ name: `portside:${name}`, value: sanitize(value) });
  };
  add('layer:index', layer && String(layer.index));
  add('layer:diffID', layer?.diffID);
  add('dockerfile', location && `${location.path}:${location.startLine}`);
  add('source', source && [source.name, source.version ?? ''].join(' ').trim());
  add('module', module);
  add('ownedBy', ownedBy);
  add('partOf', partOf);
  add('evidence', evidence);
  add('claimed', claimed && 'true');
  add('platforms', platforms?.join(','));
  return properties;
}
