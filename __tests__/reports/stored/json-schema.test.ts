import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { compileSchema } from '../../../src/reports/stored/json-schema.js';
import { report } from '../sample.js';

describe('compileSchema', () => {
  const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
  const ajv = new Ajv2020({ strict: false }).compile(schema);
  const validate = compileSchema(schema);

  it('agrees with ajv on reports with any value replaced', () => {
    const original = JSON.parse(
      JSON.stringify(report({ findings: report().findings.slice(0, 3) })),
    );
    const places = allPaths(original);
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
        const changed = JSON.parse(JSON.stringify(replace(original, path, value)) ?? 'null');
        expect(validate(changed) === undefined).toBe(ajv(changed));
      }),
      { numRuns: 2_000 },
    );
  });
});

type Path = readonly (string | number)[];

/** The path of every value, and of one more member in each object. */
function allPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const extra = Array.isArray(value) ? [] : [[...at, 'extra']];
  return [
    at,
    ...extra,
    ...Object.entries(value).flatMap(([key, inner]) => allPaths(inner, [...at, key])),
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
