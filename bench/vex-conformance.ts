import { execFileSync } from 'node:child_process';
import type { Finding } from '../src/core/finding.js';
import { parsePackageUrl } from '../src/core/package-url.js';
import { isObject } from '../src/lib/json.js';
import { applyVex } from '../src/vulnerabilities/vex/apply.js';
import type { VexImage } from '../src/vulnerabilities/vex/products.js';
import { parseVex } from '../src/vulnerabilities/vex/read.js';

/**
 * Compares which products our VEX statements are about with the tests of go-vex, which are read as data:
 *   node scripts/run.mjs bench/vex-conformance.ts FOLDER
 * FOLDER is a clone of https://github.com/openvex/go-vex, with or without a work tree. Each case becomes an OpenVEX
 * document and a finding, and counts if the finding is suppressed exactly where go-vex finds a statement that suppresses.
 * A status without a justification gets one: the cases are about products, and go-vex does not validate them.
 */
const TESTS = ['component_test.go', 'product_test.go', 'vex_test.go'];

interface Case {
  readonly name: string;
  readonly document: object;
  readonly finding: Finding;
  readonly image: VexImage;
  readonly isSuppressed: boolean;
}

function readTest(repository: string, name: string): string {
  const git = ['-C', repository, 'show', `HEAD:pkg/vex/${name}`];
  try {
    return execFileSync('git', git, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    console.error(`Cannot read pkg/vex/${name} in ${repository}: clone openvex/go-vex there`);
    process.exit(2);
  }
}

function isSuppressed({ document, finding, image }: Case): boolean {
  const { findings } = applyVex([finding], [parseVex('case', document)], image);
  return findings[0]?.status === 'excepted';
}

// The tables of the tests.

type Row = Readonly<Record<string, unknown>>;

function casesOf(file: string, source: string): Case[] {
  return [...source.matchAll(/^func (Test\w+)\(/gm)].flatMap(({ 1: test = '', index }) => {
    const toCase = READERS.get(test);
    if (!toCase) return [];
    const body = source.slice(index, source.indexOf('\n}\n', index));
    return tableOf(body).map(([name, row]) => ({
      name: `${file}: ${test}: ${name}`,
      ...toCase(row),
    }));
  });
}

const VULNERABILITY = 'CVE-2026-1';

const READERS: ReadonlyMap<string, (row: Row) => Omit<Case, 'name'>> = new Map([
  [
    'TestComponentMatches',
    ({ component, identifier, mustMatch }) =>
      asking(openVex([{ products: [component] }]), { product: identifier }, mustMatch === true),
  ],
  [
    'TestProductMatches',
    ({ sut, product, subcomponent, mustMach }) =>
      asking(openVex([{ products: [sut] }]), { product, subcomponent }, mustMach === true),
  ],
  [
    'TestPurlMatches',
    ({ p1, p2, mustMatch }) =>
      asking(openVex([{ products: [{ ID: p1 }] }]), { product: p2 }, mustMatch === true),
  ],
  [
    'TestEffectiveStatement',
    ({ vexDoc, product, vulnID, expectedStatus }) =>
      asking(
        openVex(statementsOf(vexDoc)),
        { product, vulnerability: vulnID },
        ['StatusNotAffected', 'StatusFixed'].includes(String(expectedStatus)),
      ),
  ],
  [
    'TestDocumentMatches',
    ({ sut, product, vulnerability, mustMach }) =>
      asking(openVex(statementsOf(sut)), { product, vulnerability }, mustMach === true),
  ],
]);

function statementsOf(document: unknown): readonly Row[] {
  return isObject(document) && Array.isArray(document.Statements) ? document.Statements : [];
}

interface Question {
  readonly product: unknown;
  readonly subcomponent?: unknown;
  readonly vulnerability?: unknown;
}

/** With a component, the product is the image; else it is the package, or the image if it has no package URL. */
function asking(
  document: object,
  { product, subcomponent, vulnerability = VULNERABILITY }: Question,
  expected: boolean,
): Omit<Case, 'name'> {
  const id = String(product);
  const isPackage = id.startsWith('pkg:') && !subcomponent;
  const purl = subcomponent ? String(subcomponent) : isPackage ? id : undefined;
  const finding = {
    rule: String(vulnerability),
    aliases: [],
    check: 'vulnerability',
    subject: { purl },
    status: 'new',
  } as unknown as Finding;
  return { document, finding, image: isPackage ? NO_IMAGE : imageOf(id), isSuppressed: expected };
}

const NO_IMAGE: VexImage = { name: undefined, digest: undefined };
const HASHES: ReadonlyMap<number, string> = new Map([
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

function imageOf(id: string): VexImage {
  const purl = parsePackageUrl(id);
  if (purl) return { name: purl.name, digest: purl.version };
  const hash = /^[0-9a-f]+$/.test(id) ? HASHES.get(id.length) : undefined;
  return hash ? { name: undefined, digest: `${hash}:${id}` } : { name: id, digest: undefined };
}

function openVex(statements: readonly Row[]): object {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    statements: statements.map((statement) => ({
      vulnerability: vulnerabilityOf(statement.Vulnerability),
      status: STATUSES.get(String(statement.Status)) ?? 'not_affected',
      justification: 'component_not_present',
      ...(typeof statement.Timestamp === 'string' && { timestamp: statement.Timestamp }),
      products: listOf(statement.Products ?? statement.products).map(productOf),
    })),
  };
}

const STATUSES: ReadonlyMap<string, string> = new Map([
  ['StatusFixed', 'fixed'],
  ['StatusAffected', 'affected'],
  ['StatusUnderInvestigation', 'under_investigation'],
]);

function vulnerabilityOf(value: unknown): object {
  if (!isObject(value)) return { name: VULNERABILITY };
  return { '@id': value.ID, name: value.Name, aliases: value.Aliases };
}

function productOf(value: unknown): object {
  // An embedded struct may be written without its name: `{Component{ID: "…"}}`.
  const [first] = listOf(value);
  const product = isObject(value) ? value : isObject(first) ? first : {};
  const component = isObject(product.Component) ? product.Component : product;
  return {
    ...(component.ID !== undefined && { '@id': component.ID }),
    ...(isObject(component.Identifiers) && { identifiers: lowerKeys(component.Identifiers) }),
    ...(isObject(component.Hashes) && { hashes: lowerKeys(component.Hashes) }),
    subcomponents: listOf(product.Subcomponents).map(productOf),
  };
}

/** The constants of go-vex, `SHA256` and `PURL`, as the specification writes them. */
function lowerKeys(map: Row): object {
  const entries = Object.entries(map).map(([key, value]) => [
    key.replace(/^[A-Z].*/, (name) => name.toLowerCase()),
    value,
  ]);
  return Object.fromEntries(entries);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

// The literals of Go, as far as the tables have them.

const TOKEN = /\s+|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|`[^`]*`|[A-Za-z_][\w.]*|\d+|[^\s\w]/gy;

/** The rows of `for NAME, tc := range map[string]struct { … }{ "row": { … } }`. */
function tableOf(body: string): readonly (readonly [name: string, row: Row])[] {
  const fields = [
    ...(/range map\[string\]struct \{([^}]*)\}/.exec(body)?.[1] ?? '').matchAll(/^\s*(\w+)\s/gm),
  ];
  const start = /range map\[string\]struct \{[^}]*\}/.exec(body);
  if (!start) return [];
  const reader = new GoReader(body.slice(start.index + start[0].length), datesIn(body));
  const table = reader.composite();
  const names = fields.map(([, name = '']) => name);
  return Object.entries(isObject(table) ? table : {}).map(([name, row]) => {
    const positional = Array.isArray(row)
      ? Object.fromEntries(row.map((value, at) => [names[at], value]))
      : row;
    return [name, isObject(positional) ? positional : {}];
  });
}

/** `date1 := time.Date(2023, 4, 17, 20, 34, 58, 0, time.UTC)` */
function datesIn(body: string): ReadonlyMap<string, string> {
  const dates = body.matchAll(/^\s*(\w+) := time\.Date\(([\d, ]+), time\.UTC\)/gm);
  return new Map(
    [...dates].map(([, name = '', numbers = '']) => {
      const [year = 0, month = 1, ...rest] = numbers.split(',').map(Number);
      const [day, hours, minutes, seconds] = rest;
      return [
        name,
        new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds)).toISOString(),
      ];
    }),
  );
}

class GoReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(
    source: string,
    readonly dates: ReadonlyMap<string, string>,
  ) {
    this.#tokens = (source.match(TOKEN) ?? []).filter((token) => !/^(?:\s|\/\/)/.test(token));
  }

  /** `{ … }`: a list of values, or an object of what has keys. */
  composite(): unknown {
    this.#expect('{');
    const values: unknown[] = [];
    const members: Record<string, unknown> = {};
    while (this.#peek() !== '}') {
      const value = this.#value();
      if (this.#peek() === ':') {
        this.#at++;
        members[String(value)] = this.#value();
      } else values.push(value);
      if (this.#peek() === ',') this.#at++;
    }
    this.#expect('}');
    if (values.length === 0) return members;
    return values;
  }

  #value(): unknown {
    while (this.#peek() === '&') this.#at++;
    const token = this.#peek();
    if (token === '{') return this.composite();
    if (token === '[' || token === 'map') return this.#typed();
    this.#at++;
    if (token.startsWith('"')) return JSON.parse(token);
    if (token.startsWith('`')) return token.slice(1, -1);
    if (token === 'true' || token === 'false') return token === 'true';
    if (this.#peek() === '{') return this.composite();
    return this.dates.get(token) ?? token;
  }

  /** `[]Product{ … }`, `map[IdentifierType]string{ … }` */
  #typed(): unknown {
    while (this.#peek() !== '{') this.#at++;
    const value = this.composite();
    const isList = Array.isArray(value) || Object.keys(value as object).length > 0;
    return isList ? value : [];
  }

  #peek(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('a test table of go-vex ends early');
    return token;
  }

  #expect(token: string): void {
    if (this.#peek() !== token) throw new Error(`expected ${token}, found ${this.#peek()}`);
    this.#at++;
  }
}

const [folder, ...others] = process.argv.slice(2);
if (!folder || others.length > 0) {
  console.error(
    'usage: bench/vex-conformance.ts FOLDER, a clone of https://github.com/openvex/go-vex',
  );
  process.exit(2);
}
const cases = TESTS.flatMap((name) => casesOf(name, readTest(folder, name)));
if (cases.length === 0) {
  console.error(`Cannot compare with ${folder}: it has no test tables that can be read`);
  process.exit(2);
}
const wrong = cases.filter((one) => isSuppressed(one) !== one.isSuppressed);
for (const { name, isSuppressed: expected } of wrong)
  console.log(`${expected ? 'not suppressed' : 'suppressed'}, unlike go-vex: ${name}`);
const right = cases.length - wrong.length;
console.log(`${right}/${cases.length} = ${((right / cases.length) * 100).toFixed(1)} %`);
