import type { Distribution, Package } from '../../core/package.js';
import { cleanString, isObject } from '../clean-string.js';
import { namedDistribution } from './distribution.js';
import { type Json, type Listed, objects } from './listed.js';
import { packageOf } from './purl-package.js';

/** True for a document that says it is CycloneDX. */
export function isCycloneDx(document: Json): boolean {
  return document.bomFormat === 'CycloneDX';
}

/**
 * The components of a CycloneDX document, nested ones too. Source: CycloneDX 1.2 to 1.7, JSON; properties as syft,
 * trivy and Portside name them.
 */
export function readCycloneDx(document: Json): Listed {
  const packages: Package[] = [];
  const unidentified: string[] = [];
  let distribution: Distribution | undefined;
  const waiting = [...objects(document.components)].reverse();
  for (let component = waiting.pop(); component; component = waiting.pop()) {
    for (const inner of objects(component.components).reverse()) waiting.push(inner);
    const name = cleanString(component.name);
    const version = cleanString(component.version);
    if (component.type === 'operating-system') {
      if (name) distribution ??= namedDistribution(name, version);
      continue;
    }
    if (NO_PACKAGES.has(String(component.type))) continue;
    const found = typeof component.purl === 'string' && read(component.purl, component, version);
    if (found) packages.push(found);
    else if (name && version) unidentified.push(`${name} ${version}`);
  }
  return { packages, ...(distribution && { distribution }), unidentified };
}

const NO_PACKAGES = new Set(['file', 'container', 'device', 'data', 'cryptographic-asset']);

function read(purl: string, component: Json, version: string | undefined): Package | undefined {
  const properties = propertiesOf(component);
  const license = licenseOf(component.licenses);
  const source = sourceOf(properties);
  const module = first(properties, [
    'portside:module',
    'syft:metadata:modularityLabel',
    'aquasecurity:trivy:Modularitylabel',
  ]);
  const layer = layerOf(properties);
  const ownedBy = properties.get('portside:ownedBy');
  return packageOf(purl, {
    ...(version && { version }),
    ...(source && { source }),
    ...(module && { module }),
    ...(license && { license }),
    paths: pathsOf(component, properties),
    ...(layer && { layer }),
    ...(ownedBy && { ownedBy }),
  });
}

function propertiesOf(component: Json): Map<string, string> {
  const properties = new Map<string, string>();
  for (const { name, value } of objects(component.properties)) {
    if (typeof name === 'string' && typeof value === 'string') properties.set(name, value);
  }
  return properties;
}

function first(
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
  const [ours, oursVersion] = (properties.get('portside:source') ?? '').split(' ');
  const name =
    cleanString(ours) ??
    first(properties, [
      'aquasecurity:trivy:SrcName',
      'syft:metadata:source',
      'syft:metadata:originPackage',
    ]);
  if (!name) return undefined;
  const release = first(properties, ['aquasecurity:trivy:SrcRelease']);
  const epoch = first(properties, ['aquasecurity:trivy:SrcEpoch']);
  const plain =
    cleanString(oursVersion) ??
    first(properties, ['aquasecurity:trivy:SrcVersion', 'syft:metadata:sourceVersion']);
  const version = plain && `${epoch ? `${epoch}:` : ''}${plain}${release ? `-${release}` : ''}`;
  return { name, ...(version && { version }) };
}

function pathsOf(component: Json, properties: ReadonlyMap<string, string>): string[] {
  const paths = [...properties]
    .filter(([name]) => /^syft:location:\d+:path$|^aquasecurity:trivy:FilePath$/.test(name))
    .map(([, path]) => path);
  const evidence = isObject(component.evidence) ? objects(component.evidence.occurrences) : [];
  for (const { location } of evidence) if (typeof location === 'string') paths.push(location);
  return [...new Set(paths.map((path) => path.replace(/^\/+/, '')))];
}

function layerOf(properties: ReadonlyMap<string, string>): Package['layer'] {
  const index = Number(properties.get('portside:layer:index') ?? Number.NaN);
  const diffID = properties.get('portside:layer:diffID');
  return Number.isInteger(index) && index >= 0 && diffID ? { index, diffID } : undefined;
}

/** Each entry is an expression, or a license by identifier or name. */
function licenseOf(value: unknown): string | undefined {
  const names = objects(value)
    .map((entry) => {
      if (typeof entry.expression === 'string') return cleanString(entry.expression);
      return isObject(entry.license)
        ? (cleanString(entry.license.id) ?? cleanString(entry.license.name))
        : undefined;
    })
    .filter((name) => name !== undefined);
  return names.length > 0 ? names.join(' AND ') : undefined;
}
