import { isObject, type JsonObject, list, objects, text, texts } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import type { VexProduct, VexStatement, VexStatus } from './statement.js';

const STATUSES: ReadonlySet<string> = new Set([
  'not_affected',
  'fixed',
  'affected',
  'under_investigation',
]);

/** The statements of an OpenVEX document. Source: github.com/openvex/spec, OPENVEX-SPEC.md 0.2.0. */
export function readOpenVex(document: JsonObject): readonly VexStatement[] {
  return objects(document.statements).flatMap((statement) => {
    const status = text(statement.status);
    const ids = vulnerabilityIds(statement.vulnerability);
    if (!isStatus(status) || ids.length === 0) return [];
    return [
      {
        ids,
        status,
        justification: justification(statement),
        products: list(statement.products).flatMap((product) =>
          readProduct(product, list(statement.subcomponents)),
        ),
        timestamp: text(statement.timestamp) ?? text(document.timestamp) ?? '',
      },
    ];
  });
}

function isStatus(status: string | undefined): status is VexStatus {
  return status !== undefined && STATUSES.has(status);
}

/** In version 0.0.x the vulnerability is a string, in later versions an object. */
function vulnerabilityIds(vulnerability: unknown): readonly string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  if (!isObject(vulnerability)) return [];
  const name = text(vulnerability.name);
  return [...(name ? [name] : []), ...texts(vulnerability.aliases)];
}

function justification(statement: JsonObject): string | undefined {
  const parts = [text(statement.justification), text(statement.impact_statement)].filter(Boolean);
  return parts.length === 0 ? undefined : plainText(parts.join(': '), 500);
}

/** In version 0.0.x the components are those of the statement. A product whose components cannot be read is left out. */
function readProduct(product: unknown, ofStatement: readonly unknown[]): VexProduct[] {
  const own = isObject(product) ? list(product.subcomponents) : [];
  const listed = own.length > 0 ? own : ofStatement;
  const components = listed.flatMap(identifiers);
  if (listed.length > 0 && components.length === 0) return [];
  return [{ identifiers: identifiers(product), components }];
}

function identifiers(component: unknown): readonly string[] {
  if (typeof component === 'string') return [component];
  if (!isObject(component)) return [];
  const named = isObject(component.identifiers) ? Object.values(component.identifiers) : [];
  const hashes = isObject(component.hashes)
    ? Object.entries(component.hashes).map(([algorithm, hash]) =>
        typeof hash === 'string' ? `${algorithm.replace('sha-', 'sha')}:${hash}` : undefined,
      )
    : [];
  return [component['@id'], ...named, ...hashes].filter((id) => typeof id === 'string');
}
