import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readOptions } from '../../src/options/read-options.js';
import { inspectReports } from '../../src/vulnerabilities/inspect-reports.js';
import { NOW } from '../now.js';
import { quietHost } from './fixtures.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-reports-'));
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src/app.py'), 'x = 1\neval(x)\n');
  writeFileSync(join(root, 'package-lock.json'), '{}\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function inspect(report: object) {
  const path = join(root, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  const options = readOptions(
    'check',
    ['--offline', '--import', path],
    { path: '', noColor: true },
    NOW,
  );
  const { findings, coverage = [] } = await inspectReports(root, options, quietHost());
  return { findings, gaps: coverage.map(({ reason }) => reason) };
}

const result = (uri: string, more: object = {}, region: object = { startLine: 2 }) => ({
  ruleId: 'py.eval',
  message: { text: 'Detected eval.' },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  ...more,
});

const sarif = (results: readonly object[], rule: object = {}) => ({
  version: '2.1.0',
  runs: [
    { tool: { driver: { name: 'Semgrep OSS', rules: [{ id: 'py.eval', ...rule }] } }, results },
  ],
});

describe('a SARIF result about a file of the repository', () => {
  it('is a finding on its line, with the name of the scanner', async () => {
    const { findings, gaps } = await inspect(sarif([result('src/app.py')]));
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'semgrep-oss:py.eval',
        check: 'lint',
        severity: 'medium',
        message: 'Detected eval (reported by semgrep oss)',
        location: {
          ...{ path: 'src/app.py', startLine: 2, startColumn: 1, endLine: 2, endColumn: 8 },
        },
      }),
    ]);
    expect(gaps).toEqual([]);
  });

  it.each(['./src/app.py', '/src/app.py', 'src%2Fapp.py', 'src\\app.py'])(
    'is found at %s',
    async (uri) => {
      const { findings } = await inspect(sarif([result(uri)]));
      expect(findings[0]?.location?.path).toBe('src/app.py');
    },
  );

  it('is found at an absolute address', async () => {
    const { href } = pathToFileURL(join(root, 'src/app.py'));
    const { findings } = await inspect(sarif([result(href), result(join(root, 'src/app.py'))]));
    expect(findings.map(({ location }) => location?.path)).toEqual(['src/app.py', 'src/app.py']);
  });

  it.each([
    [{ level: 'error' }, {}, 'high'],
    [{}, { defaultConfiguration: { level: 'note' } }, 'low'],
    [{ level: 'none' }, {}, 'info'],
    [{ level: 'note' }, { properties: { 'security-severity': '9.8' } }, 'critical'],
  ])('%j of the rule %j is %s', async (more, rule, severity) => {
    const { findings } = await inspect(sarif([result('src/app.py', more)], rule));
    expect(findings[0]?.severity).toBe(severity);
  });

  it.each([
    { startLine: 99, endLine: -4, startColumn: 1e9 },
    { startLine: 'x' },
    { startLine: 1.5, endColumn: 0 },
  ])('has a place in the file whatever the region says: %j', async (region) => {
    const { findings } = await inspect(sarif([result('src/app.py', {}, region)]));
    const { startLine = 0, endLine = 0 } = findings[0]?.location ?? {};
    expect([startLine >= 1, startLine <= 3, endLine >= startLine]).toEqual([true, true, true]);
  });
});

it.each([{ suppressions: [{ kind: 'inSource' }] }, { kind: 'pass' }, { baselineState: 'absent' }])(
  'a SARIF result with %j is no problem',
  async (more) => {
    expect(await inspect(sarif([result('src/app.py', more)]))).toEqual({ findings: [], gaps: [] });
  },
);

it.each(['gone.py', '../app.py', 'src', '', 'https://example.com/src/app.py'])(
  'a SARIF result about %j is a gap',
  async (uri) => {
    expect(await inspect(sarif([result(uri)]))).toEqual({
      findings: [],
      gaps: [
        'Only vulnerabilities of packages and SARIF results about files are merged; not merged: 1 result that is about no file of the repository',
      ],
    });
  },
);

it('a vulnerability is on the lock file that Trivy scanned', async () => {
  const vulnerability = { VulnerabilityID: 'CVE-2026-1', PkgName: 'a', InstalledVersion: '1.0.0' };
  const { findings } = await inspect({
    SchemaVersion: 2,
    Results: [{ Target: 'package-lock.json', Vulnerabilities: [vulnerability] }],
  });
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'CVE-2026-1',
      location: expect.objectContaining({ path: 'package-lock.json', startLine: 1 }),
    }),
  ]);
});
