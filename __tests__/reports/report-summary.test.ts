import { expect, test } from '@jest/globals';
import { SEVERITIES } from '../../src/core/severity.js';
import { LISTS, summarizeReport } from '../../src/reports/report-summary.js';
import { context, lint, report, vulnerability } from './sample.js';

const suppression = { path: 'Dockerfile', line: 2, rule: 'DL3008' };

test('every finding is in one list, and the counts are those of the lists', () => {
  const findings = (['new', 'existing', 'fixed', 'excepted'] as const).flatMap((status) =>
    SEVERITIES.map((severity) => lint({ status, severity, rule: `${status}-${severity}` })),
  );
  const suppressed = [lint({ status: 'existing', suppression }), lint({ suppression })];
  const summary = summarizeReport(report({ findings, suppressed }), context());
  const listed = LISTS.flatMap((list) => summary.findings[list]);
  expect(new Set(listed)).toEqual(new Set([...findings, ...suppressed]));
  expect(listed).toHaveLength(22);
  expect(summary.counts.new).toEqual({
    ...{ critical: 1, high: 1, medium: 1, low: 1, info: 1 },
    total: 5,
  });
  expect(summary.counts.suppressed).toMatchObject({ medium: 3, total: 7 });
});

test('only what is malicious or exploited comes before a more severe finding', () => {
  const findings = [
    lint({ severity: 'low' }),
    lint({ severity: 'high' }),
    vulnerability('CVE-1', 'a', { severity: 'high', details: { fixed: undefined } }),
    vulnerability('CVE-2', 'b', { severity: 'high' }),
    vulnerability('CVE-3', 'c', { severity: 'critical', details: { fixed: undefined } }),
    vulnerability('CVE-4', 'd', { severity: 'low', details: { exploited: true } }),
    vulnerability('MAL-1', 'e', { severity: 'medium', check: 'malware' }),
  ];
  const { findings: lists } = summarizeReport(report({ findings }), context());
  expect(lists.new.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
    'medium MAL-1',
    'low CVE-4',
    'critical CVE-3',
    'high CVE-2',
    'high CVE-1',
    'high DL3008',
    'low DL3008',
  ]);
});

test('the first steps are about new findings, and about existing ones only if nothing new fails', () => {
  const stepOf = (...findings: Parameters<typeof vulnerability>[2][]) =>
    summarizeReport(
      report({
        findings: findings.map((over, i) =>
          vulnerability(`CVE-${i}`, `p${i}`, {
            subject: { purl: `pkg:npm/p${i}@1.0` },
            ...over,
          }),
        ),
      }),
      context(),
    ).plan?.steps.map(({ title }) => title);
  expect(stepOf({ status: 'existing', severity: 'critical' }, { severity: 'medium' })).toEqual([
    'Upgrade p1 to 1.1',
  ]);
  expect(stepOf({ status: 'existing' })).toEqual(['Upgrade p0 to 1.1']);
  expect(stepOf({ severity: 'low' })).toEqual([]);
  const existing = report({
    findings: [vulnerability('CVE-1', 'a', { status: 'existing' })],
    verdict: { outcome: 'pass', reasons: [] },
  });
  expect(summarizeReport(existing, context({ baseline: 'main' })).plan?.steps).toEqual([]);
});
