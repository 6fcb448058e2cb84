import type { Package } from '../../core/package.js';
import { parsePackageUrl } from '../../core/package-url.js';
import { type JsonObject, object } from '../../lib/json.js';
import { plainText, pluralize } from '../../lib/text.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import {
  cleanString,
  decodeUtf8,
  jsonObjectOf,
  maxMebibytes,
  requireFullContent,
} from '../file-content.js';
import { formatPackageUrl } from '../purl.js';
import { isCycloneDx, readCycloneDx } from '../sbom/cyclonedx.js';
import { isSbom, sbomIn } from '../sbom/sbom.js';
import { isSpdx, readSpdx } from '../sbom/spdx.js';

/**
 * SBOM files in the image: CycloneDX and SPDX 2 in JSON, and Bitnami's list of components. They say what somebody meant to
 * install, so that their packages are claims: the inventory compares them with what it finds.
 */
export const sbomClaims: Cataloger = {
  id: 'sbom',
  claims: true,
  wants: (path, size) =>
    path === COMPONENTS || (ENDING.test(path) && SBOM.test(path) && !ABOUT_OTHERS.test(path))
      ? maxMebibytes(32, size)
      : 0,
  read: (file) => (file.path === COMPONENTS ? readComponents(file) : readDocument(file)),
};

const COMPONENTS = 'opt/bitnami/.bitnami_components.json';
/** Asked first, since the other expressions look at each part of each path of an image. */
const ENDING = /\.(?:json|xml|spdx|cdx)$/;
const SBOM =
  /(?:^|\/)(?:[^/]+\.(?:spdx|cdx)\.(?:json|xml)|[^/]+\.spdx|s?bom\.(?:json|xml|cdx)|[^/]+\.sbom\.json)$/;
/** Folders whose SBOMs are examples and test data, or list what an npm package was developed with. */
const ABOUT_OTHERS =
  /(?:^|\/)(?:_*(?:tests?|testing|specs?|(?:test-?)?fixtures?|test-?data|examples?|samples?|demos?|docs?)_*|node_modules)\//i;
/**
 * Wolfi and Chainguard have a document for each apk, which also names the sources that it was built from: those are no
 * packages in the image.
 */
const OF_APKS = /^var\/lib\/db\/sbom\//;
/** What contains an image is not a package in it. */
const IMAGES: ReadonlySet<string> = new Set(['oci', 'docker']);
const MOST_NAMED = 3;

function readDocument(file: CatalogedFile): FoundPackage[] {
  const bytes = requireFullContent(file);
  if (!isSbom(bytes)) {
    if (isOtherSbom(bytes))
      throw new CatalogError(
        'is an SBOM in another format than CycloneDX or SPDX 2 in JSON',
        'other-format',
      );
    return [];
  }
  const contents = contentsOf(sbomIn(jsonObjectOf(bytes)));
  const packages: FoundPackage[] = [];
  let { damaged } = contents;
  for (const item of contents.packages) {
    if (IMAGES.has(item.type) || (OF_APKS.test(file.path) && item.type !== 'apk')) continue;
    const claim = claimOf(item);
    if (claim) packages.push(claim);
    else damaged++;
  }
  if (damaged > 0)
    throw new CatalogError(`has ${pluralize(damaged, 'damaged component')}`, 'malformed', packages);
  if (contents.unidentified.length > 0) throw withoutIdentity(contents.unidentified, packages);
  return packages;
}

function contentsOf(document: JsonObject) {
  if (isCycloneDx(document)) return readCycloneDx(document);
  if (isSpdx(document)) return readSpdx(document);
  throw new CatalogError('is neither CycloneDX nor SPDX 2', 'other-format');
}

/** SPDX 3, SPDX in its own text format, and CycloneDX in XML. */
function isOtherSbom(bytes: Uint8Array): boolean {
  return /^SPDXVersion:|spdx\.org\/rdf\/|cyclonedx\.org\/schema\/bom/m.test(
    decodeUtf8(bytes.subarray(0, 4096)),
  );
}

/** Undefined when its name or version contains control characters, is longer than those of packages, or fits no package URL. */
function claimOf(item: Package): FoundPackage | undefined {
  const { type, name, version, arch, source, module, license, purl } = item;
  if (cleanString(name) !== name || cleanString(version, 256) !== version) return undefined;
  const parsed = parsePackageUrl(purl);
  const claimedPurl = parsed && formatPackageUrl(parsed);
  if (claimedPurl === undefined) return undefined;
  const claimed = { type, name, version, arch, source, module, license };
  return { ...claimed, evidence: 'sbom-claim', claimedPurl };
}

function withoutIdentity(names: readonly string[], packages: FoundPackage[]): CatalogError {
  const more = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).map((name) => plainText(name, 80));
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return new CatalogError(
    `lists ${pluralize(names.length, 'component')} without a package URL or version: ${list}`,
    'note',
    packages,
  );
}

/** `{ "nginx": { "arch": "amd64", "distro": "debian-12", "version": "1.25.3-1" } }`. */
function readComponents(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let damaged = 0;
  for (const [key, value] of Object.entries(jsonObjectOf(requireFullContent(file)))) {
    const name = cleanString(key, 300);
    const version = cleanString(object(value).version, 256);
    if (name && version) packages.push({ type: 'bitnami', name, version, evidence: 'sbom-claim' });
    else damaged++;
  }
  if (damaged > 0)
    throw new CatalogError(`has ${pluralize(damaged, 'damaged component')}`, 'malformed', packages);
  return packages;
}
