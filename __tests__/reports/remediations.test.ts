import { expect, test } from '@jest/globals';
import { allRemediations } from '../../src/reports/remediations.js';
import { lint, vulnerability } from './sample.js';

const NO_RULES = new Map();

test.each([
  [['4.17.19', '4.17.21', '4.17.9'], 'upgrade lodash to 4.17.21'],
  [['4.17', '4.17.1'], 'upgrade lodash to 4.17.1'],
  [['1.0-1+deb12u1', '1.0-1+deb12u1'], 'upgrade lodash to 1.0-1+deb12u1'],
  [['1.0-rc1', '1.0'], 'upgrade lodash'],
])('fixes in %j become: %s', (fixes, title) => {
  const findings = fixes.map((fixed, i) =>
    vulnerability(`CVE-${i}`, 'lodash', { details: { fixed } }),
  );
  expect(allRemediations(findings, NO_RULES).map((r) => r.title)).toContain(title);
});

test.each([
  [lint({ fix: { description: 'Use COPY instead of ADD', edits: [] } }), 'use COPY instead of ADD'],
  [
    lint({ check: 'secret', rule: 'npm-token', message: 'npm access token exposed.' }),
    'revoke and remove the secret: npm access token exposed',
  ],
  [lint({ rule: 'PS0014', message: 'ENV A holds a secret' }), 'PS0014: ENV A holds a secret'],
])('a finding %# has its own remediation', (finding, title) => {
  expect(allRemediations([finding], NO_RULES).map((r) => r.title)).toEqual([title]);
});
