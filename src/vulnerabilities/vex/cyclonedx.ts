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
        products: objects(vulnerability.affects).flatMap((affects) => product(affects, purls)),
        timestamp: text(analysis.lastUpdated) ?? text(metadata.timestamp) ?? '',
      },
    ];
  });
}

function justification(analysis: JsonObject): string | undefined {
  const parts = [text(analysis.justification), text(analysis.detail)].filter(Boolean);
  return parts.length === 0 ? undefined : plainText(parts.join(': '), 500);
}

/** A reference is the `bom-ref` of a component, a package URL, or a BOM-Link that ends with one of these. */
function product(affects: JsonObject, purls: ReadonlyMap<string, string>): VexProduct[] {
  const reference = text(affects.ref);
  if (reference === undefined) return [];
  const local = reference.startsWith('urn:cdx:')
    ? decodePercent(reference.slice(reference.indexOf('#') + 1))
    : reference;
  return [{ identifiers: [purls.get(local) ?? local], components: [] }];
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
