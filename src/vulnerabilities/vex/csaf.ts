import { isObject, type JsonObject, object, objects, text, texts } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import {
  hashIdentifier,
  UNREADABLE,
  type VexIdentifiers,
  type VexProduct,
  type VexStatement,
  type VexStatus,
} from './statement.js';

const STATUSES: readonly (readonly [field: string, status: VexStatus])[] = [
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
];

const MAX_DEPTH = 64;
const MAX_PRODUCTS = 200_000;
/** Package URLs of a product that differ only in their qualifiers. */
const MAX_ADDRESSES = 64;
/** Per product. */
const MAX_JUSTIFICATIONS = 8;

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
    const justifications = justificationsOf(vulnerability);
    return STATUSES.flatMap(([field, vexStatus]) =>
      texts(status[field]).map((id) => ({
        ids,
        status: vexStatus,
        justification: justifications.get(id),
        products: [products.get(id)].filter((product) => product !== undefined),
        timestamp,
      })),
    );
  });
}

/** Products by their ids in the document. A relationship makes a product of another one and its component. */
function productsOf(tree: JsonObject): ReadonlyMap<string, VexProduct> {
  const products = new Map<string, VexProduct>();
  const add = (product: JsonObject, ofBranches: VexIdentifiers) => {
    const id = text(product.product_id);
    if (id === undefined || products.size >= MAX_PRODUCTS) return;
    const own = identifiersOf(product);
    // What the branches say narrows a product down, and names none.
    const identifiers = own.length === 0 ? [] : [...own, ...ofBranches];
    products.set(id, { identifiers, components: [] });
  };
  for (const product of objects(tree.full_product_names)) add(product, []);
  const none: VexIdentifiers = [];
  const pending = objects(tree.branches).map((branch) => ({ branch, depth: 0, above: none }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { branch, depth } = next;
    const above = [...next.above, ...ofBranch(branch)];
    if (isObject(branch.product)) add(branch.product, above);
    if (depth >= MAX_DEPTH) continue;
    for (const inner of objects(branch.branches))
      pending.push({ branch: inner, depth: depth + 1, above });
  }
  for (const relation of objects(tree.relationships)) {
    const component = products.get(text(relation.product_reference) ?? '');
    const container = products.get(text(relation.relates_to_product_reference) ?? '');
    const id = isObject(relation.full_product_name)
      ? text(relation.full_product_name.product_id)
      : undefined;
    // Without a name for the component, the product would be the whole container.
    if (id !== undefined && component && component.identifiers.length > 0)
      products.set(id, {
        identifiers: container?.identifiers ?? component.identifiers,
        components: [component.identifiers],
      });
  }
  return products;
}

/** The name, package URLs, CPE and hashes of a product. */
function identifiersOf(product: JsonObject): VexIdentifiers {
  const helper = object(product.product_identification_helper);
  const purls = [text(helper.purl), ...texts(helper.purls)].filter((purl) => purl !== undefined);
  const name = text(product.name);
  const cpe = text(helper.cpe);
  const hashes = objects(helper.hashes).flatMap(({ file_hashes: hash }) => objects(hash));
  return [
    // The name of a product has no version, which its package URL may have.
    ...(name === undefined
      ? []
      : [{ kind: purls.length > 0 ? 'label' : 'name', value: name } as const]),
    ...purlIdentifiers(purls),
    ...(cpe === undefined ? [] : [{ kind: 'cpe', value: cpe } as const]),
    ...hashes.map(({ algorithm, value }) => hashIdentifier(algorithm, value)),
  ];
}

/** Package URLs that differ only in their qualifiers are other addresses of one product. Source: CSAF 2.1, 3.1.3.3.4. */
function purlIdentifiers(purls: readonly string[]): VexIdentifiers {
  const groups = new Map<string, string[]>();
  for (const purl of purls) {
    const bare = purl.replace(/\?[^#]*/, '');
    groups.set(bare, [...(groups.get(bare) ?? []), purl].slice(0, MAX_ADDRESSES));
  }
  return [...groups.values()].map(([value = '', ...others]) => ({ kind: 'purl', value, others }));
}

/** What a branch says about the products below it. Ranges are not read. */
function ofBranch({ category, name }: JsonObject): VexIdentifiers {
  const value = text(name) ?? '';
  switch (category) {
    case 'product_version':
      return [{ kind: 'version', value }];
    case 'product_version_range':
      return /^vers:[a-z.+-]+\/\*$/.test(value) ? [] : [UNREADABLE];
    case 'architecture':
      return [{ kind: 'architecture', value }];
    case 'patch_level':
    case 'service_pack':
      return [UNREADABLE];
    default:
      return [];
  }
}

/** The labels of flags and the impact statements, by product. */
function justificationsOf(vulnerability: JsonObject): ReadonlyMap<string, string> {
  const parts = new Map<string, string[]>();
  const add = (product: string, part: string | undefined) => {
    const known = parts.get(product);
    if (!part || (known && known.length >= MAX_JUSTIFICATIONS)) return;
    if (known) known.push(part);
    else parts.set(product, [part]);
  };
  for (const flag of objects(vulnerability.flags))
    for (const product of texts(flag.product_ids)) add(product, text(flag.label));
  for (const threat of objects(vulnerability.threats))
    if (threat.category === 'impact')
      for (const product of texts(threat.product_ids)) add(product, text(threat.details));
  return new Map([...parts].map(([product, list]) => [product, plainText(list.join(': '), 500)]));
}
