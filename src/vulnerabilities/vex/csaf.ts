import { isObject, type JsonObject, list, object, objects, text, texts } from '../../lib/json.js';
import {
  hashIdentifier,
  type InvalidStatement,
  joinReasons,
  type ReadStatements,
  UNREADABLE,
  type VexIdentifiers,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  withoutReason,
} from './statement.js';

const STATUSES: readonly (readonly [field: string, status: VexStatus])[] = [
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
];

const MAX_DEPTH = 64;
const MAX_PRODUCTS = 200_000;
/** Package URLs of a product that differ only in their qualifiers. */
const MAX_ADDRESSES = 64;
/** Per product. */
const MAX_JUSTIFICATIONS = 8;

/** The statements of a CSAF document. Source: OASIS CSAF 2.0, profile 5 (VEX). */
export function readCsafVex(document: JsonObject): ReadStatements {
  const tree = object(document.product_tree);
  const [products, groups] = [productsOf(tree), groupsOf(tree)];
  const timestamp = text(object(object(document.document).tracking).current_release_date) ?? '';
  const statements: VexStatement[] = [];
  const problems: InvalidStatement[] = [];
  for (const [index, vulnerability] of list(document.vulnerabilities).entries()) {
    if (!isObject(vulnerability)) continue;
    const ids = [
      text(vulnerability.cve),
      ...objects(vulnerability.ids).map((id) => text(id.text)),
    ].filter((id) => id !== undefined);
    if (ids.length === 0) continue;
    const reasons = reasonsOf(vulnerability, groups);
    const listed = object(vulnerability.product_status);
    for (const [field, status] of STATUSES)
      for (const [at, id] of list(listed[field]).entries()) {
        if (typeof id !== 'string') continue;
        const justification = joinReasons([...(reasons.of.get(id) ?? []), ...reasons.ofAll]);
        const product = products.get(id);
        if (status === 'not_affected' && justification === undefined)
          problems.push(
            withoutReason(ids, ['vulnerabilities', index, 'product_status', field, at]),
          );
        else if (product)
          statements.push({ ids, status, justification, products: [product], timestamp });
      }
  }
  return { statements, problems };
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
    // Without a name for the component, the product would be the whole container. A part of a part is not compared.
    const isWhole = component?.components.length === 0 && container?.components.length === 0;
    if (id !== undefined && isWhole && component.identifiers.length > 0)
      products.set(id, {
        identifiers: container.identifiers,
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

/** What a branch says about the products below it. */
function ofBranch({ category, name }: JsonObject): VexIdentifiers {
  const value = text(name) ?? '';
  switch (category) {
    case 'product_version':
      return [{ kind: 'version', value }];
    case 'product_version_range':
      return /^vers:[a-z.+-]+\/\*$/.test(value) ? [] : [{ kind: 'range', value }];
    case 'architecture':
      return [{ kind: 'architecture', value }];
    case 'patch_level':
    case 'service_pack':
      return [UNREADABLE];
    default:
      return [];
  }
}

/** The ids of the products of each group. */
function groupsOf(tree: JsonObject): ReadonlyMap<string, readonly string[]> {
  return new Map(
    objects(tree.product_groups).flatMap(({ group_id: id, product_ids: products }) =>
      typeof id === 'string' ? [[id, texts(products)] as const] : [],
    ),
  );
}

interface Reasons {
  /** The labels of flags and the impact statements, by product. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** An impact statement that names no product is one about the vulnerability. */
  readonly ofAll: readonly string[];
}

function reasonsOf(
  vulnerability: JsonObject,
  groups: ReadonlyMap<string, readonly string[]>,
): Reasons {
  const of = new Map<string, string[]>();
  const ofAll: string[] = [];
  const add = (about: JsonObject, reason: string | undefined) => {
    if (!reason) return;
    const inGroups = texts(about.group_ids).flatMap((group) => groups.get(group) ?? []);
    for (const product of new Set([...texts(about.product_ids), ...inGroups])) {
      const known = of.get(product) ?? [];
      if (known.length < MAX_JUSTIFICATIONS) known.push(reason);
      of.set(product, known);
    }
  };
  for (const flag of objects(vulnerability.flags)) add(flag, text(flag.label));
  for (const threat of objects(vulnerability.threats)) {
    if (threat.category !== 'impact') continue;
    const details = text(threat.details);
    const isAboutAll = threat.product_ids === undefined && threat.group_ids === undefined;
    if (!isAboutAll) add(threat, details);
    else if (details !== undefined && ofAll.length < MAX_JUSTIFICATIONS) ofAll.push(details);
  }
  return { of, ofAll };
}
