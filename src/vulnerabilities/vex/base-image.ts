import type { AffectedPackage } from '../../core/details.js';
import { isDigest } from '../../core/digest.js';
import { type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
import { readReference } from '../../core/reference.js';
import { baseName } from '../../lib/paths.js';
import { matchesImage, type VexImage } from './products.js';
import type { VexDocument } from './statement.js';

/** The base image of an image: what a statement about it says holds for the packages that are as it has them. */
export interface VexBase {
  /** As the Dockerfile names it, for reports. */
  readonly name: string;
  readonly image: VexImage;
  /** Whether the layers of the base image have the package, and no layer above them changes its record or its files. */
  isUnchanged(pkg: Pick<AffectedPackage, 'purl' | 'layer'>): boolean;
}

/** The base image, or why documents about it have no effect. */
export interface FoundVexBase {
  readonly base?: VexBase;
  readonly problem?: string;
}

/** Whether a document may be about a base image with this reference, whose digest is not known yet. */
export function mayBeAbout(documents: readonly VexDocument[], reference: string): boolean {
  const { repository = '', digest } = readReference(reference) ?? {};
  const image: VexImage = { name: reference, digest };
  const name = baseName(repository);
  const isCandidate = (id: string): boolean => {
    if (isDigest(id) || matchesImage(id, image)) return true;
    const purl = parsePackageUrl(id);
    return purl !== undefined && isOfImage(purl) && purl.name === name;
  };
  return documents.some(({ statements }) =>
    statements.some(({ products }) =>
      products.some(({ identifiers }) => {
        const ids = identifiers.flatMap(({ value, others = [] }) => [value, ...others]);
        return ids.every((id) => isOfImage(parsePackageUrl(id))) && ids.some(isCandidate);
      }),
    ),
  );
}

/** Whether it is no package URL, or that of an image: a hash may be one of a package. */
function isOfImage(purl: PackageUrl | undefined): boolean {
  return purl === undefined || purl.type === 'oci' || purl.type === 'docker';
}
