import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3063', {
  reported: [['FROM a:1 AS Scratch\nFROM a:1 AS contexts', '1:Scratch']],
  silent: ['FROM scratch\nFROM a:1 AS scratch-base\nFROM a:1 AS contexts'],
});

test('one finding remains where ReservedStageName reports the same name', () => {
  const findings = lint('FROM a:1 AS scratch', 'DL3063');
  expect(findings.map(({ rule, aliases }) => [rule, ...aliases].sort())).toEqual([
    ['DL3063', 'ReservedStageName'],
  ]);
});
