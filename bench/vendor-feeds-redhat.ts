import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parsePackageUrl } from '../src/core/package-url.js';
import { isObject, type JsonObject, object, objects, text, texts } from '../src/lib/json.js';
import { redhatVex } from '../src/vulnerabilities/vendor-feeds/redhat-vex.js';

/**
 * Reads Red Hat's VEX documents that public repositories hold as fixtures, and compares with the answers in their tests:
 *   node scripts/run.mjs bench/vendor-feeds-redhat.ts FOLDER
 * FOLDER has bare snapshots as OWNER+NAME/repo, of aquasecurity/trivy-db and quay/claircore.
 *
 * trivy-db's tests have the rows. claircore's have the number of statements: a count of our own that finds the same number
 * shows that it reads the document as claircore does, and its statements about packages of Red Hat Enterprise Linux are
 * compared with our rows.
 */
const [folder = ''] = process.argv.slice(2);
const git = (repository: string, ...args: readonly string[]) =>
  execFileSync('git', ['-C', join(folder, repository, 'repo'), ...args], { maxBuffer: 1 << 28 });
const show = (repository: string, path: string) => git(repository, 'show', `HEAD:${path}`);

let wrong = 0;

/** Reports differences; `argued` gives the reason of one that is meant so. */
function compare(
  name: string,
  sets: { readonly ours: ReadonlySet<string>; readonly theirs: ReadonlySet<string> },
  argued: (line: string) => string | undefined = () => undefined,
): void {
  const { ours, theirs } = sets;
  const differences = [
    ...[...theirs].filter((line) => !ours.has(line)).map((line) => `only there: ${line}`),
    ...[...ours].filter((line) => !theirs.has(line)).map((line) => `only here: ${line}`),
  ];
  const meant = differences.filter((line) => argued(line) !== undefined);
  const equal = [...theirs].filter((line) => ours.has(line)).length;
  wrong += differences.length - meant.length;
  console.log(
    `| ${name} | ${theirs.size} | ${equal} | ${meant.length} | ${differences.length - meant.length} |`,
  );
  const reasons = new Map<string, string[]>();
  for (const line of differences) {
    const reason = argued(line) ?? 'WRONG';
    reasons.set(reason, [...(reasons.get(reason) ?? []), line]);
  }
  for (const [reason, lines] of reasons) {
    console.error(`${name}: ${lines.length}: ${reason}`);
    for (const line of lines.slice(0, reason === 'WRONG' ? 20 : 3)) console.error(`  ${line}`);
  }
}

interface Row {
  readonly cve: string;
  readonly product: string;
  readonly name: string;
  readonly module: string;
  readonly fixed: string;
}

/** The rows that Portside reads from a document. */
async function rowsOf(document: unknown): Promise<readonly Row[]> {
  async function* chunks() {
    yield Buffer.from(JSON.stringify(document));
  }
  const file = { name: 'sample', addresses: [], release: undefined };
  const rows: Row[] = [];
  const problem = (message: string) => console.error(`problem: ${message}`);
  for await (const record of redhatVex.read({ file, chunks: chunks(), problem }))
    for (const { package: pkg, ranges, ecosystem_specific: specific } of record.affected) {
      const events = ranges.flatMap((range) => range.events);
      const fixed = events.flatMap((event) => ('fixed' in event ? [event.fixed] : []))[0] ?? 'all';
      const module = text(object(object(specific).vendor).module) ?? '?';
      const product = pkg.ecosystem.replace('Red Hat:', '');
      rows.push({ cve: record.upstream?.[0] ?? '', product, name: pkg.name, module, fixed });
    }
  return rows;
}

const lineOf = ({ cve, product, name, module, fixed }: Row) =>
  `${cve} ${product} ${name} ${module || '-'} ${fixed.replace(/^0:/, '')}`;

/** trivy-db writes what is fixed by remediations; its made-up documents lack the product status that VEX requires. */
function withStatus(document: JsonObject): JsonObject {
  const vulnerabilities = objects(document.vulnerabilities).map((one) => {
    const ids = (category: RegExp) =>
      objects(one.remediations)
        .filter((remediation) => category.test(text(remediation.category) ?? ''))
        .flatMap((remediation) => texts(remediation.product_ids));
    const made = {
      fixed: ids(/^vendor_fix$/),
      known_affected: ids(/^(?:none_available|no_fix_planned)$/),
    };
    return isObject(one.product_status) ? one : { ...one, product_status: made };
  });
  return { ...document, vulnerabilities };
}

