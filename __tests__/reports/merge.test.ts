import { describe, expect, it } from '@jest/globals';
import type { Outcome, Report } from '../../src/findings/report.js';
import { comparison } from '../../src/reports/format.js';
import { json } from '../../src/reports/json.js';
import { markdown } from '../../src/reports/markdown.js';
import { mergeReports } from '../../src/reports/merge.js';
import { readReport } from '../../src/reports/read-report.js';
import { context, lint, report, vulnerability } from './sample.js';

function leg(image: string, outcome: Outcome, reason: string): Report {
  return report({
    targets: [
      { kind: 'dockerfile', name: 'Dockerfile' },
      { kind: 'image', name: image },
    ],
    findings: [lint(), vulnerability('CVE-2024-0001', 'zlib', { subject: { image } })],
    verdict: { outcome, reasons: [reason] },
  });
}

const [app, worker, cron] = [
  leg('app', 'pass', 'a'),
  leg('worker', 'incomplete', 'b'),
  leg('cron', 'fail', 'c'),
];

describe('mergeReports', () => {
  it('has what several legs found in the same words once, and each image’s own', () => {
    const merged = mergeReports(app, worker);
    expect(merged.targets.map((t) => t.name)).toEqual(['Dockerfile', 'app', 'worker']);
    expect(merged.findings.map((f) => [f.rule, f.subject?.image])).toEqual([
      ['DL3008', undefined],
      ['CVE-2024-0001', 'app'],
      ['CVE-2024-0001', 'worker'],
    ]);
  });

  it.each<[string, Report[], Outcome]>([
    ['fail', [app, cron, worker], 'fail'],
    ['incomplete', [app, worker], 'incomplete'],
    ['pass', [app, app], 'pass'],
  ])('has the worst verdict: %s', (_, [first = app, ...rest], outcome) => {
    expect(mergeReports(first, ...rest).verdict.outcome).toBe(outcome);
  });

  it('keeps what each leg was compared with, and why one was not', () => {
    const main = { baseline: { with: ['main at 0a1b2c3d'], missing: [] } };
    const [a, b, c] = [
      { ...app, ...main },
      { ...worker, ...main },
      { ...cron, baseline: { with: [], missing: ['no run on main has kept one yet'] } },
    ];
    const merged = mergeReports(a, mergeReports(b, c));
    expect(merged.baseline).toEqual({
      with: ['main at 0a1b2c3d'],
      missing: ['no run on main has kept one yet'],
    });
    expect(mergeReports(mergeReports(a, b), c)).toEqual(merged);
    expect(mergeReports(app, worker)).not.toHaveProperty('baseline');
    const text = markdown.render(readReport(json.render(merged, context()), 'merged'), {
      ...context(),
      ...comparison(merged),
    });
    expect(text).toContain('against `main at 0a1b2c3d`');
    expect(text).toContain('(no run on main has kept one yet)');
  });

  it('is associative and leaves one report as it is', () => {
    expect(mergeReports(mergeReports(app, worker), cron)).toEqual(
      mergeReports(app, mergeReports(worker, cron)),
    );
    expect(mergeReports(app)).toEqual(app);
  });
});
