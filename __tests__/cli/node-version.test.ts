import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { refuseOldNode } from '../../src/cli/node-version.js';

test.each(['v18.20.8', 'v19.9.0', 'v9.0.0'])(
  '%s is refused, and told what to install',
  (version) => {
    expect(() => refuseOldNode(version)).toThrow(
      expect.objectContaining({ code: 'PSE9012', kind: 'usage' }),
    );
    expect(() => refuseOldNode(version)).toThrow(/Install Node\.js 20/);
  },
);

test.each(['v20.0.0', 'v24.11.1', 'v100.0.0', process.version])('%s is not', (version) => {
  expect(() => refuseOldNode(version)).not.toThrow();
});

test('package.json names the same version', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(engines.node).toBe('>=20');
  expect(() => refuseOldNode('v20.0.0')).not.toThrow();
});
