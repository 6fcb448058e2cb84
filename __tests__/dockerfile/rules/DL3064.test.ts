import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3064', {
  reported: [
    [
      'ARG DB_PASSWORD\nFROM a:1\nENV API_KEY=x TOKENIZERS_PARALLELISM=1 GOPRIVATE=*',
      ['1:DB_PASSWORD', '3:API_KEY'],
    ],
    ['FROM a:1\nARG STORE_ACCESS_KEY', '2:STORE_ACCESS_KEY'],
  ],
  silent: ['FROM a:1\nENV PASSWORD_FILE=/run/secrets/p'],
});

test('ENV without a value is in the set all only', () => {
  const [empty, unset] = ['ENV API_TOKEN=', 'ARG API_TOKEN'].map((line) =>
    lint(`FROM a:1\n${line}`, 'DL3064').at(0),
  );
  expect(empty).toMatchObject({ severity: 'info', ruleSet: 'all' });
  expect(empty?.message).toContain('is empty');
  expect(unset).toBeDefined();
  expect(unset?.ruleSet).toBeUndefined();
});
