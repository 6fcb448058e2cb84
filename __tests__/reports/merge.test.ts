import { describe, expect, it } from '@jest/globals';
import type { Outcome, Report } from '../../src/findings/report.js';
import { mergeReports } from '../../src/reports/merge.js';
import { lint, report, vulnerability } from './sample.js';

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

  it('is associative and leaves one report as it is', () => {
    expect(mergeReports(mergeReports(app, worker), cron)).toEqual(
      mergeReports(app, mergeReports(worker, cron)),
    );
    expect(mergeReports(app)).toEqual(app);
  });
});
