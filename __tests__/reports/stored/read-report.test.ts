import { describe, expect, it } from '@jest/globals';
import { json } from '../../../src/reports/formats/json.js';
import { readReport, readSerializedReport } from '../../../src/reports/stored/read-report.js';
import { serializeReport } from '../../../src/reports/stored/serialized-report.js';
import { context, lint, report } from '../sample.js';

const text = (value: unknown) => JSON.stringify(value);
const read = (written: string, name = 'r.json') => readReport(Buffer.from(written), name);

describe('readReport', () => {
  it('reads a report that the JSON format wrote', () => {
    expect(read(json.render(report(), context()))).toEqual(JSON.parse(text(report())));
  });

  it('rejects a report of changes, which can only be merged', () => {
    const written = json.render(report({ scope: 'changes' }), context());
    expect(() => read(written)).toThrow('it has only what changed since an earlier scan');
    expect(readSerializedReport(Buffer.from(written), 'r.json').scope).toBe('changes');
  });

  it.each<[string, string, string]>([
    ['text that is not JSON', 'nonsense', 'JSON'],
    ['a list', '[]', 'the report is not of type object'],
    ['another schema', text({ ...report(), schema: 'x' }), 'schema is not "portside-report/1"'],
    ['a missing member', text({ ...report(), notes: undefined }), 'notes is missing'],
    ['an unknown member', text({ ...report(), '\u001b[31m': 1 }), '\\u{1b}[31m is unknown'],
    [
      'an unknown severity',
      text({ ...report(), findings: [{ ...lint(), severity: 'awful' }] }),
      'findings[0].severity is not one of critical, high, medium, low, info',
    ],
    [
      'line 0',
      text({
        ...report(),
        findings: [{ ...lint(), location: { ...lint().location, startLine: 0 } }],
      }),
      'findings[0].location.startLine is less than 1',
    ],
    [
      'a location with an unknown member',
      text({ ...report(), findings: [{ ...lint(), location: { ...lint().location, uri: 'x' } }] }),
      'findings[0].location.uri is unknown',
    ],
    [
      'a member __proto__',
      text(report()).replace(/}$/, ',"__proto__":{}}'),
      '__proto__ is unknown',
    ],
    ['ten million values', `[${'0,'.repeat(10_000_001)}0]`, 'more than 10000000 values'],
    ['ten million objects', `[${'{},'.repeat(5_000_001)}{}]`, 'more than 10000000 values'],
    ['a million nested arrays', '['.repeat(1_000_000), 'nested more than 64 levels deep'],
    [
      'deeply nested details',
      text(report()).replace('"details":{', `"details":{"x":${'['.repeat(99)}${']'.repeat(99)},`),
      'nested more than 64 levels deep',
    ],
    ['a truncated file', text(report()).slice(0, -5), 'JSON'],
  ])('rejects %s and names the place', (_, value, message) => {
    let thrown: unknown;
    try {
      read(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'PSE9001' });
    expect(String(thrown)).toContain('Cannot read report r.json: ');
    expect(String(thrown)).toContain(message);
  });

  it('does not count brackets inside strings', () => {
    const message = `${'['.repeat(200)}"\\"${'{'.repeat(200)}\\`;
    expect(read(text(report({ findings: [lint({ message })] }))).findings[0]?.message).toBe(
      message,
    );
  });
});

describe('readSerializedReport', () => {
  const any = report({
    findings: [lint({ message: 'the engine’s socket, "[{' }), ...report().findings],
    notes: [{ message: 'a\u202eb\u007f' }],
    baseline: { with: ['main'], missing: [] },
  });
  const written = json.render(any, context());

  it('keeps the JSON texts of a file that the JSON format wrote', () => {
    const { findings, packages, notes } = readSerializedReport(Buffer.from(written), 'r.json');
    expect([...packages, ...findings, ...notes].every(({ text }) => written.includes(text))).toBe(
      true,
    );
    expect(findings).toEqual(serializeReport(any).findings);
  });

  it.each<[string, string]>([
    ['lists in another order', text(reordered(JSON.parse(written)))],
    ['indentation', JSON.stringify(JSON.parse(written), null, 2)],
    ['characters beyond ASCII', text(JSON.parse(written))],
    ['white space in one item', written.replace('{"rule":', '{ "rule":')],
    ['a list twice', written.replace('"notes":[', '"notes":[{"message":"x"}],"notes":[')],
  ])('serializes a file with %s', (_, other) => {
    expect(other).not.toBe(written);
    expect(readSerializedReport(Buffer.from(other), 'r.json')).toEqual(serializeReport(any));
  });

  function reordered({ packages, notes, ...rest }: Record<string, unknown>) {
    return { notes, ...rest, packages };
  }
});
