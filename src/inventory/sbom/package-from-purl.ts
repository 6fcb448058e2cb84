import type { Distribution, Package, PackageFacts } from '../../core/package.js';
import { type PackageUrl, packageName, parsePackageUrl } from '../../core/package-url.js';
import { pythonName } from '../../core/python-name.js';
import type { LayerSummary } from '../../core/report.js';
import { compareText } from '../../lib/text.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { sourceRpm } from '../rpm/source-rpm.js';

/** The contents of one document, before duplicates are merged. */
export interface SbomContents {
  readonly packages: Package[];
  readonly distribution?: Distribution;
  /** Whether the document says that it describes a container image. */
  readonly ofImage: boolean;
  /** What it describes. */
  readonly subject: SbomSubject;
  /** Components without a package URL, or without a version: by name and version. */
  readonly unidentified: string[];
  /** Entries that are no components: null, a text, an object without a name. */
  readonly damaged: number;
  /** Components that are no packages: files, lock files, data. */
  readonly others: number;
  /** Packages whose dependencies are not known, because the document has more than the limit allows. */
  readonly cut: number;
}

/** Images, repositories and plain names: no advisory is about them. */
const NO_PACKAGES: ReadonlySet<string> = new Set(['oci', 'docker', 'github', 'generic']);

/** Whether a value is the package URL of a package that advisories may be about. */
export function isPackagePurl(value: unknown): value is string {
  const purl = typeof value === 'string' ? parsePackageUrl(value) : undefined;
  return purl !== undefined && !NO_PACKAGES.has(purl.type);
}

/** The image, application or folder that a document describes, as far as it says so. */
export interface SbomSubject {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly platform?: string | undefined;
  readonly layers?: readonly LayerSummary[];
}

/** What an SBOM says about a package in addition to its package URL. */
export interface ComponentDetails {
  /** The name of the component. */
  readonly name?: string | undefined;
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
export function packageFromPurl(text: string, details: ComponentDetails): Package | undefined {
  const purl = parsePackageUrl(text);
  const unversioned = purl?.type === 'golang' ? '(devel)' : undefined;
  const version = purl && (versionOf(purl, details.version) ?? unversioned);
  if (!purl || !version) return undefined;
  return {
    purl: text,
    type: purl.type,
    name: nameOf(purl, details.name),
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

/** Package URLs of PyPI are in lower case (`pyyaml`), components have the name that the package has (`PyYAML`). */
function nameOf(purl: PackageUrl, componentName: string | undefined): string {
  const name = packageName(purl);
  if (purl.type !== 'pypi') return name;
  return componentName && pythonName(componentName) === pythonName(name) ? componentName : name;
}

/** Edges of one document: the inventory of an image has as many at most. Documents can repeat one list for each package. */
export const MAX_EDGES = 1_000_000;

/**
 * The packages with the packages that each depends on, as far as the document says which: `referencesOf` has their
 * references, and `purls` the package URLs for these. `cut` is the number of packages whose dependencies exceed the limit.
 */
export function withDependencies(
  packages: readonly Package[],
  referencesOf: (found: Package) => readonly unknown[] | undefined,
  purls: ReadonlyMap<unknown, string>,
): Pick<SbomContents, 'packages' | 'cut'> {
  let edges = 0;
  let cut = 0;
  const complete = packages.map((found) => {
    const references = referencesOf(found);
    if (!references) return found;
    if (edges + references.length > MAX_EDGES) {
      cut++;
      return found;
    }
    edges += references.length;
    const others = new Set(references.flatMap((one) => purls.get(one) ?? []));
    others.delete(found.purl);
    return { ...found, facts: { ...found.facts, dependencies: [...others].sort(compareText) } };
  });
  return { packages: complete, cut };
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
  otherSource: ComponentDetails['source'],
): Package['source'] {
  const upstream = qualifiers.get('upstream');
  if (!upstream) return otherSource ?? (type === 'deb' ? { name, version } : undefined);
  const rpm = sourceRpm(upstream);
  if (rpm) return rpm;
  const at = upstream.lastIndexOf('@');
  if (at > 0) return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
  return type === 'rpm' ? { name: upstream } : { name: upstream, version };
}
