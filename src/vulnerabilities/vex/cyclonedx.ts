import { parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, nonEmptyText, objects, text } from '../../lib/json.js';
import { decodePercent, plainText } from '../../lib/text.js';
import {
  hashIdentifier,
  SUPPRESSING,
  type VexIdentifier,
  type VexIdentifiers,
  type VexProduct,
  type VexStatement,
  type VexStatus,
} from './statement.js';

const STATES: ReadonlyMap<string, VexStatus> = new Map([
  ['not_affected', 'not_affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
]);

const MAX_COMPONENTS = 200_000;

/** The statements of a CycloneDX document's vulnerabilities. Source: CycloneDX 1.6, "vulnerabilities[].analysis". */
export function readCycloneDxVex(document: JsonObject): readonly VexStatement[] {
  const components = identifiersByReference(document);
  const links = linksTo(document);
  const metadata = isObject(document.metadata) ? document.metadata : {};
  return objects(document.vulnerabilities).flatMap((vulnerability) => {
    const analysis = isObject(vulnerability.analysis) ? vulnerability.analysis : {};
    const status = STATES.get(text(analysis.state) ?? '');
    const ids = [
      text(vulnerability.id),
      ...objects(vulnerability.references).map((reference) => text(reference.id)),
    ].filter((id) => id !== undefined);
    if (!status || ids.length === 0) return [];
    return [
      {
        ids,
        status,
        justification: justification(analysis),
        products: objects(vulnerability.affects).flatMap((affects) =>
          product(affects, { status, links, components }),
        ),
        timestamp: text(analysis.lastUpdated) ?? text(metadata.timestamp) ?? '',
      },
    ];
  });
}

function justification(analysis: JsonObject): string | undefined {
  const parts = [text(analysis.justification), text(analysis.detail)].filter(Boolean);
  return parts.length === 0 ? undefined : plainText(parts.join(': '), 500);
}

/**
 * A reference is the `bom-ref` of a component, a package URL, or a BOM-Link that ends with one of these. A `bom-ref` of
 * another document says nothing about the components of this one, nor about an image of that name.
 */
function product(affects: JsonObject, context: Affecting): VexProduct[] {
  const reference = text(affects.ref);
  if (reference === undefined) return [];
  const [, link, fragment = ''] = /^urn:cdx:([^#]*)#(.*)$/s.exec(reference) ?? [];
  const local = link === undefined ? reference : decodePercent(fragment);
  const isHere = link === undefined || context.links.has(link.toLowerCase());
  const isSuppressing = SUPPRESSING.has(context.status);
  if (!isHere && isSuppressing && !parsePackageUrl(local)) return [];
  const component = isHere ? context.components.get(local) : undefined;
  const named = component?.some(({ kind }) => kind === 'purl') ?? false;
  const identifiers: VexIdentifiers = [
    ...(named ? [] : [{ kind: 'name', value: local } as const]),
    ...(component ?? []),
  ];
  const versions = objects(affects.versions);
  // What revokes another statement does so for all versions.
  if (versions.length === 0 || !isSuppressing) return [{ identifiers, components: [] }];
  return versions.flatMap(unaffectedVersion).map((version) => ({
    identifiers: [...identifiers, version],
    components: [],
  }));
}

/** What the affected products of one vulnerability are read with. */
interface Affecting {
  readonly status: VexStatus;
  /** The BOM-Links of the document, without `urn:cdx:`. */
  readonly links: ReadonlySet<string>;
  readonly components: ReadonlyMap<string, VexIdentifiers>;
}

/** A BOM-Link has the serial number of a document and its version, which is 1 if the document has none. */
function linksTo({ serialNumber, version = 1 }: JsonObject): ReadonlySet<string> {
  const serial = text(serialNumber)
    ?.toLowerCase()
    .replace(/^urn:uuid:/, '');
  return new Set(serial ? [serial, `${serial}/${version}`] : []);
}

/** One of the versions that are not affected. Ranges are not read: they name nothing. */
function unaffectedVersion({ version, status }: JsonObject): VexIdentifier[] {
  const value = text(version);
  const isUnaffected = status === undefined || status === 'unaffected';
  return value === undefined || !isUnaffected ? [] : [{ kind: 'version', value }];
}

/** What identifies each component, by its `bom-ref`. Components of the same `bom-ref` cannot be told apart. */
function identifiersByReference(document: JsonObject): ReadonlyMap<string, VexIdentifiers> {
  const components = new Map<string, VexIdentifier[]>();
  const metadata = isObject(document.metadata) ? document.metadata : {};
  const pending = [...objects(document.components), ...objects([metadata.component])];
  for (let next = pending.pop(); next && components.size < MAX_COMPONENTS; next = pending.pop()) {
    const reference = text(next['bom-ref']);
    if (reference) {
      const known = components.get(reference) ?? [];
      components.set(reference, known);
      known.push(...identifiersOf(next, reference));
    }
    for (const component of objects(next.components)) pending.push(component);
  }
  return components;
}

/**
 * The package URL, version, CPE and hashes of a component. Hashes of a package with a version say nothing more: those of
 * the installed package are not known. In a `bom-ref` tools add qualifiers of their own to a package URL.
 */
function identifiersOf(component: JsonObject, reference: string): VexIdentifier[] {
  const purl = nonEmptyText(component.purl);
  const version = nonEmptyText(component.version);
  const cpe = nonEmptyText(component.cpe);
  const parsed = parsePackageUrl(purl ?? reference);
  const isImage = !parsed || parsed.type === 'oci' || parsed.type === 'docker';
  const ofReference = purl === undefined ? undefined : parsePackageUrl(reference)?.version;
  const hashes =
    isImage || (parsed.version ?? version) === undefined ? objects(component.hashes) : [];
  return [
    ...(purl ? [{ kind: 'purl', value: purl } as const] : []),
    ...(version ? [{ kind: 'version', value: version } as const] : []),
    ...(ofReference ? [{ kind: 'version', value: ofReference } as const] : []),
    ...(cpe ? [{ kind: 'cpe', value: cpe } as const] : []),
    ...hashes.map(({ alg, content }) => hashIdentifier(alg, content)),
  ];
}
