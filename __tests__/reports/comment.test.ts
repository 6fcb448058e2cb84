import { expect, test } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { isCommentWanted } from '../../src/reports/comment.js';
import { lint, report } from './sample.js';

const passed = (over: Partial<Report> = {}) =>
  report({ findings: [], incomplete: [], verdict: { outcome: 'pass', reasons: [] }, ...over });

test.each<[string, Report, boolean]>([
  ['a pass with nothing new', passed({ findings: [lint({ status: 'existing' })] }), false],
  ['a new finding', passed({ findings: [lint()] }), true],
  ['a new finding that a comment suppresses', passed({ suppressed: [lint()] }), true],
  ['an added suppression', passed({ addedSuppressions: ['DL3006 in Dockerfile:1'] }), true],
  ['a change of the policy', passed({ policyChange: ['fail-on is removed.'] }), true],
  ['a fail', passed({ verdict: { outcome: 'fail', reasons: [] } }), true],
  [
    'a check that could not run',
    passed({ incomplete: [{ check: 'lint', target: 'a', reason: 'b' }] }),
    true,
  ],
])('by default, %s is worth a comment: %s', (_, value, expected) => {
  expect(isCommentWanted(value, 'auto')).toBe(expected);
});

test('the other modes look at nothing, or at the verdict alone', () => {
  expect(isCommentWanted(passed(), 'always')).toBe(true);
  expect(isCommentWanted(passed({ findings: [lint()] }), 'on-failure')).toBe(false);
  expect(
    isCommentWanted(passed({ verdict: { outcome: 'incomplete', reasons: [] } }), 'on-failure'),
  ).toBe(true);
});
