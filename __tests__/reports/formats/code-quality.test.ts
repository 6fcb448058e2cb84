import { expect, test } from '@jest/globals';
import { codeQuality } from '../../../src/reports/formats/code-quality.js';
import { context, lint, report } from '../sample.js';

test('the code quality report has the fields that GitLab reads', () => {
  const issues = JSON.parse(
    codeQuality.render(report({ findings: [lint()], incomplete: [] }), context()),
  );
  expect(issues).toEqual([
    {
      type: 'issue',
      check_name: 'DL3008',
      categories: ['Security'],
      description: 'DL3008: Pin the version of curl',
      fingerprint: lint().fingerprint,
      severity: 'major',
      location: { path: 'Dockerfile', lines: { begin: 3, end: 3 } },
    },
  ]);
});
