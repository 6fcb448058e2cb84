import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3020', {
  reported: [['FROM a:1\nADD app.js /app/\nADD a.tar.gz https://example.org/b /c/', '2:ADD']],
  silent: ['FROM a:1\nADD a.tar.gz /x/\nADD https://example.org/b /c/\nCOPY app.js /app/'],
  fixed: [['FROM a:1\nADD  app.js /app/', 'FROM a:1\nCOPY  app.js /app/']],
  unfixed: ['FROM a:1\nWORKDIR /x\nADD a b c'],
});

test('the Trivy alias is left out for git sources, which Trivy does not report', () => {
  expect(lint('FROM a:1\nADD git@github.com:u/r.git /x', 'DS-0005')).toEqual([]);
  expect(lint('FROM a:1\nADD a.js /x', 'DS-0005')).toHaveLength(1);
});
