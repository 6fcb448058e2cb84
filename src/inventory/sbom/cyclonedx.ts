import type { Distribution, Package, PackageFacts } from '../../core/package.js';
import type { LayerSummary } from '../../core/report.js';
import { isCount, isObject, type JsonObject, list, object, objects } from '../../lib/json.js';
import { allLicenses } from '../../licenses/all-licenses.js';
import { MAX_LICENSE_LENGTH } from '../../licenses/license.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { namedHashes, packageFactsOf } from '../clean-facts.js';
import { cleanString } from '../file-content.js';
import { namedDistribution } from './distribution.js';
import {
  isPackagePurl,
  packageFromPurl,
  type SbomContents,
  type SbomSubject,
  withDependencies,
} from './package-from-purl.js';

/** Whether the document declares to be CycloneDX. */
export function isCycloneDx(document: JsonObject): boolean {
  return document.bomFormat === 'CycloneDX';
}

/**
 * The packages of a CycloneDX document, including nested components. Source: CycloneDX 1.2 to 1.7, JSON; the properties are
 * those of Syft, Trivy and Portside.
 */
export function readCycloneDx(document: JsonObject): SbomContents {
  const packages: Package[] = [];
  const references = new Map<Package, string>();
  const purls = new Map<string, string>();
  const unidentified: string[] = [];
  let damaged = 0;
  let others = 0;
  let distribution: Distribution | undefined;
  const described = object(object(document.metadata).component);
  // What the subject contains is listed like any other component, but for the layers that Portside writes.
  const waiting: unknown[] = [...list(document.components)].reverse();
  const { components: contained = [] } = described;
  if (Array.isArray(contained))
    waiting.push(...contained.filter((one) => !(isObject(one) && layerSummary(one))).reverse());
  else damaged++;
  while (waiting.length > 0) {
    const component = waiting.pop();
    if (!isObject(component)) {
      damaged++;
      continue;
    }
    const { components: inner } = component;
    if (Array.isArray(inner)) for (const one of [...inner].reverse()) waiting.push(one);
    else if (inner !== undefined) damaged++;
    const name = cleanString(component.name);
    const version = cleanString(component.version);
    if (component.type === 'operating-system') {
      if (name) distribution ??= namedDistribution(name, version, systemDetails(component));
      if (!isPackagePurl(component.purl)) continue;
    }
    const isOther = typeof component.type === 'string' && NOT_A_PACKAGE.has(component.type);
    if (isOther && !isPackagePurl(component.purl)) {
      others++;
      continue;
    }
    const found =
      typeof component.purl === 'string' && packageOf(component.purl, component, version);
    if (found) {
      packages.push(found);
      const { 'bom-ref': reference } = component;
      if (typeof reference === 'string') {
        references.set(found, reference);
        purls.set(reference, found.purl);
      }
    } else if (!name) damaged++;
    else if (component.purl !== undefined || version || component.type === 'library')
      unidentified.push([name, version].filter(Boolean).join(' '));
    else others++;
  }
  const dependencies = dependenciesOf(document);
  const ofImage = described.type === 'container';
  const referencesOf = (one: Package) => dependencies.get(references.get(one));
  const complete = withDependencies(packages, referencesOf, purls);
  const subject = subjectOf(described);
  return { ...complete, distribution, ofImage, subject, unidentified, damaged, others };
}

function systemDetails({ supplier, cpe }: JsonObject) {
  return { supplier: cleanString(object(supplier).name), cpe: cleanString(cpe, 500) };
}

function subjectOf(described: JsonObject): SbomSubject {
  const platform = cleanString(propertiesOf(described).get('portside:platform'));
  const layers = objects(described.components).flatMap((entry) => layerSummary(entry) ?? []);
  return {
    name: cleanString(described.name, 1_000),
    version: cleanString(described.version),
    platform,
    ...(layers.length > 0 && { layers }),
  };
}

/** A layer as Portside writes it. */
function layerSummary(entry: JsonObject): LayerSummary | undefined {
  const properties = propertiesOf(entry);
  const number = (name: string) => Number(properties.get(`portside:layer:${name}`) ?? Number.NaN);
  const [index, size] = [number('index'), number('size')];
  const diffID = /^sha256:[0-9a-f]{64}$/.exec(cleanString(entry.name) ?? '')?.[0];
  if (!diffID || !isCount(index) || !isCount(size)) return undefined;
  const instruction = /^[A-Z]{1,20}$/.exec(properties.get('portside:layer:instruction') ?? '')?.[0];
  return { index, diffID, size, ...(instruction && { instruction }) };
}

