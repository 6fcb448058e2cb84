import { expect, test } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { headline } from '../../src/reports/headline.js';
import { context, report } from './sample.js';

const PASS: Partial<Report> = {
  findings: [],
  incomplete: [],
  coverage: [],
  verdict: { outcome: 'pass', reasons: [] },
};
const nothing = report({ ...PASS, targets: [] });

test('without a target, no finding is not a success', () => {
  expect(headline(nothing, context())).toBe(
    'ℹ️ Container check: nothing to check, so nothing was checked',
  );
  expect(headline(nothing, context({ untrusted: true }))).toMatch(/: pass, nothing was checked$/);
});

test('with targets, no finding is a success', () => {
  const passed = report(PASS);
  expect(headline(passed, context())).toBe('✅ Container check passed: no findings');
});
