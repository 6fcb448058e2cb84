import { parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, object, objects, text, texts } from '../../lib/json.js';
import {
  affectedRow,
  type FeedContent,
  InvalidFeed,
  type OsvAffected,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { readJson } from './read-text.js';

const ARCHIVE = 'https://security.access.redhat.com/data/csaf/v2/vex/archive_latest.txt';

/**
 * Red Hat's VEX documents, one a CVE: what is fixed, and what OSV leaves out: unfixed packages, with the reason, and the
 * impact on Red Hat's packages.
 */
export const redhatVex: VendorFeed = {
  id: 'redhat-vex',
  name: 'Red Hat CSAF VEX',
  ecosystem: 'Red Hat',
  size: 'large',
  documentation: 'https://security.access.redhat.com/data/csaf/v2/vex/',
  files: () => [
    {
      name: 'csaf_vex.tar.zst',
      addresses: [ARCHIVE],
      kind: 'archive-name',
      release: undefined,
    },
  ],
  read,
};

/** Twice the largest document. */
const MAX_DOCUMENT_BYTES = 64 << 20;

async function* read({ chunks }: FeedContent): AsyncGenerator<OsvRecord> {
  const record = redhatVexRecord(await readJson(chunks, MAX_DOCUMENT_BYTES));
  if (record) yield record;
}

/** A row of a record in OSV's form, without what all rows of a feed share. */
interface Row {
  readonly name: string;
  readonly product: string;
  /** Empty for a package of no module, undefined when that is not known. */
  readonly module: string | undefined;
  /** Undefined when nothing is fixed. */
  readonly fixed: string | undefined;
  /** Of the vendor, when nothing is fixed. */
  readonly state: string | undefined;
  readonly impact: string | undefined;
  /** When the fix was published, as the document writes it. */
  readonly fixPublished: string | undefined;
  /** Whether the name is that of a source package. */
  readonly isSource: boolean;
}

/** The largest document of 2026 has 40,000 products. */
const MAX_PRODUCTS = 500_000;
const MAX_DEPTH = 32;

/**
 * A document of Red Hat's CSAF VEX files as a record in OSV's form, `REDHAT-CVE-2024-1`; undefined for a document about
 * other products than rpm packages of Red Hat Enterprise Linux. Fixed and unfixed packages become rows; packages that are
 * not affected need none. Throws InvalidFeed for anything but a VEX document about one CVE.
 * Source: redhatproductsecurity.github.io/security-data-guidelines/csaf-vex, OASIS CSAF 2.0, profile 5.
 */
function redhatVexRecord(json: unknown): OsvRecord | undefined {
  const document = object(object(json).document);
  // A document that was deleted has nothing but its id and this status.
  if (isDeleted(document)) return undefined;
  if (document.category !== 'csaf_vex') throw new InvalidFeed('it is not a CSAF VEX document');
  if (text(document.csaf_version)?.startsWith('2.') !== true)
    throw new InvalidFeed(`its CSAF version is ${JSON.stringify(document.csaf_version)}, not 2.x`);
  const [vulnerability, ...more] = objects(object(json).vulnerabilities);
  const cve = text(vulnerability?.cve);
  if (!vulnerability || more.length > 0 || cve === undefined || !/^CVE-[0-9]{4}-[0-9]+$/.test(cve))
    throw new InvalidFeed('it is not about one CVE');
  if (!isObject(vulnerability.product_status)) throw new InvalidFeed('it names no product status');
  const tracking = object(document.tracking);
  const products = productsOf(object(object(json).product_tree));
  const rows = withoutSources(supersede(rowsOf(vulnerability, products)));
  if (rows.length === 0) return undefined;
  const modified = text(tracking.current_release_date);
  return {
    id: `REDHAT-${cve}`,
    modified,
    published: text(vulnerability.release_date) ?? text(tracking.initial_release_date),
    upstream: [cve],
    summary: text(vulnerability.title) ?? text(document.title),
    severity: vectorsOf(vulnerability),
    database_specific: { severity: text(object(document.aggregate_severity).text) },
    affected: rows.map(osvRow),
    references: [{ type: 'ADVISORY', url: `https://access.redhat.com/security/cve/${cve}` }],
  };
}

function isDeleted(document: JsonObject): boolean {
  const { id, status } = object(document.tracking);
  return status === 'deleted' && /^CVE-[0-9]{4}-[0-9]+$/.test(text(id) ?? '');
}

function osvRow(row: Row): OsvAffected {
  const { name, product, module, fixed, state, impact, isSource } = row;
  const fixPublished = row.fixPublished?.slice(0, 10);
  return {
    ...affectedRow(`Red Hat:${product}`, name, fixed === undefined ? [] : [fixed]),
    ecosystem_specific: {
      urgency: impact,
      vendor: { state, module, fixPublished, ...(isSource && { names: 'source' }) },
    },
  };
}

/** A package of a product. */
interface Component {
  readonly name: string;
  /** With its epoch; empty when the document names all versions. */
  readonly version: string;
  readonly module: string | undefined;
  readonly isSource: boolean;
  /** CPE without `cpe:/o:redhat:`, as OSV writes it after the ecosystem: `enterprise_linux:9::baseos`. */
  readonly product: string;
}

/**
 * The packages by their product ids. A relationship makes them of a product, which has a CPE, and a component, which has
 * a package URL. In older documents both may be relationships: a package of a module of a product. Left out are containers
 * and everything outside Red Hat Enterprise Linux.
 */
function productsOf(tree: JsonObject): ReadonlyMap<string, Component> {
  const helpers = helpersOf(tree);
  const relations = relationsOf(tree);
  const components = new Map<string, Component>();
  for (const [id, relation] of relations) {
    const parts = follow(relation, relations, 'part');
    const wholes = follow(relation, relations, 'whole');
    const part = parts.at(-1) ?? '';
    const product = productOfCpe(text(helpers.get(wholes.at(-1) ?? '')?.cpe));
    const found = product ? packageOf(part, helpers.get(part)) : undefined;
    if (!found || !product) continue;
    if (components.size >= MAX_PRODUCTS)
      throw new InvalidFeed(`it names more than ${MAX_PRODUCTS} products`);
    const between = wholes.slice(0, -1).map((one) => relations.get(one)?.part ?? '');
    components.set(id, { ...found, ...moduleOf(found, between), product });
  }
  return components;
}

/** A part of a whole; both are product ids, which may be those of other relations. */
interface Relation {
  readonly part: string;
  readonly whole: string;
}

function relationsOf(tree: JsonObject): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const relation of objects(tree.relationships)) {
    const id = text(object(relation.full_product_name).product_id);
    const part = text(relation.product_reference);
    const whole = text(relation.relates_to_product_reference);
    if (id === undefined || part === undefined || whole === undefined) continue;
    if (relations.size >= MAX_PRODUCTS)
      throw new InvalidFeed(`it names more than ${MAX_PRODUCTS} products`);
    relations.set(id, { part, whole });
  }
  return relations;
}

