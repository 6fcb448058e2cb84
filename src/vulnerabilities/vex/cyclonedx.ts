import { parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, objects, text } from '../../lib/json.js';
import { decodePercent, plainText } from '../../lib/text.js';
import type { VexProduct, VexStatement, VexStatus } from './statement.js';

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
  const purls = purlsByReference(document);
  const serial = text(document.serialNumber)?.replace(/^urn:uuid:/, '');
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
          product(affects, { status, serial, purls }),
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
 * another document says nothing about the components of this one.
 */
function product(affects: JsonObject, { status, serial, purls }: Affecting): VexProduct[] {
  const reference = text(affects.ref);
  if (reference === undefined) return [];
  const [, link, fragment = ''] = /^urn:cdx:([^/#]*)[^#]*#(.*)$/s.exec(reference) ?? [];
  const local = link === undefined ? reference : decodePercent(fragment);
  const isHere = link === undefined || link === serial;
  const identifier = (isHere ? purls.get(local) : undefined) ?? local;
  const versions = objects(affects.versions);
  // What revokes another statement does so for all versions.
  if (versions.length === 0 || !SUPPRESSING.has(status))
    return [{ identifiers: [identifier], components: [] }];
  return [{ identifiers: versions.flatMap((one) => ofVersion(identifier, one)), components: [] }];
}

/** What the affected products of one vulnerability are read with. */
interface Affecting {
  readonly status: VexStatus;
  /** The UUID of the document. */
  readonly serial: string | undefined;
  readonly purls: ReadonlyMap<string, string>;
}

const SUPPRESSING: ReadonlySet<VexStatus> = new Set(['not_affected', 'fixed']);

/** The package URL with one of the versions that are not affected. Ranges are not read: they name nothing. */
function ofVersion(identifier: string, { version, status }: JsonObject): string[] {
  const wanted = text(version);
  if (wanted === undefined || (status !== undefined && status !== 'unaffected')) return [];
  const purl = parsePackageUrl(identifier);
  if (!purl) return [];
  if (purl.version !== undefined) return purl.version === wanted ? [identifier] : [];
  const at = identifier.search(/[?#]|$/);
  return [`${identifier.slice(0, at)}@${encodeURIComponent(wanted)}${identifier.slice(at)}`];
}

function purlsByReference(document: JsonObject): ReadonlyMap<string, string> {
  const purls = new Map<string, string>();
  const metadata = isObject(document.metadata) ? document.metadata : {};
  const pending = [...objects(document.components), ...objects([metadata.component])];
  for (let next = pending.pop(); next && purls.size < MAX_COMPONENTS; next = pending.pop()) {
    const [reference, purl] = [text(next['bom-ref']), text(next.purl)];
    if (reference && purl) purls.set(reference, purl);
    for (const component of objects(next.components)) pending.push(component);
  }
  return purls;
}