const DATABASE = 'aquasecurity+trivy-db';
const CSAF = 'pkg/vulnsrc/redhat-csaf';

async function trivyDatabase(): Promise<void> {
  const ours = new Set<string>();
  const documents = git(
    DATABASE,
    'ls-tree',
    '-r',
    '--name-only',
    'HEAD',
    `${CSAF}/testdata/vuln-list-redhat`,
  );
  for (const path of documents
    .toString()
    .split('\n')
    .filter((one) => one.includes('/csaf-vex/'))) {
    const document = withStatus(object(JSON.parse(show(DATABASE, path).toString())));
    for (const row of await rowsOf(document)) ours.add(lineOf(row));
  }
  const go = show(DATABASE, `${CSAF}/csaf_test.go`).toString();
  const cpes = [...go.matchAll(/"cpe",\s*"([0-9]+)",\s*\},\s*Value: "cpe:\/[ao]:redhat:([^"]+)"/g)];
  const products = new Map(cpes.map(([, number = '', cpe = '']) => [number, cpe]));
  const theirs = new Set<string>();
  const expected =
    /"advisory-detail",\s*"([^"]+)",[^\n]*\s*"Red Hat",\s*"([^"]+)",\s*\},\s*Value: redhatcsaf\.Advisory\{([\s\S]*?)\n\t{4}\},/g;
  for (const [, id = '', key = '', value = ''] of go.matchAll(expected)) {
    const [, module = '', name = key] = /^(.+)::(.+)$/.exec(key) ?? [];
    for (const entry of value.split('FixedVersion').slice(1).length > 0
      ? value.split(/(?=FixedVersion)/).slice(1)
      : [value]) {
      const fixed = /FixedVersion:\s*"([^"]*)"/.exec(entry)?.[1] || 'all';
      const cves = [...entry.matchAll(/ID:\s*"(CVE[^"]+)"/g)].map(([, cve = '']) => cve);
      const [, indices = ''] = /AffectedCPEIndices: \[\]int\{([^}]*)\}/.exec(entry) ?? [];
      for (const index of indices.split(/,\s*/))
        for (const cve of cves.length > 0 ? cves : [id])
          theirs.add(lineOf({ cve, product: products.get(index) ?? index, name, module, fixed }));
    }
  }
  compare('trivy-db, csaf_test.go', { ours, theirs }, (line) =>
    line.includes(' firefox-x11 ')
      ? 'fixed, but without a version in the document: it says nothing about the installed one'
      : undefined,
  );
}

/** A statement of a document: a product with its status. */
interface Statement {
  readonly status: string;
  readonly purl: string;
  readonly cpe: string;
}

/** All statements whose component has a package URL and whose product has a CPE, in a document without nested relations. */
function statementsOf(document: JsonObject): readonly Statement[] {
  const helpers = new Map<string, JsonObject>();
  const visit = (branch: JsonObject): void => {
    const product = object(branch.product);
    const id = text(product.product_id);
    if (id !== undefined) helpers.set(id, object(product.product_identification_helper));
    objects(branch.branches).forEach(visit);
  };
  objects(object(document.product_tree).branches).forEach(visit);
  const relations = new Map(
    objects(object(document.product_tree).relationships).map((one) => [
      text(object(one.full_product_name).product_id) ?? '',
      [text(one.product_reference) ?? '', text(one.relates_to_product_reference) ?? ''] as const,
    ]),
  );
  const [vulnerability = {}] = objects(document.vulnerabilities);
  return Object.entries(object(vulnerability.product_status)).flatMap(([status, ids]) =>
    texts(ids).flatMap((id) => {
      const [part = '', whole = ''] = relations.get(id) ?? [];
      const purl = text(helpers.get(part)?.purl);
      const cpe = text(helpers.get(whole)?.cpe);
      return purl !== undefined && cpe !== undefined ? [{ status, purl, cpe }] : [];
    }),
  );
}

