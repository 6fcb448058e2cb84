import type { Distribution, Package, PackageFacts } from '../../core/package.js';
import { type PackageUrl, packageName, parsePackageUrl } from '../../core/package-url.js';
import { compareText } from '../../lib/text.js';
import { normalizeLicense } from '../licenses/normalize-license.js';
import { sourceRpm } from '../rpm/source-rpm.js';

/** The contents of one document, before duplicates are merged. */
export interface SbomContents {
  readonly packages: Package[];
  readonly distribution?: Distribution;
  /** Whether the document says that it describes a container image. */
  readonly ofImage: boolean;
  /** Components without a package URL, or without a version: by name and version. */
  readonly unidentified: string[];
  /** Entries that are no components: null, a text, an object without a name. */
  readonly damaged: number;
}

/** What an SBOM says about a package in addition to its package URL. */
export interface PackageDetails {
  /** Used when the package URL has no version. */
  readonly version?: string;
  readonly source?: { readonly name: string; readonly version?: string };
  readonly module?: string;
  readonly license?: string | undefined;
  readonly supplier?: string | undefined;
  readonly cpe?: string | undefined;
  readonly facts?: PackageFacts | undefined;
  readonly paths?: readonly string[];
  readonly layer?: Package['layer'];
  /** The purl of the distribution package that owns its files. */
  readonly ownedBy?: string;
  /** Nothing in the image showed it but a file that lists packages. */
  readonly claimed?: boolean;
}

/** The package; undefined when the purl is invalid or there is no version. Main modules of Go programs often have none. */
export function packageFromPurl(text: string, details: PackageDetails): Package | undefined {
  const purl = parsePackageUrl(text);
  const unversioned = purl?.type === 'golang' ? '(devel)' : undefined;
  const version = purl && (versionOf(purl, details.version) ?? unversioned);
  if (!purl || !version) return undefined;
  return {
    purl: text,
    type: purl.type,
    name: packageName(purl),
    version,
    arch: purl.qualifiers.get('arch'),
    source: sourceOf(purl, version, details.source),
    module: purl.qualifiers.get('rpmmod') ?? details.module,
    license: details.license && normalizeLicense(details.license),
    supplier: details.supplier,
    cpe: details.cpe,
    facts: details.facts,
    paths: details.paths ?? [],
    ownedBy: details.ownedBy,
    layer: details.layer,
    ...(details.claimed && { claimed: true }),
  };
}

/** The package with the packages that it depends on; undefined when the document does not say which. */
export function withDependencies(found: Package, purls: readonly string[] | undefined): Package {
  if (!purls) return found;
  const others = [...new Set(purls)].filter((purl) => purl !== found.purl);
  return { ...found, facts: { ...found.facts, dependencies: others.sort(compareText) } };
}

/** With the epoch, which Trivy writes as a qualifier for Debian packages, too. */
function versionOf(
  { type, version, qualifiers }: PackageUrl,
  otherVersion: string | undefined,
): string | undefined {
  const plain = version ?? otherVersion;
  const epoch = qualifiers.get('epoch');
  const hasEpochs = type === 'rpm' || type === 'deb';
  const isMissing = hasEpochs && plain && epoch && epoch !== '0' && !/^\d+:/.test(plain);
  return isMissing ? `${epoch}:${plain}` : plain;
}

/** From the qualifier `upstream`: a name, `name@version`, or the file name of a source rpm. */
function sourceOf(
  { type, name, qualifiers }: PackageUrl,
  version: string,
  otherSource: PackageDetails['source'],
): Package['source'] {
  const upstream = qualifiers.get('upstream');
  if (!upstream) return otherSource ?? (type === 'deb' ? { name, version } : undefined);
  const rpm = sourceRpm(upstream);
  if (rpm) return rpm;
  const at = upstream.lastIndexOf('@');
  if (at > 0) return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
  return type === 'rpm' ? { name: upstream } : { name: upstream, version };
}
