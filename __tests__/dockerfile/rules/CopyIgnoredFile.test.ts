import { testRule } from './test-rule.js';

testRule('CopyIgnoredFile', {
  examples: { bad: { ignoreFile: 'dist' }, good: { ignoreFile: 'node_modules' } },
  reported: [
    ['FROM a:1 AS b\nCOPY dist /a', '2:dist', { ignoreFile: 'dist' }],
    ['FROM a:1 AS b\nADD ./dist/x /a', '2:./dist/x', { ignoreFile: 'dist' }],
    ['FROM a:1 AS b\nCOPY . /a', '2:.', { ignoreFile: '*' }],
  ],
  silent: [
    ['FROM a:1 AS b\nCOPY --from=b dist /a', { ignoreFile: 'dist' }],
    ['FROM a:1 AS b\nCOPY dist /a', { ignoreFile: 'dist\n!dist/keep' }],
    ['FROM a:1 AS b\nCOPY . /a', { ignoreFile: '.*' }],
    ['FROM a:1 AS b\nADD https://example.org/dist /a', { ignoreFile: '**' }],
    ['FROM a:1 AS b\nCOPY dist /a', { ignoreFile: null }],
    'FROM a:1 AS b\nCOPY dist /a',
  ],
});
