import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { policyJsonSchema, policySchema } from '../../src/policy/policy-keys.js';
import { parsePolicy } from '../../src/policy/read.js';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(policyJsonSchema()));

describe('docs/policy.schema.json', () => {
  it('is up to date (npm run docs)', () => {
    expect(JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'))).toEqual(
      JSON.parse(policyJsonSchema()),
    );
  });
});

const MISFITS = fc.constantFrom(null, '', 'x', 7, 0.5, true, [], {}, ['x'], { x: 1 });
const keys = Object.entries((policySchema.jsonSchema as Schema).properties ?? {});

/** A document with a few keys: with all of them, one would nearly always be invalid. */
const someKeys = fc
  .subarray(keys, { minLength: 1, maxLength: 3 })
  .chain((some) =>
    fc.record(Object.fromEntries(some.map(([key, schema]) => [key, anyValue(schema)]))),
  );

/** Mostly valid values of a schema, and some invalid ones. */
function anyValue(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: fitting(schema) }, { weight: 1, arbitrary: MISFITS });
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { properties, items } = schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (properties)
    return fc.record(
      Object.fromEntries(Object.entries(properties).map(([k, s]) => [k, anyValue(s)])),
      { requiredKeys: [] },
    );
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting));
  if (items) return fc.array(anyValue(items), { maxLength: 2 });
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer' || type === 'number')
    return fc.constantFrom(
      schema.minimum,
      schema.maximum,
      (schema.minimum ?? 0) - 1,
      (schema.maximum ?? 0) + 1,
      0.5,
    );
  if (schema.format === 'date')
    return fc.constantFrom('2027-01-31', '2027-02-30', '2027-1-1', 'soon', '2028-02-29');
  return fc.constantFrom('CVE-2024-1', 'a b', '-', 'x'.repeat(70), 'ORG-001');
}

/** The problems of the parser, without the one that a JSON Schema cannot express: an entry of two lists. */
function problemsOf(document: unknown) {
  const { problems } = parsePolicy(stringify(document), 'p.yml');
  return problems.filter((problem) => !/ in allow and in deny\b/.test(JSON.stringify(problem)));
}

test('the JSON Schema and the parser agree on every document', () => {
  let valid = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: someKeys }, MISFITS), (document) => {
      // An empty document is the built-in policy for the parser; the JSON Schema does not cover it.
      fc.pre(document !== null);
      const problems = problemsOf(document);
      if (isValid(document)) valid++;
      expect([problems.length === 0, problems]).toEqual([isValid(document), problems]);
    }),
    { numRuns: 800 },
  );
  expect(valid).toBeGreaterThan(50);
});

/** A trust requirement, the smallest valid one by default. */
const trust = (more: object, signers: object = { 'signed-by': { key: 'a.pub' } }) => ({
  trust: [{ images: '*', ...signers, ...more }],
});

/** A key whose entries are all commented out is absent. */
test.each([
  [true, trust({})],
  [true, trust({ 'require-tlog': null, 'insecure-ignore-tlog': true })],
  [true, trust({ 'require-tlog': true, 'insecure-ignore-tlog': null })],
  [false, trust({ 'require-tlog': true, 'insecure-ignore-tlog': true })],
  [true, trust({ 'signed-identity': null }, { provenance: { source: 'x' } })],
  [false, trust({ 'signed-identity': 'x' }, { provenance: { source: 'x' } })],
  [false, trust({}, { provenance: { source: null } })],
  [false, trust({}, { provenance: null })],
  // An entry that requires nothing would let every image pass.
  [false, trust({}, { 'signed-by': [] })],
  [false, trust({}, { attestations: [] })],
  [false, trust({}, { attestations: [{ type: 'spdxjson', 'signed-by': [] }] })],
  [false, trust({}, { attestations: [{ type: 'spdxjson' }] })],
  [false, trust({}, { attestations: [{ type: 'sbom', 'signed-by': { key: 'a.pub' } }] })],
  [true, trust({}, { attestations: [{ type: 'spdxjson', 'signed-by': { key: 'a.pub' } }] })],
  [true, trust({ attestations: [{ type: 'https://a.example/b', 'signed-by': { key: 'a' } }] })],
  [true, trust({}, { 'signed-by': { key: 'a.pub', repository: null } })],
  [false, trust({}, { 'signed-by': { key: 'a.pub', repository: 'a/b' } })],
])('they agree (%s) on %j', (expected, document) => {
  const { problems } = parsePolicy(stringify(document), 'p.yml');
  expect([problems.length === 0, isValid(document)]).toEqual([expected, expected]);
});

/** Each key alone, so that no other problem hides a difference. */
test.each(keys)('they agree on the key %s', (key, schema) => {
  fc.assert(
    fc.property(fitting(schema), (value) => {
      const document = { [key]: value };
      const problems = problemsOf(document);
      expect([problems.length === 0, problems]).toEqual([isValid(document), problems]);
    }),
    { numRuns: 500 },
  );
});
