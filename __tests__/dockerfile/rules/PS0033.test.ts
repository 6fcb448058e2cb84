import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('PS0033', {
  examples: { ignoreFile: null },
  reported: [
    [
      'FROM a:1 AS b\nCOPY --from=b . /x\nCOPY ./ /app/\nCOPY . /more/',
      '3:./',
      { ignoreFile: null },
    ],
  ],
  silent: [
    ['FROM a:1 AS b\nCOPY --from=b . /x\nCOPY ./ /app/\nCOPY . /more/', { ignoreFile: '' }],
    'FROM a:1 AS b\nCOPY --from=b . /x\nCOPY ./ /app/\nCOPY . /more/',
  ],
});

test.each([
  ['the repository', ['.git', 'a.js'], undefined],
  ['the name of a credential file', ['.env', 'a.js'], undefined],
  ['nothing that could leak', ['a.js', '.env.example'], 'all'],
] as const)('a context with %s is of the rule set', (_, names, ruleSet) => {
  const contextFolder = (path: string) => (path === '.' ? new Set<string>(names) : undefined);
  const [finding] = lint('FROM a:1\nCOPY . .', 'PS0033', { ignoreFile: null, contextFolder });
  expect(finding).toBeDefined();
  expect(finding?.ruleSet).toBe(ruleSet);
});

test('what a stage copies that is not in the image is in the set all only', () => {
  const text = (copy: string) => `FROM a:1 AS build\nCOPY . .\nFROM a:1\n${copy}`;
  const of = (copy: string) => lint(text(copy), 'PS0033', { ignoreFile: null });
  expect(of('COPY --from=build /app /app')).toMatchObject([{ ruleSet: 'all' }]);
  const [inherited] = lint('FROM a:1 AS base\nCOPY . .\nFROM base', 'PS0033', { ignoreFile: null });
  expect(inherited).toBeDefined();
  expect(inherited?.ruleSet).toBeUndefined();
});
