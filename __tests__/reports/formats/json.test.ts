import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../../src/core/report.js';
import { json } from '../../../src/reports/formats/json.js';
import { context, large, lint, report } from '../sample.js';

const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(
  schema,
);

describe('the JSON report', () => {
  it('is valid against docs/report.schema.json and equals the report', () => {
    const read = JSON.parse(json.render(report(), context()));
    expect(validate(read)).toBe(true);
    expect(read).toEqual(JSON.parse(JSON.stringify(report())));
  });

  it('is valid with five thousand findings', () => {
    expect(validate(JSON.parse(json.render(large(5_000), context())))).toBe(true);
  });

  it('escapes invisible characters and keeps the values', () => {
    const message = 'a\u202eb\u200b\u001b[31m\u0085\u{e0041}\ud800';
    const out = json.render(report({ findings: [lint({ message })] }), context());
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(JSON.parse(out).findings[0].message).toBe(message);
  });
});

describe('docs/report.schema.json', () => {
  const finding = lint();
  const location = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
  it.each<[string, unknown]>([
    ['an unknown key', { ...report(), extra: 1 }],
    ['another schema version', { ...report(), schema: 'portside-report/2' }],
    [
      'a finding without a fingerprint',
      { ...report(), findings: [{ ...finding, fingerprint: undefined }] },
    ],
    ['an unknown severity', { ...report(), findings: [{ ...finding, severity: 'awful' }] }],
    ['an unknown check', { ...report(), findings: [{ ...finding, check: 'guess' }] }],
    [
      'line 0',
      { ...report(), findings: [{ ...finding, location: { ...location, startLine: 0 } }] },
    ],
    [
      'a location with an unknown key',
      { ...report(), findings: [{ ...finding, location: { ...location, uri: 'x' } }] },
    ],
    [
      'a fingerprint that is not a hash',
      { ...report(), findings: [{ ...finding, fingerprint: 'DL3008' }] },
    ],
    ['an unknown verdict', { ...report(), verdict: { outcome: 'perhaps', reasons: [] } }],
    ['no report', []],
  ])('rejects %s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  it('describes every member of a report', () => {
    const keys: Record<keyof Report, true> = {
      schema: true,
      tool: true,
      created: true,
      scope: true,
      targets: true,
      packages: true,
      findings: true,
      incomplete: true,
      notes: true,
      coverage: true,
      notShown: true,
      suppressed: true,
      files: true,
      commits: true,
      repositories: true,
      baseline: true,
      policyChange: true,
      addedSuppressions: true,
      imageChanges: true,
      snapshots: true,
      buildInputs: true,
      holders: true,
      plan: true,
      verdict: true,
    };
    const optional =
      'created scope files notShown suppressed commits repositories baseline policyChange addedSuppressions imageChanges snapshots buildInputs holders plan';
    const always = Object.keys(keys).filter((key) => !optional.split(' ').includes(key));
    expect(schema.required.sort()).toEqual(always.sort());
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(keys).sort());
  });
});
