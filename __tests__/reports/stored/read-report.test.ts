import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { PortsideError } from '../../../src/lib/errors.js';
import { json } from '../../../src/reports/formats/json.js';
import { compileSchema } from '../../../src/reports/stored/json-schema.js';
import { readReport, readSerializedReport } from '../../../src/reports/stored/read-report.js';
import { serializeReport } from '../../../src/reports/stored/serialized-report.js';
import { cpuTime } from '../cpu-time.js';
import { context, large, lint, report } from '../sample.js';

const text = (value: unknown) => JSON.stringify(value);
const read = (written: string, name = 'r.json') => readReport(Buffer.from(written), name);

describe('readReport', () => {
  it('reads what the JSON format writes', () => {
    expect(read(json.render(report(), context()))).toEqual(JSON.parse(text(report())));
  });

  it('reads five thousand findings in well under a second', async () => {
    const written = json.render(large(5_000), context());
    const spent = await cpuTime(() => expect(read(written).findings).toHaveLength(5_000));
    expect(spent).toBeLessThan(1_000);
  });

  it.each<[string, string, string]>([
    ['no JSON', 'nonsense', 'JSON'],
    ['a list', '[]', 'the report is no object'],
    ['another schema', text({ ...report(), schema: 'x' }), 'schema is not "portside-report/1"'],
    ['a missing part', text({ ...report(), notes: undefined }), 'notes is missing'],
    ['an unknown key', text({ ...report(), '\u001b[31m': 1 }), '\\u{1b}[31m is not known'],
    [
      'a wrong severity',
      text({ ...report(), findings: [{ ...lint(), severity: 'awful' }] }),
      'findings[0].severity is none of critical, high, medium, low, info',
    ],
    [
      'a wrong line',
      text({
        ...report(),
        findings: [{ ...lint(), location: { ...lint().location, startLine: 0 } }],
      }),
      'findings[0].location.startLine is below 1',
    ],
    [
      'a location with more keys',
      text({ ...report(), findings: [{ ...lint(), location: { ...lint().location, uri: 'x' } }] }),
      'findings[0].location.uri is not known',
    ],
    [
      'a poisoned prototype',
      text(report()).replace(/}$/, ',"__proto__":{}}'),
      '__proto__ is not known',
    ],
    ['a bomb of small values', `[${'0,'.repeat(10_000_001)}0]`, 'more than 10000000 values'],
    ['a bomb of small objects', `[${'{},'.repeat(5_000_001)}{}]`, 'more than 10000000 values'],
    ['a bomb of brackets', '['.repeat(1_000_000), 'nested more than 64 deep'],
    [
      'deep details',
      text(report()).replace('"details":{', `"details":{"x":${'['.repeat(99)}${']'.repeat(99)},`),
      'nested more than 64 deep',
    ],
    ['the end missing', text(report()).slice(0, -5), 'JSON'],
  ])('refuses %s and says where', (_, value, message) => {
    let thrown: unknown;
    try {
      read(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PortsideError);
    expect(String(thrown)).toContain('Cannot read the report r.json: ');
    expect(String(thrown)).toContain(message);
  });

  it('takes brackets inside strings for text', () => {
    const message = `${'['.repeat(200)}"\\"${'{'.repeat(200)}\\`;
    expect(read(text(report({ findings: [lint({ message })] }))).findings[0]?.message).toBe(
      message,
    );
  });
});

describe('readPacked', () => {
  const any = report({
    findings: [lint({ message: 'the engine’s socket, "[{' }), ...report().findings],
    notes: [{ message: 'a\u202eb\u007f' }],
    baseline: { with: ['main'], missing: [] },
  });
  const written = json.render(any, context());

  it('has the very texts of a file as the JSON format writes it', () => {
    const { findings, packages, notes } = readSerializedReport(Buffer.from(written), 'r.json');
    expect([...packages, ...findings, ...notes].every(({ text }) => written.includes(text))).toBe(
      true,
    );
    expect(findings).toEqual(serializeReport(any).findings);
  });

  it.each<[string, string]>([
    ['another order of the lists', text(reordered(JSON.parse(written)))],
    ['indented', JSON.stringify(JSON.parse(written), null, 2)],
    ['with characters beyond ASCII', text(JSON.parse(written))],
    ['with white space in one value', written.replace('{"rule":', '{ "rule":')],
    ['with a list twice', written.replace('"notes":[', '"notes":[{"message":"x"}],"notes":[')],
  ])('has the same of one %s', (_, other) => {
    expect(other).not.toBe(written);
    expect(readSerializedReport(Buffer.from(other), 'r.json')).toEqual(serializeReport(any));
  });

  function reordered({ packages, notes, ...rest }: Record<string, unknown>) {
    return { notes, ...rest, packages };
  }
});

describe('compile', () => {
  const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
  const ajv = new Ajv2020({ strict: false }).compile(schema);
  const violation = compileSchema(schema);

  it('agrees with ajv on reports in which anything was replaced', () => {
    const original = JSON.parse(text(report({ findings: report().findings.slice(0, 3) })));
    const places = paths(original);
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        null,
        '',
        0,
        -1,
        1.5,
        [],
        {},
        'pass',
        'sha256:x',
        'pkg:x/y',
        'abcdef0123456789',
        undefined,
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (path, value) => {
        const changed = JSON.parse(text(replace(original, path, value)) ?? 'null');
        expect(violation(changed) === undefined).toBe(ajv(changed));
      }),
      { numRuns: 2_000 },
    );
  });
});

type Path = readonly (string | number)[];

/** Every place in a value, and one more key in each object. */
function paths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const extra = Array.isArray(value) ? [] : [[...at, 'extra']];
  return [
    at,
    ...extra,
    ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key])),
  ];
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replace(copy[key], rest, by);
  return copy;
}
