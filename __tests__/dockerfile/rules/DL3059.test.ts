import { testRule } from './test-rule.js';

testRule('DL3059', {
  reported: [['FROM a:1\nRUN a\nRUN b\nRUN c && d\nRUN --network=none e', '3:RUN']],
  silent: [
    'FROM a:1\nRUN a\nCOPY x y\nRUN b',
    'FROM a:1\nRUN a && b\nRUN c',
    'FROM a:1\nRUN --network=none a\nRUN b',
  ],
  fixed: [['FROM a:1\nRUN a\n\nRUN b\nRUN c\n', 'FROM a:1\nRUN a \\\n    && b \\\n    && c\n']],
  unfixed: ['FROM a:1\nRUN a\n# why\nRUN b', 'FROM a:1\nRUN cd /x\nRUN b'],
});
