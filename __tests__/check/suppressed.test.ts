import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Finding } from '../../src/core/finding.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { applySuppressions } from '../../src/policy/suppressions.js';
import { json } from '../../src/reports/formats/json.js';
import { renderMarkdown, SUMMARY_SIZE } from '../../src/reports/formats/markdown.js';
import { buildSarifLog, buildSarifPart } from '../../src/reports/formats/sarif.js';
import { textFormat } from '../../src/reports/formats/text.js';
import { readReport } from '../../src/reports/stored/read-report.js';
import { NOW } from '../now.js';
import { context } from '../reports/sample.js';

/** What comments in files suppress is shown, and the policy decides over it. */

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-suppressed-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, words: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), words);
};
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const run = async (...words: string[]): Promise<Report> => {
  const environment = { path: '', noColor: true };
  const options = readOptions(
    'check',
    ['--offline', ...words],
    environment,
    new Date('2026-11-24'),
  );
  return (await check(root, options, host)).report;
};
const TOKEN = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4'.slice(0, 36)}`;
const DOCKERFILE = `FROM debian:13@sha256:${'a'.repeat(64)}
# portside ignore=DL3004 until=2099-01-31 reason=the base image asks for it
RUN sudo true
COPY config.ini /
`;
const SILENT = () => {
  write('Dockerfile', DOCKERFILE);
  write('config.ini', `token=${TOKEN} # gitleaks:allow\n`);
  write(
    'compose.yaml',
    'services:\n  web:\n    image: a\n    privileged: true # portside ignore=DEP-PRIV\n',
  );
};
const told = (report: Report) =>
  (report.suppressed ?? []).map((f) => [f.rule, f.status, f.suppression]);

describe('findings that comments suppress', () => {
  it('are listed with the comment, wherever it stands, and are no findings', async () => {
    SILENT();
    const report = await run();
    expect(told(report)).toEqual(
      expect.arrayContaining([
        [
          'DL3004',
          'new',
          {
            path: 'Dockerfile',
            line: 2,
            rule: 'DL3004',
            reason: 'the base image asks for it',
            until: '2099-01-31',
          },
        ],
        ['DEP-PRIV', 'new', { path: 'compose.yaml', line: 4, rule: 'DEP-PRIV' }],
        [
          expect.stringMatching(/github/i),
          'new',
          { path: 'config.ini', line: 1, rule: 'gitleaks:allow' },
        ],
      ]),
    );
    expect(report.findings.map((f) => f.rule)).not.toContain('DL3004');
    expect(readReport(Buffer.from(json.render(report, context())), 'x')).toEqual(report);
  });

  it('are said in Markdown, text and SARIF; not in what is uploaded', async () => {
    SILENT();
    const report = await run();
    const markdown = renderMarkdown(report, context(), SUMMARY_SIZE);
    expect(markdown).toMatch(/\*\*\d findings suppressed by comments\*\*/);
    expect(markdown).toMatch(
      /- low DL3004 at Dockerfile:3, suppressed in Dockerfile:2 until 2099-01-31: the base image asks for it/,
    );
    expect(markdown).toContain('no reason given');
    expect(textFormat.render(report, context())).toMatch(
      /Suppressed by comments\n(?: {2}.*\n)* {2}DEP-PRIV/,
    );
    const results = (log: ReturnType<typeof buildSarifLog>['log']) =>
      log.runs.flatMap((r) => r.results ?? []);
    const suppressed = results(buildSarifLog(report, context()).log).filter((r) => r.suppressions);
    expect(suppressed.map((r) => r.ruleId)).toContain('DL3004');
    expect(suppressed.find((r) => r.ruleId === 'DL3004')?.suppressions?.[0]).toMatchObject({
      kind: 'inSource',
      justification: 'the base image asks for it',
    });
    expect(
      results(buildSarifPart(report, context(), { part: 0 }).log).some((r) => r.suppressions),
    ).toBe(false);
  });

  it('are known where the baseline suppresses them too', async () => {
    SILENT();
    const before = json.render(await run(), context());
    const file = join(root, 'before.json');
    writeFileSync(file, before);
    write('Dockerfile', `${DOCKERFILE}# hadolint ignore=DL3002\nUSER root\n`);
    const report = await run('--baseline', file);
    const status = Object.fromEntries((report.suppressed ?? []).map((f) => [f.rule, f.status]));
    expect(status).toMatchObject({ DL3004: 'existing', 'DEP-PRIV': 'existing', DL3002: 'new' });
    expect(renderMarkdown(report, context({ baseline: 'main' }), SUMMARY_SIZE)).toMatch(
      /^### .*; adds 1 suppression\n[\s\S]*\*\*Suppressions that this pull request adds\*\*\n\n- comment: DL3002 in Dockerfile/,
    );
  });

  it.each([
    ['deny-new', ['DL3002']],
    ['deny', ['DL3002', 'DL3004']],
  ])('count all the same where the policy says %s', async (mode, rules) => {
    SILENT();
    const file = join(root, 'before.json');
    writeFileSync(file, json.render(await run(), context()));
    write('.github/portside.yml', `ignore-comments: ${mode}\nrule-set: all\n`);
    write('Dockerfile', `${DOCKERFILE}# hadolint ignore=DL3002\nUSER root\n`);
    const { findings } = await run('--baseline', file);
    const counting = findings.filter((f) => f.message.includes('not suppressed by the comment'));
    expect(counting.map((f) => f.rule)).toEqual(expect.arrayContaining(rules));
    expect(counting.map((f) => f.rule).includes('DL3004')).toBe(mode === 'deny');
  });
});

test('a duplicate of a known finding does not hide behind it', () => {
  const finding = { fingerprint: 'a', message: 'x', exception: { path: 'D', line: 1 } };
  const suppressed = [finding, finding] as unknown as Finding[];
  const before = {
    findings: new Set(['a']),
    wide: new Set<string>(),
    identities: new Set<string>(),
  };
  const policy = { ...DEFAULT_POLICY, ignoreComments: 'deny-new' } as const;
  const { suppressed: kept, denied } = applySuppressions(suppressed, policy, {
    before,
    now: NOW,
    isPullRequest: () => true,
  });
  expect([kept.length, denied.map((f) => f.fingerprint)]).toEqual([1, ['a']]);
  const push = applySuppressions(suppressed, policy, { now: NOW, isPullRequest: () => false });
  expect([push.suppressed.length, push.denied.length]).toEqual([2, 0]);
});
