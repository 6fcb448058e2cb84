import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { planOf } from '../../src/remedy/plan/plan-of.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { hiddenNote } from '../../src/reports/hidden-findings.js';
import { joinResults } from '../../src/reports/joined-report.js';
import { isNarrowed, narrow } from '../../src/reports/narrow.js';
import { summarizeReport } from '../../src/reports/report-summary.js';
import { createJobResult, readJobResult } from '../../src/reports/stored/job-result.js';
import { context, lint, report, vulnerability } from './sample.js';

const high = lint({ rule: 'HIGH', severity: 'high' });
const low = lint({ rule: 'LOW', severity: 'low' });
const unfixed = vulnerability('CVE-1', 'a', {
  severity: 'high',
  details: { ...vulnerability('CVE-1', 'a').details, fixed: null } as never,
});
const docs = lint({
  rule: 'DOCS',
  severity: 'high',
  location: { path: 'docs/Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
});
const all = report({ findings: [high, low, unfixed, docs], notes: [] });
const everything = { onlyFixed: false, exclude: [] };
const result = { report: all, context: context() };
const rulesOf = (narrowed: typeof result) => narrowed.report.findings.map(({ rule }) => rule);

describe('what is shown of a report', () => {
  it('severity: findings at or above it', () => {
    expect(rulesOf(narrow(result, { ...everything, severity: 'high' }))).toEqual([
      'HIGH',
      'CVE-1',
      'DOCS',
    ]);
  });

  it('only-fixed: vulnerabilities with a fix, and all findings of other checks', () => {
    expect(rulesOf(narrow(result, { ...everything, onlyFixed: true }))).toEqual([
      'HIGH',
      'LOW',
      'DOCS',
    ]);
  });

  it('exclude: findings in other files, and those without a file', () => {
    expect(rulesOf(narrow(result, { ...everything, exclude: ['docs/**'] }))).toEqual([
      'HIGH',
      'LOW',
      'CVE-1',
    ]);
  });

  it('always includes what fails the policy', () => {
    const narrowing = { severity: 'critical', onlyFixed: true, exclude: ['**'] } as const;
    const fails = ({ rule }: Finding) => rule === 'DOCS';
    const failing = { report: all, context: context({ fails }) };
    expect(rulesOf(narrow(failing, narrowing))).toEqual(['DOCS']);
  });

  it('has a note that counts what is left out, and the same verdict', () => {
    const narrowed = narrow(result, { severity: 'high', onlyFixed: true, exclude: ['docs/**'] });
    expect(hiddenNote(narrowed.context)).toBe(
      'Not shown, as requested: 1 finding below high, 1 finding without a fix, 1 finding in excluded files',
    );
    expect(narrowed.report.verdict).toEqual(all.verdict);
  });

  it('names a glob that matches no file with a finding', () => {
    const { findings, notes } = narrow(result, { ...everything, exclude: ['nowhere/**'] }).report;
    expect(findings).toEqual(all.findings);
    expect(notes).toEqual([{ message: 'No finding is in a file that matches nowhere/**' }]);
  });

  it('is the report itself when nothing is left out', () => {
    expect(narrow(result, everything)).toBe(result);
  });
});

it('all formats but those for programs are narrowed', () => {
  const secret = lint({ check: 'secret', rule: 'SECRET', severity: 'high' });
  const found = { ...all, findings: [...all.findings, secret] };
  const narrowed = narrow({ ...result, report: found }, { ...everything, severity: 'critical' });
  for (const [id, { render }] of REPORT_FORMATS) {
    const [before, after] = [render(found, context()), render(narrowed.report, narrowed.context)];
    if (isNarrowed(id)) expect([id, after]).not.toEqual([id, before]);
  }
  expect([...REPORT_FORMATS.keys()].filter((id) => !isNarrowed(id))).toEqual([
    'json',
    'cyclonedx',
    'cyclonedx-1.7',
    'spdx',
    'in-toto-vsa',
    'in-toto-vuln',
  ]);
});

describe('the totals of a narrowed report', () => {
  const passed = report({
    findings: [high, low, docs, lint({ rule: 'SUPPRESSED', severity: 'low', status: 'excepted' })],
    verdict: { outcome: 'pass', reasons: [] },
    incomplete: [],
    coverage: [{ check: 'lint', target: 'Dockerfile', state: 'checked' }],
    notes: [],
  });
  const complete = { report: passed, context: context() };
  const NOTE = 'Not shown, as requested: 3 findings below critical';
  const narrowed = narrow(complete, { ...everything, severity: 'critical' });
  const HEADLINE = '✅ Portside: passed with 2 high and 1 low finding';

  it('are those of the complete report, and the note counts the same findings', () => {
    const before = summarizeReport(complete.report, complete.context);
    const after = summarizeReport(narrowed.report, narrowed.context);
    expect(after.counts).toEqual(before.counts);
    expect([after.headline, before.headline]).toEqual([HEADLINE, HEADLINE]);
    expect(hiddenNote(narrowed.context)).toBe(NOTE);
  });

  it('excluded files are counted too', () => {
    const { report: shown, context: around } = narrow(complete, { ...everything, exclude: ['**'] });
    expect(summarizeReport(shown, around).headline).toBe(HEADLINE);
    expect(hiddenNote(around)).toBe('Not shown, as requested: 3 findings in excluded files');
  });

  it('existing findings that are not shown are the result of a comparison', () => {
    const old = report({ ...passed, findings: [lint({ severity: 'low', status: 'existing' })] });
    const hidden = narrow({ report: old, context: context() }, { ...everything, severity: 'high' });
    const { headline, isCompared } = summarizeReport(hidden.report, hidden.context);
    expect(isCompared).toBe(true);
    expect(headline).toBe('✅ Portside: nothing new, 1 existing finding');
  });

  it.each(['text', 'markdown', 'html'])('%s has them, and the note is not folded', (id) => {
    const text = REPORT_FORMATS.get(id)?.render(narrowed.report, narrowed.context) ?? '';
    expect(text).toContain('2 high and 1 low finding');
    expect(text.replace(/<details.*?<\/details>/gs, '')).toContain(NOTE);
    expect(text).not.toMatch(/no findings|nothing new|None\./i);
    expect(text.split(NOTE)).toHaveLength(2);
  });

  it('the text report counts what it does not list', () => {
    const text = REPORT_FORMATS.get('text')?.render(narrowed.report, narrowed.context);
    expect(text).toContain('3 findings: 2 high, 1 low · 1 suppressed by policy exceptions or VEX');
  });

  it('a job of a matrix counts them in its row, and findings that another job shows count once', () => {
    const job = { index: 0, total: 2 };
    const stored = createJobResult(narrowed.report, narrowed.context, job);
    const read = readJobResult(JSON.parse(JSON.stringify(stored)));
    if (!read) throw new Error('the result cannot be read');
    const other = createJobResult(passed, context({ category: 'b' }), { ...job, index: 1 });
    const joined = joinResults([read, other]);
    expect(joined.context.joined?.jobs.map(({ counts }) => counts.new.total)).toEqual([3, 3]);
    const text = renderMarkdown(joined.report, context(joined.context), COMMENT_SIZE);
    expect(text).toContain(HEADLINE);
    expect(text.replace(/<details.*?<\/details>/gs, '')).toContain(
      'Not shown, as requested: findings below critical',
    );
  });
});

it('the next step uses the advice about the base image that is not shown', () => {
  const line = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
  const [rule] = context().rules.values();
  const book = new Map(
    rule ? [['PS0029', { ...rule, id: 'PS0029', clearedBy: 'supported-base-image' as const }]] : [],
  );
  const ended = 'alpine 3.19 reached end of life';
  const details = { ended, options: [{ reference: 'alpine:3.24' }] };
  const both = [
    lint({ rule: 'PS0029', severity: 'high', location: line }),
    lint({ rule: 'BASE-IMAGE', check: 'hardening', severity: 'info', location: line, details }),
  ];
  const verdict = { outcome: 'fail', reasons: [] } as const;
  const plan = planOf({ findings: both, targets: [], rules: book });
  const failed = report({ findings: both, verdict, coverage: [], incomplete: [], plan });
  const { report: shown, context: around } = narrow(
    { report: failed, context: context({ rules: book }) },
    { ...everything, severity: 'high' },
  );
  const { plan: shownPlan, headline } = summarizeReport(shown, around);
  expect(shownPlan?.steps.map(({ title }) => title)).toEqual(['Use base image alpine:3.24']);
  expect(headline).toBe('❌ Portside: 1 high and 1 info finding. Use base image alpine:3.24');
});
