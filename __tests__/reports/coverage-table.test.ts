import { describe, expect, it } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import { FORMATS } from '../../src/reports/all-formats.js';
import { coverageLines, coverageSummary } from '../../src/reports/coverage-table.js';
import { context, report } from './sample.js';

const CHART: Coverage = {
  check: 'manifest',
  target: 'chart',
  state: 'not-covered',
  reason: 'A Helm chart',
};
const ALLOWED: Coverage = { ...CHART, target: 'other', allowed: true };
const CHECKED: Coverage = { check: 'lint', target: 'Dockerfile', state: 'checked' };

describe('the coverage', () => {
  it('lists gaps first, with those that the policy allows marked', () => {
    expect(coverageLines([CHECKED, CHART, ALLOWED])).toEqual([
      { target: 'chart', checks: 'manifest', state: 'not covered: A Helm chart' },
      {
        target: 'other',
        checks: 'manifest',
        state: 'not covered, allowed by the policy: A Helm chart',
      },
      { target: 'Dockerfile', checks: 'lint', state: 'checked' },
    ]);
  });

  it('is summarized with its gaps and those that the policy allows', () => {
    expect(coverageSummary([CHECKED])).toBe('1 check of 1 target');
    expect(coverageSummary([CHECKED, CHART])).toBe('2 checks of 2 targets, 1 not complete');
    expect(coverageSummary([CHECKED, CHART, ALLOWED])).toBe(
      '3 checks of 3 targets, 2 not complete, of which the policy allows 1',
    );
  });
});

it.each([
  ['text', 'other: manifest: not covered, allowed by the policy: A Helm chart'],
  ['markdown', 'not covered, allowed by the policy: A Helm chart'],
  ['html', 'other: manifest: not covered, allowed by the policy: A Helm chart'],
  ['json', '"allowed":true'],
  ['junit', '<skipped message="The manifest check of other is not complete, which the policy'],
  ['gitlab', 'The manifest check of other is not complete, which the policy allows: A Helm chart'],
  ['sarif', 'The manifest check of other is not complete, which the policy allows: A Helm chart'],
])('%s names an allowed gap apart from failures', (format, text) => {
  const passed = report({
    findings: [],
    incomplete: [],
    coverage: [CHECKED, ALLOWED],
    verdict: { outcome: 'pass', reasons: [] },
  });
  const written = FORMATS.get(format)?.render(passed, context()) ?? '';
  const document = typeof written === 'string' ? written : [...written].join('');
  expect(format === 'json' ? document.replaceAll(' ', '') : document).toContain(text);
  expect(document).not.toMatch(/Incomplete checks|could not run|<error/);
  if (format === 'markdown') expect(document).toContain('1 gap in coverage allowed by the policy');
});