/** More than any document has; relations may also form a circle. */
const MAX_RELATIONS = 5;

/** The ids on the way from a relation to its innermost part or outermost whole. */
function follow(
  relation: Relation,
  relations: ReadonlyMap<string, Relation>,
  side: 'part' | 'whole',
): readonly string[] {
  const ids: string[] = [];
  for (let next: Relation | undefined = relation; next && ids.length < MAX_RELATIONS; ) {
    const id: string = next[side];
    ids.push(id);
    next = relations.get(id);
  }
  return ids;
}

/** From the package URL, else from the module between package and product: `httpd:2.4:8100020240612:489197e6`. */
function moduleOf(
  { module, version }: RpmPackage,
  between: readonly string[],
): Pick<RpmPackage, 'module'> {
  if (module !== '') return { module };
  const [stream] = between.flatMap((id) => /^[a-z0-9_-]+:[^:/]+(?=:|$)/.exec(id)?.[0] ?? []);
  // A version of a module without the name of its stream.
  return { module: stream ?? (/\.module[_+]/.test(version) ? undefined : '') };
}

/** `enterprise_linux:9::baseos`. Images are built from the repositories of the release, not from those of extended support. */
function productOfCpe(cpe: string | undefined): string | undefined {
  return /^cpe:\/[ao]:redhat:(enterprise_linux:[0-9]+(?:\.[0-9]+)?(?:::[a-z0-9_]+)?)$/.exec(
    cpe ?? '',
  )?.[1];
}

type RpmPackage = Omit<Component, 'product'>;

function packageOf(id: string, helper: JsonObject = {}): RpmPackage | undefined {
  const address = text(helper.purl);
  if (address === undefined) return packageOfId(id);
  const purl = parsePackageUrl(address);
  if (purl?.type !== 'rpm') return undefined;
  const epoch = purl.qualifiers.get('epoch') ?? '0';
  const { version } = purl;
  const [module, stream] = (purl.qualifiers.get('rpmmod') ?? '').split(':');
  return {
    name: purl.name,
    version: version ? `${epoch}:${version}` : '',
    module:
      module && stream ? `${module}:${stream}` : purl.qualifiers.has('rpmmod') ? undefined : '',
    isSource: purl.qualifiers.get('arch') === 'src',
  };
}

/** The package of a component without a package URL: `snakeyaml`, `nodejs:18/npm`, `bind-32:9.11.4-26.el7.x86_64`. */
function packageOfId(id: string): RpmPackage | undefined {
  const [, stream = '', nevra = ''] =
    /^(?:([a-z0-9_-]+:[^/:]+)\/)?([^/:]+(?::[^/:]+)?)$/.exec(id) ?? [];
  const [, name = nevra, version = '', arch = ''] =
    /^(.+)-([0-9]+:[^-]+-[^-]+)\.([a-z0-9_]+)$/.exec(nevra) ?? [];
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(name)) return undefined;
  const isSource = arch === 'src' || name.endsWith('.src');
  return { name: name.replace(/\.src$/, ''), version, module: stream, isSource };
}

