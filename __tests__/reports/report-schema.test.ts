import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

/** The keywords of the schema that say something about the shape of a value. */
interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
}

const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
const program = ts.createProgram(['src/core/report.ts'], {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  noEmit: true,
});
const checker = program.getTypeChecker();

/** Unions by check or kind, whose shape the schema leaves open on purpose. */
const OPEN = new Set(['details', 'exception', 'changes', 'change']);

function resolve(node: Node): Node {
  if (node.$ref === undefined) return node;
  const { $ref, ...own } = node;
  const found: Node = resolve(schema.$defs[$ref.replace('#/$defs/', '')]);
  return {
    ...found,
    ...own,
    properties: { ...found.properties, ...own.properties },
    required: [...(found.required ?? []), ...(own.required ?? [])],
  };
}

/** Where the type and the schema differ, each as a sentence. */
function differences(type: ts.Type, given: Node, path: string): string[] {
  const node = resolve(given);
  if (node.const !== undefined || node.enum) {
    const values = new Set(node.enum ?? [node.const]);
    const parts = type.isUnion() ? type.types : [type];
    const literals = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    if (literals.length !== parts.length) return [];
    const same = literals.length === values.size && literals.every((value) => values.has(value));
    return same
      ? []
      : [`${path} has the values ${literals.join(', ')}, the schema ${[...values].join(', ')}`];
  }
  if (node.items) {
    const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    return element ? differences(element, node.items, `${path}[]`) : [`${path} is not an array`];
  }
  if (!node.properties || Object.keys(node.properties).length === 0) return [];
  const { properties, required = [] } = node;
  const members = new Map(checker.getPropertiesOfType(type).map((member) => [member.name, member]));
  const names = new Set([...members.keys(), ...Object.keys(properties)]);
  return [...names].flatMap((name) => {
    const [member, property] = [members.get(name), properties[name]];
    const at = path === '' ? name : `${path}.${name}`;
    if (!member) return [`${at} is only in the schema`];
    if (!property) return [`${at} is only in the types`];
    const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    const needed = required.includes(name);
    const found =
      optional === needed
        ? [`${at} is ${optional ? 'optional' : 'required'} in the types only`]
        : [];
    if (OPEN.has(name)) return found;
    const inner = checker.getNonNullableType(checker.getTypeOfSymbol(member));
    return [...found, ...differences(inner, property, at)];
  });
}

it('describes exactly the members of the type Report, with the same ones required', () => {
  const source = program.getSourceFile('src/core/report.ts');
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === 'Report');
  if (!symbol) throw new Error('src/core/report.ts exports no Report');
  // SBOMs have the facts of packages, vulnerabilities have their use; the JSON report has neither for packages.
  expect(differences(checker.getDeclaredTypeOfSymbol(symbol), schema, '')).toEqual([
    'packages[].facts is only in the types',
    'packages[].use is only in the types',
  ]);
});

it('the reference has a description of every field', () => {
  const page = readFileSync('docs/reference/report-fields.md', 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(120);
  expect(rows.filter((line) => /\|\s*\|$/.test(line))).toEqual([]);
});
