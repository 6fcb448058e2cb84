import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('PS0016', {
  reported: [
    ['FROM a:1\nCOPY .env deploy/id_rsa /app/', ['2:.env', '2:deploy/id_rsa']],
    ['FROM a:1\nCOPY config $AWS_CONFIG_FILE', '2:$AWS_CONFIG_FILE'],
    [
      'FROM a:1\nCOPY src /app/\nENV GOOGLE_APPLICATION_CREDENTIALS=./app/sa.json',
      '3:GOOGLE_APPLICATION_CREDENTIALS',
    ],
    ['FROM a:1\nCOPY .env /app/', '2:.env', { ignoreFile: 'dist' }],
  ],
  silent: [
    'FROM a:1\nCOPY .env.example ca.pem /app/\nCOPY --from=b .env /x',
    'FROM a:1\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/sa.json',
    ['FROM a:1\nCOPY .env /app/', { ignoreFile: '.env' }],
    ['FROM a:1\nCOPY .env /app/', { contextFile: () => 'nothing' }],
  ],
});

test.each([
  ['secret', 'high', 'high'],
  ['guessable', 'low', 'low'],
  ['unknown', 'low', 'low'],
  [undefined, 'low', 'low'],
] as const)('a file with content %s has severity %s', (content, severity, confidence) => {
  const text = 'FROM a:1\nCOPY deploy/id_rsa /root/.ssh/';
  const contextFile = (path: string) => (path === 'deploy/id_rsa' ? content : 'nothing');
  expect(lint(text, 'PS0016', { contextFile })).toMatchObject([{ severity, confidence }]);
});

test('of a file in an unknown build context only the name is known', () => {
  expect(lint('FROM a:1\nCOPY id_rsa /root/.ssh/', 'PS0016')).toMatchObject([{ severity: 'low' }]);
});
