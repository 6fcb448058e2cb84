import { CHECK_NAMES } from '../../core/check-names.js';
import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { escapeHtml, shorten } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { gapSentence, gapsOf, gapTarget } from '../gaps.js';

/**
 * JUnit XML for CI servers: a test suite for each file or image, a test case for each finding. Those that fail the
 * policy are failures; the others are skipped.
 */
export const junit: Format = {
  id: 'junit',
  description: 'JUnit XML for CI servers',
  render,
};

function render(report: Report, given: ReportContext): string {
  // Merged reports do not say which policy applied: findings fail it only if one of the reports fails.
  const context = { fails: () => report.verdict.outcome === 'fail', ...given };
  const findings = report.findings.filter((f) => f.status !== 'fixed');
  const suites = groupBy(findings, suiteOf);
  const checked = new Set(report.coverage.flatMap((row) => (isNothing(row) ? [] : [row.target])));
  for (const { name } of report.targets)
    if (checked.has(name) && !suites.has(name)) suites.set(name, []);
  const seconds = Math.max(0, (context.ended.getTime() - context.started.getTime()) / 1_000);
  const parts = [...suites].map(([name, own]) => renderSuite(name, own, context));
  const failures = findings.filter((f) => isFailure(f, context)).length;
  const { open, allowed, informational } = gapsOf(report);
  const skipped = [...allowed, ...informational];
  const gaps = [...open, ...skipped];
  const tests =
    findings.length + gaps.length + [...suites.values()].filter((s) => s.length === 0).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portside" tests="${tests}" failures="${failures}" errors="${open.length}" time="${seconds}">`,
    ...parts,
    ...(gaps.length > 0 ? [renderGaps(open, skipped, context)] : []),
    '</testsuites>',
    '',
  ].join('\n');
}

/** Whether the check looked at nothing of its target. */
function isNothing({ state }: Coverage): boolean {
  return state === 'not-covered' || state === 'failed';
}

function suiteOf(finding: Finding): string {
  return finding.subject?.image ?? finding.location?.path ?? finding.check;
}

function renderSuite(name: string, findings: readonly Finding[], context: ReportContext): string {
  const failures = findings.filter((f) => isFailure(f, context)).length;
  const title = escapeAttribute(name, 1_000);
  const cases =
    findings.length === 0
      ? [`    <testcase name="no findings" classname="${title}"/>`]
      : findings.map((f) => renderCase(f, title, context));
  return [
    `  <testsuite name="${title}" tests="${Math.max(findings.length, 1)}" failures="${failures}" errors="0" skipped="${findings.length - failures}" timestamp="${startTime(context)}">`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function isFailure(finding: Finding, { fails }: ReportContext): boolean {
  return finding.status !== 'excepted' && fails?.(finding) === true;
}

function renderCase(finding: Finding, suiteName: string, context: ReportContext): string {
  const { location } = finding;
  const place = location ? ` ${location.path}:${location.startLine}` : '';
  const subject = finding.subject?.purl ?? finding.subject?.path ?? '';
  const name = escapeAttribute(`${finding.rule}${place}${subject ? ` ${subject}` : ''}`, 1_000);
  const message = escapeAttribute(finding.message, 4_000);
  const prefix = location ? `${location.path}:${location.startLine}:${location.startColumn}: ` : '';
  const body = !isFailure(finding, context)
    ? `<skipped message="${skippedBecause(finding)}: ${message}"/>`
    : `<failure type="${finding.severity}" message="${message}">${escapeAttribute(prefix, 1_000)}${message}</failure>`;
  return `    <testcase name="${name}" classname="${suiteName}">${body}</testcase>`;
}

function skippedBecause({ exception, status, severity }: Finding): string {
  if (status !== 'excepted') return `${severity}, does not fail the policy`;
  if (exception?.source === 'evidence') return 'not affected';
  return `suppressed by ${exception?.source === 'vex' ? 'a VEX document' : 'a policy exception'}`;
}

function renderGaps(
  open: readonly Coverage[],
  skipped: readonly Coverage[],
  context: ReportContext,
): string {
  const testCase = (gap: Coverage, result: string) =>
    `    <testcase name="${CHECK_NAMES[gap.check]} check" classname="${escapeAttribute(gapTarget(gap), 1_000)}"><${result} message="${escapeAttribute(gapSentence(gap), 4_000)}"/></testcase>`;
  return [
    `  <testsuite name="not checked" tests="${open.length + skipped.length}" failures="0" errors="${open.length}" skipped="${skipped.length}" timestamp="${startTime(context)}">`,
    ...open.map((gap) => testCase(gap, 'error type="incomplete"')),
    ...skipped.map((gap) => testCase(gap, 'skipped')),
    '  </testsuite>',
  ].join('\n');
}

function startTime(context: ReportContext): string {
  return context.started.toISOString().slice(0, 19);
}

function escapeAttribute(text: string, length: number): string {
  return escapeHtml(shorten(text, length));
}