/** The identification helpers of the products, by product id. */
function helpersOf(tree: JsonObject): ReadonlyMap<string, JsonObject> {
  const helpers = new Map<string, JsonObject>();
  const add = (product: JsonObject) => {
    const id = text(product.product_id);
    const helper = product.product_identification_helper;
    if (id === undefined || !isObject(helper) || helpers.has(id)) return;
    if (helpers.size >= MAX_PRODUCTS)
      throw new InvalidFeed(`it names more than ${MAX_PRODUCTS} products`);
    helpers.set(id, helper);
  };
  objects(tree.full_product_names).forEach(add);
  const pending = objects(tree.branches).map((branch) => ({ branch, depth: 0 }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (isObject(next.branch.product)) add(next.branch.product);
    if (next.depth > MAX_DEPTH) throw new InvalidFeed(`its products are nested too deeply`);
    for (const branch of objects(next.branch.branches))
      pending.push({ branch, depth: next.depth + 1 });
  }
  return helpers;
}

const UNFIXED = 'Affected';
const UNDECIDED = 'Under investigation';

function rowsOf(
  vulnerability: JsonObject,
  products: ReadonlyMap<string, Component>,
): readonly Row[] {
  const status = object(vulnerability.product_status);
  const states = detailsByProduct(
    vulnerability.remediations,
    /^(?:no_fix_planned|none_available)$/,
  );
  const impacts = detailsByProduct(vulnerability.threats, /^impact$/);
  const dates = detailsByProduct(vulnerability.remediations, /^vendor_fix$/, 'date');
  const rows = new Map<string, Row>();
  const add = (id: string, state: string | undefined) => {
    const component = products.get(id);
    if (!component) return;
    const { name, product, module, version, isSource } = component;
    // A fixed package without a version says nothing about the installed one.
    if (state === undefined && version === '') return;
    const row: Row = {
      ...{ name, product, module, isSource },
      fixed: state === undefined ? version : undefined,
      ...{ state, impact: impacts.get(id)?.toLowerCase() },
      fixPublished: state === undefined ? dates.get(id) : undefined,
    };
    rows.set(JSON.stringify(row), row);
  };
  for (const id of texts(status.fixed)) add(id, undefined);
  for (const id of texts(status.known_affected)) add(id, states.get(id) ?? UNFIXED);
  for (const id of texts(status.under_investigation)) add(id, UNDECIDED);
  return [...rows.values()];
}

/** The details, or the date, of remediations or threats, by product. */
function detailsByProduct(
  entries: unknown,
  category: RegExp,
  member: 'details' | 'date' = 'details',
): ReadonlyMap<string, string> {
  const details = new Map<string, string>();
  for (const entry of objects(entries)) {
    const value = text(entry[member]);
    if (value === undefined || !category.test(text(entry.category) ?? '')) continue;
    for (const product of texts(entry.product_ids)) details.set(product, value);
  }
  return details;
}

/**
 * Without the unfixed rows of packages that a row of the same release fixes: Red Hat states what is unfixed for the whole
 * release, and what is fixed for its repositories.
 */
function supersede(rows: readonly Row[]): readonly Row[] {
  const keyOf = ({ name, product, module, isSource }: Row) =>
    JSON.stringify([name, module, isSource, /^enterprise_linux:[0-9]+/.exec(product)?.[0]]);
  const fixed = new Set(rows.filter((row) => row.fixed !== undefined).map(keyOf));
  return rows.filter((row) => row.fixed !== undefined || !fixed.has(keyOf(row)));
}

/** Source packages are kept only where a document names what is unfixed in a product by nothing else. */
function withoutSources(rows: readonly Row[]): readonly Row[] {
  const named = new Set(rows.filter(({ isSource }) => !isSource).map(({ product }) => product));
  return rows.filter(
    ({ isSource, fixed, product }) => !isSource || (fixed === undefined && !named.has(product)),
  );
}

/** The products of a document may have different vectors; the first is that of most of them. */
function vectorsOf(vulnerability: JsonObject): NonNullable<OsvRecord['severity']> {
  for (const score of objects(vulnerability.scores))
    for (const [member, type] of VECTORS) {
      const vector = text(object(score[member]).vectorString);
      if (vector !== undefined) return [{ type, score: vector }];
    }
  return [];
}

const VECTORS = [
  ['cvss_v4', 'CVSS_V4'],
  ['cvss_v3', 'CVSS_V3'],
  ['cvss_v2', 'CVSS_V2'],
] as const;
