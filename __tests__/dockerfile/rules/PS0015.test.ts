import { expect, test } from '@jest/globals';
import { marks } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('PS0015', {
  reported: [
    ['FROM a:1\nARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd4', '2:q8Zr1Lw0Vx7Tk2Ns9Jd4'],
    ["FROM a:1\nRUN echo 'root:hunter2' | chpasswd", "2:'root:hunter2'"],
  ],
  silent: [
    'FROM a:1\nARG API_KEY=my-secret-api-token-1234',
    'FROM a:1\nARG API_KEY\nRUN echo "app:$PW" | chpasswd',
  ],
});

test('a token in a later line of an instruction is reported at its place', () => {
  // Joined at run time, so that secret scanners do not report this file.
  const token = ['gh', 'p_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('');
  expect(marks(`FROM a:1\nRUN a \\\n  && git clone https://${token}@x.org`, 'PS0015')).toEqual([
    `3:${token}`,
  ]);
});

test('a token that a continuation splits is reported once, on the instruction', () => {
  const [head, tail] = ['ghp_aB3dE5fG7hJ9kL1m', 'N2pQ4rS6tU8vW0xY2zA4'];
  expect(marks(`FROM a:1\nRUN login ${head}\\\n${tail}`, 'PS0015')).toHaveLength(1);
  expect(marks(`FROM a:1\nRUN a \\\n login ${head}${tail}`, 'PS0015')).toHaveLength(1);
});