/** The number that claircore counts: by key for fixed and not affected packages, all that are affected. */
function countAsClaircore(statements: readonly Statement[]): number {
  const keys = new Set<string>();
  let affected = 0;
  for (const { status, purl: address, cpe } of statements) {
    const purl = parsePackageUrl(address);
    if (!purl || !['rpm', 'oci'].includes(purl.type)) continue;
    if (purl.type === 'rpm' && purl.namespace !== 'redhat') continue;
    const module = purl.qualifiers.get('rpmmod');
    if (module !== undefined && !/^[^:]+:[^:]+/.test(module)) continue;
    if (status === 'known_affected') affected++;
    if (status !== 'fixed' && status !== 'known_not_affected') continue;
    if (/^(?:no)?src$/.test(purl.qualifiers.get('arch') ?? '')) continue;
    const isFixed = status === 'fixed';
    const qualifiers = [...purl.qualifiers]
      .filter(([key]) => key !== 'arch' && (isFixed || !['epoch', 'tag'].includes(key)))
      .sort();
    const version = purl.type === 'oci' || !isFixed ? '' : purl.version;
    keys.add(
      JSON.stringify([status, purl.type, purl.namespace, purl.name, version, qualifiers, cpe]),
    );
  }
  return keys.size + affected;
}

const CORE = 'quay+claircore';

/** Its tests, with the numbers of statements; documents that the snapshot lacks are left out. */
async function claircore(): Promise<void> {
  const go = show(CORE, 'rhel/vex/parser_test.go').toString();
  const tests = go.slice(go.indexOf('func TestParse('));
  const cases =
    /name:\s*"([^"]+)",\s*filenames:\s*\[\]string\{([^}]*)\},\s*expectedVulns:\s*([0-9]+)/g;
  for (const [, name = '', list = '', count = ''] of tests.matchAll(cases)) {
    const paths = [...list.matchAll(/"(testdata\/[^"]+)"/g)].map(([, path]) => `rhel/vex/${path}`);
    let documents: readonly JsonObject[];
    try {
      documents = paths.map((path) => object(JSON.parse(show(CORE, path).toString())));
    } catch {
      console.log(`| claircore, ${name} | ${count} | not in the snapshot | | |`);
      continue;
    }
    const counted = documents.map((one) => countAsClaircore(statementsOf(one)));
    const total = counted.reduce((sum, one) => sum + one, 0);
    if (total !== Number(count)) {
      wrong++;
      console.error(`claircore, ${name}: ${count} statements there, ${total} counted`);
    }
    for (const document of documents) await compareStatements(`claircore, ${name}`, document);
  }
}

async function compareStatements(name: string, document: JsonObject): Promise<void> {
  const ours = new Set((await rowsOf(document)).map(lineOf));
  const theirs = new Set<string>();
  const sources = new Set<string>();
  const why = new Map<string, string>();
  const [vulnerability = {}] = objects(document.vulnerabilities);
  const cve = text(vulnerability.cve) ?? '';
  for (const { status, purl: address, cpe } of statementsOf(document)) {
    const purl = parsePackageUrl(address);
    if (!purl || status === 'known_not_affected') continue;
    const product = cpe.replace(/^cpe:\/[ao]:redhat:/, '');
    const [module = '', stream] = (purl.qualifiers.get('rpmmod') ?? '').split(':');
    const epoch = purl.qualifiers.get('epoch');
    const fixed = status === 'fixed' ? `${epoch ? `${epoch}:` : ''}${purl.version}` : 'all';
    const line = lineOf({
      ...{ cve, product, name: purl.name, fixed },
      module: stream ? `${module}:${stream}` : '',
    });
    if (purl.qualifiers.get('arch') === 'src' && status === 'fixed') sources.add(line);
    theirs.add(line);
    if (purl.type !== 'rpm') why.set(line, 'a container image, not an rpm');
    else if (!/^enterprise_linux:[0-9]+(?:\.[0-9]+)?(?:::[a-z0-9_]+)?$/.test(product))
      why.set(line, 'a product whose repositories are not those of Red Hat Enterprise Linux');
    else if (purl.qualifiers.has('rpmmod') && stream === undefined)
      why.set(
        line,
        'a module without a stream: claircore drops the statement, we keep it for any stream',
      );
  }
  const named = new Set(
    objects(object(document.product_tree).relationships).map(
      (one) => `${cve} enterprise_linux:7 ${one.product_reference} - all`,
    ),
  );
  compare(name, { ours, theirs }, (line) => {
    const own = line.replace(/^only (?:there|here): /, '');
    if (named.has(own))
      return 'a package without a package URL, which claircore drops: its id is its name';
    if (own.includes(' ? ')) return 'a module without a stream: kept for any stream';
    if (sources.has(own)) return 'a source package, whose binary packages have rows';
    return why.get(own);
  });
}

console.log('| sample | answers | equal | argued | wrong |\n|---|---|---|---|---|');
await trivyDatabase();
await claircore();
console.log(wrong === 0 ? 'no difference without a reason' : `${wrong} WRONG`);
process.exitCode = wrong === 0 ? 0 : 1;