/** With a package URL it is a package, whatever its type. An application without one and a version is Trivy's lock file. */
const NOT_A_PACKAGE = new Set([
  'file',
  'container',
  'device',
  'data',
  'machine-learning-model',
  'cryptographic-asset',
]);

function packageOf(
  purl: string,
  component: JsonObject,
  version: string | undefined,
): Package | undefined {
  const properties = propertiesOf(component);
  return packageFromPurl(purl, {
    name: cleanString(component.name),
    version,
    source: sourceOf(properties),
    module: firstOf(properties, [
      'portside:module',
      'syft:metadata:modularityLabel',
      'aquasecurity:trivy:Modularitylabel',
    ]),
    license: licenseOf(component.licenses),
    supplier: cleanString(object(component.supplier).name),
    cpe: cleanString(component.cpe, 500),
    facts: factsIn(component),
    paths: pathsOf(component, properties),
    layer: layerOf(properties),
    ownedBy: properties.get('portside:ownedBy') || undefined,
    claimed: properties.get('portside:claimed') === 'true',
  });
}

function factsIn(component: JsonObject): PackageFacts | undefined {
  const website = objects(component.externalReferences).find(({ type }) => type === 'website');
  return packageFactsOf({
    maintainer: component.publisher,
    homepage: website?.url,
    hashes: namedHashes(
      objects(component.hashes).map(({ alg, content }) => ({ algorithm: alg, value: content })),
    ),
  });
}

/** By reference: the references of the packages that a component depends on. */
function dependenciesOf(document: JsonObject): ReadonlyMap<unknown, readonly unknown[]> {
  return new Map(
    objects(document.dependencies).flatMap(({ ref, dependsOn }) =>
      typeof ref === 'string' ? [[ref, list(dependsOn)] as const] : [],
    ),
  );
}

function propertiesOf(component: JsonObject): Map<string, string> {
  const properties = new Map<string, string>();
  for (const { name, value } of objects(component.properties)) {
    if (typeof name === 'string' && typeof value === 'string') properties.set(name, value);
  }
  return properties;
}

function firstOf(
  properties: ReadonlyMap<string, string>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const value = cleanString(properties.get(name));
    if (value) return value;
  }
  return undefined;
}

function sourceOf(properties: ReadonlyMap<string, string>): Package['source'] {
  const [ownName, ownVersion] = (properties.get('portside:source') ?? '').split(' ');
  const name =
    cleanString(ownName) ??
    firstOf(properties, [
      'aquasecurity:trivy:SrcName',
      'syft:metadata:source',
      'syft:metadata:originPackage',
    ]);
  if (!name) return undefined;
  const release = firstOf(properties, ['aquasecurity:trivy:SrcRelease']);
  const epoch = firstOf(properties, ['aquasecurity:trivy:SrcEpoch']);
  const plain =
    cleanString(ownVersion) ??
    firstOf(properties, ['aquasecurity:trivy:SrcVersion', 'syft:metadata:sourceVersion']);
  const version = plain && `${epoch ? `${epoch}:` : ''}${plain}${release ? `-${release}` : ''}`;
  return { name, version: version || undefined };
}

function pathsOf(component: JsonObject, properties: ReadonlyMap<string, string>): string[] {
  const paths = [...properties]
    .filter(([name]) => /^syft:location:\d+:path$|^aquasecurity:trivy:FilePath$/.test(name))
    .map(([, path]) => path);
  const evidence = objects(object(component.evidence).occurrences);
  for (const { location } of evidence) if (typeof location === 'string') paths.push(location);
  return [...new Set(paths.map((path) => path.replace(/^\/+/, '')))];
}

function layerOf(properties: ReadonlyMap<string, string>): Package['layer'] {
  const index = Number(properties.get('portside:layer:index') ?? Number.NaN);
  const diffID = properties.get('portside:layer:diffID');
  return Number.isInteger(index) && index >= 0 && diffID ? { index, diffID } : undefined;
}

/** An entry is an expression, or a license with an ID or a name. All entries apply. */
function licenseOf(value: unknown): string | undefined {
  const nameOf = (one: unknown) => cleanString(one, MAX_LICENSE_LENGTH);
  const names = objects(value).map((entry) => {
    if (typeof entry.expression === 'string') return nameOf(entry.expression);
    return isObject(entry.license)
      ? (nameOf(entry.license.id) ?? nameOf(entry.license.name))
      : undefined;
  });
  return allLicenses(names.map((name) => name && normalizeLicense(name)));
}
