import { CHECK_NAMES } from '../../core/check-names.js';
import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { allowedGapSentence, allowedGaps } from '../coverage-table.js';
import { escapeHtml, shorten } from '../escape.js';
import type { Format, ReportContext } from '../format.js';

/** JUnit XML for CI servers: a test suite for each file or image, a failed test case for each finding. */
export const junit: Format = {
  id: 'junit',
  description: 'JUnit XML for CI servers',
  render,
};

function render(report: Report, context: ReportContext): string {
  const findings = report.findings.filter((f) => f.status !== 'fixed');
  const suites = groupBy(findings, suiteOf);
  for (const target of report.targets) {
    if (!suites.has(target.name)) suites.set(target.name, []);
  }
  const seconds = Math.max(0, (context.ended.getTime() - context.started.getTime()) / 1_000);
  const parts = [...suites].map(([name, own]) => renderSuite(name, own, context));
  const failures = findings.filter((f) => f.status !== 'excepted').length;
  const allowed = allowedGaps(report.coverage);
  const errors =
    report.incomplete.length + allowed.length > 0 ? [renderIncomplete(report, context)] : [];
  const tests =
    findings.length +
    report.incomplete.length +
    allowed.length +
    [...suites.values()].filter((s) => s.length === 0).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portside" tests="${tests}" failures="${failures}" errors="${report.incomplete.length}" time="${seconds}">`,
    ...parts,
    ...errors,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(finding: Finding): string {
  return finding.subject?.image ?? finding.location?.path ?? finding.check;
}

function renderSuite(name: string, findings: readonly Finding[], context: ReportContext): string {
  const excepted = findings.filter((f) => f.status === 'excepted').length;
  const title = escapeAttribute(name, 1_000);
  const cases =
    findings.length === 0
      ? [`    <testcase name="no findings" classname="${title}"/>`]
      : findings.map((f) => renderCase(f, title));
  return [
    `  <testsuite name="${title}" tests="${Math.max(findings.length, 1)}" failures="${findings.length - excepted}" errors="0" skipped="${excepted}" timestamp="${startTime(context)}">`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function renderCase(finding: Finding, suiteName: string): string {
  const { location } = finding;
  const place = location ? ` ${location.path}:${location.startLine}` : '';
  const subject = finding.subject?.purl ?? finding.subject?.path ?? '';
  const name = escapeAttribute(`${finding.rule}${place}${subject ? ` ${subject}` : ''}`, 1_000);
  const message = escapeAttribute(finding.message, 4_000);
  const prefix = location ? `${location.path}:${location.startLine}:${location.startColumn}: ` : '';
  const body =
    finding.status === 'excepted'
      ? `<skipped message="suppressed by ${suppressedBy(finding)}"/>`
      : `<failure type="${finding.severity}" message="${message}">${escapeAttribute(prefix, 1_000)}${message}</failure>`;
  return `    <testcase name="${name}" classname="${suiteName}">${body}</testcase>`;
}

function suppressedBy({ exception }: Finding): string {
  return exception?.source === 'vex' ? 'a VEX document' : 'a policy exception';
}

function renderIncomplete(report: Report, context: ReportContext): string {
  const n = report.incomplete.length;
  const allowed = allowedGaps(report.coverage);
  return [
    `  <testsuite name="incomplete checks" tests="${n + allowed.length}" failures="0" errors="${n}" skipped="${allowed.length}" timestamp="${startTime(context)}">`,
    ...report.incomplete.map(
      (i) =>
        `    <testcase name="${CHECK_NAMES[i.check]} check" classname="${escapeAttribute(i.target, 1_000)}"><error type="incomplete" message="${escapeAttribute(i.reason, 4_000)}"/></testcase>`,
    ),
    ...allowed.map(
      (row) =>
        `    <testcase name="${CHECK_NAMES[row.check]} check" classname="${escapeAttribute(row.target, 1_000)}"><skipped message="${escapeAttribute(allowedGapSentence(row), 4_000)}"/></testcase>`,
    ),
    '  </testsuite>',
  ].join('\n');
}

function startTime(context: ReportContext): string {
  return context.started.toISOString().slice(0, 19);
}

function escapeAttribute(text: string, length: number): string {
  return escapeHtml(shorten(text, length));
}
