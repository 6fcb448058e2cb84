import { relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOptions } from '../../src/options/read-options.js';
import { withPolicyAdvisories } from '../../src/vulnerabilities/policy-advisories.js';
import { NOW } from '../now.js';
import { policyOf } from '../policy/policy-of.js';

const DIGEST = `sha256:${'0'.repeat(64)}`;

test.each([
  ['advisories: osv', [], { advisories: '/repo/osv' }],
  ['advisories: osv', ['--advisories', 'mine'], { advisories: 'mine' }],
  [`advisories: ghcr.io/acme/db@${DIGEST}`, [], { advisories: `ghcr.io/acme/db@${DIGEST}` }],
  [
    'advisories: { path: osv, maximum-age-days: 3 }',
    [],
    { advisories: '/repo/osv', maximumAgeDays: 3 },
  ],
  [
    'advisories: { maximum-age-days: 3 }',
    ['--advisories', 'mine'],
    { advisories: 'mine', maximumAgeDays: 3 },
  ],
  [
    'advisories: { vex: [v.json] }',
    ['--vex', 'mine'],
    { vex: ['mine', relative('', '/repo/v.json')] },
  ],
])('%s with %j', (text, words, expected) => {
  const settings = readOptions('check', words, { path: '', noColor: true }, NOW);
  expect(withPolicyAdvisories('/repo', policyOf(text, 'portside.yml'), settings)).toEqual({
    vex: [],
    ...expected,
  });
});

test.each(['advisories: ../osv', 'advisories: { vex: [/etc/vex.json] }'])(
  '%s leaves the repository and is refused',
  (text) => {
    const settings = readOptions('check', [], { path: '', noColor: true }, NOW);
    const policy = policyOf(text, 'portside.yml');
    expect(() => withPolicyAdvisories('/repo', policy, settings)).toThrow(/outside the repository/);
  },
);
