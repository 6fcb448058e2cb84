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
