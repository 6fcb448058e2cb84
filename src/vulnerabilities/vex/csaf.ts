import { isObject, type JsonObject, objects, text, texts } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import type { VexProduct, VexStatement, VexStatus } from './statement.js';

const STATUSES: readonly (readonly [field: string, status: VexStatus])[] = [
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
];

const DEEPEST_TREE = 64;
const MOST_PRODUCTS = 200_000;
/** Of one product. */
const MOST_REASONS = 8;

/** The statements of a CSAF document. Source: OASIS CSAF 2.0, profile 5 (VEX). */
export function readCsafVex(document: JsonObject): readonly VexStatement[] {
  const products = productsOf(isObject(document.product_tree) ? document.product_tree : {});
  const tracking =
    isObject(document.document) && isObject(document.document.tracking)
      ? document.document.tracking
      : {};
  const timestamp = text(tracking.current_release_date) ?? '';
  return objects(document.vulnerabilities).flatMap((vulnerability) => {
    const ids = [
      text(vulnerability.cve),
      ...objects(vulnerability.ids).map((id) => text(id.text)),
    ].filter((id) => id !== undefined);
    const status = isObject(vulnerability.product_status) ? vulnerability.product_status : {};
    if (ids.length === 0) return [];
    const reasons = justifications(vulnerability);
    return STATUSES.flatMap(([field, meaning]) =>
      texts(status[field]).map((id) => ({
        ids,
        status: meaning,
        justification: reasons.get(id),
        products: [products.get(id)].filter((product) => product !== undefined),
        timestamp,
      })),
    );
  });
}

/** Package URLs of products by the document's ids; of a combination, the whole and its component. */
function productsOf(tree: JsonObject): ReadonlyMap<string, VexProduct> {
  const products = new Map<string, VexProduct>();
  const add = (product: JsonObject) => {
    const id = text(product.product_id);
    if (id === undefined || products.size >= MOST_PRODUCTS) return;
    const helper = isObject(product.product_identification_helper)
      ? product.product_identification_helper
      : {};
    const identifiers = [text(helper.purl), ...texts(helper.purls), text(product.name)];
    products.set(id, {
      identifiers: identifiers.filter((identifier) => identifier !== undefined),
      components: [],
    });
  };
  objects(tree.full_product_names).forEach(add);
  const branches = objects(tree.branches).map((branch) => ({ branch, depth: 0 }));
  for (let next = branches.pop(); next; next = branches.pop()) {
    if (isObject(next.branch.product)) add(next.branch.product);
    if (next.depth >= DEEPEST_TREE) continue;
    for (const branch of objects(next.branch.branches))
      branches.push({ branch, depth: next.depth + 1 });
  }
  for (const relation of objects(tree.relationships)) {
    const component = products.get(text(relation.product_reference) ?? '');
    const whole = products.get(text(relation.relates_to_product_reference) ?? '');
    const id = isObject(relation.full_product_name)
      ? text(relation.full_product_name.product_id)
      : undefined;
    if (id !== undefined && component)
      products.set(id, {
        identifiers: whole?.identifiers ?? component.identifiers,
        components: component.identifiers,
      });
  }
  return products;
}

/** The flags' labels and the impact statements by product. */
function justifications(vulnerability: JsonObject): ReadonlyMap<string, string> {
  const said = new Map<string, string[]>();
  const add = (product: string, why: string | undefined) => {
    const known = said.get(product);
    if (!why || (known && known.length >= MOST_REASONS)) return;
    if (known) known.push(why);
    else said.set(product, [why]);
  };
  for (const flag of objects(vulnerability.flags))
    for (const product of texts(flag.product_ids)) add(product, text(flag.label));
  for (const threat of objects(vulnerability.threats))
    if (threat.category === 'impact')
      for (const product of texts(threat.product_ids)) add(product, text(threat.details));
  return new Map([...said].map(([product, why]) => [product, plainText(why.join(': '), 500)]));
}
