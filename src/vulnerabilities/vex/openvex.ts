import { isObject, type JsonObject, list, text, texts } from '../../lib/json.js';
import {
  hashIdentifier,
  type InvalidStatement,
  joinReasons,
  type ReadStatements,
  UNREADABLE,
  unknownStatus,
  type VexIdentifier,
  type VexIdentifiers,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  withoutReason,
} from './statement.js';

const STATUSES: ReadonlySet<string> = new Set([
  'not_affected',
  'fixed',
  'affected',
  'under_investigation',
]);

/** The statements of an OpenVEX document. Source: github.com/openvex/spec, OPENVEX-SPEC.md 0.2.0. */
export function readOpenVex(document: JsonObject): ReadStatements {
  const statements: VexStatement[] = [];
  const problems: InvalidStatement[] = [];
  for (const [index, statement] of list(document.statements).entries()) {
    if (!isObject(statement)) continue;
    const path = ['statements', index];
    const status = text(statement.status);
    const ids = vulnerabilityIds(statement.vulnerability);
    if (ids.length === 0) continue;
    const justification = joinReasons([
      text(statement.justification),
      text(statement.impact_statement),
    ]);
    if (!isStatus(status)) problems.push(unknownStatus(status ?? '', path));
    else if (status === 'not_affected' && justification === undefined)
      problems.push(withoutReason(ids, path));
    else
      statements.push({
        ids,
        status,
        justification,
        products: list(statement.products).flatMap((product) =>
          readProduct(product, list(statement.subcomponents)),
        ),
        timestamp: text(statement.timestamp) ?? text(document.timestamp) ?? '',
      });
  }
  return { statements, problems };
}

function isStatus(status: string | undefined): status is VexStatus {
  return status !== undefined && STATUSES.has(status);
}

/** In version 0.0.x the vulnerability is a string, in later versions an object. */
function vulnerabilityIds(vulnerability: unknown): readonly string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  if (!isObject(vulnerability)) return [];
  const [name, id] = [text(vulnerability.name), text(vulnerability['@id'])];
  return [...(name ? [name] : []), ...(id ? [id] : []), ...texts(vulnerability.aliases)];
}

/** In version 0.0.x the components are those of the statement. A component that cannot be read is none. */
function readProduct(product: unknown, ofStatement: readonly unknown[]): VexProduct[] {
  const own = isObject(product) ? list(product.subcomponents) : [];
  const listed = own.length > 0 ? own : ofStatement;
  return [{ identifiers: identifiers(product), components: listed.map(identifiers) }];
}

function identifiers(component: unknown): VexIdentifiers {
  if (typeof component === 'string') return [{ kind: 'name', value: component }];
  if (!isObject(component)) return [];
  return [
    ...members({ '@id': component['@id'] }, (_, id) => identifier('name', id)),
    ...members(component.identifiers, (kind, value) =>
      identifier(kind === 'purl' ? 'purl' : kind.startsWith('cpe') ? 'cpe' : 'name', value),
    ),
    ...members(component.hashes, hashIdentifier),
  ];
}

function identifier(kind: VexIdentifier['kind'], value: unknown): VexIdentifier {
  return typeof value === 'string' ? { kind, value } : UNREADABLE;
}

/** The identifiers that an object has. One that cannot be read may be the one that names another product. */
function members(
  value: unknown,
  read: (key: string, value: unknown) => VexIdentifier,
): VexIdentifiers {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) return [UNREADABLE];
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined || member === null ? [] : [read(key, member)],
  );
}
