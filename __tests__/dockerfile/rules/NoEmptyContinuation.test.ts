import { testRule } from './test-rule.js';

testRule('NoEmptyContinuation', {
  reported: [['FROM a:1\nRUN a && \\\n\n  b', '4:b']],
  silent: ['FROM a:1\nRUN a && \\\n# why\n  b'],
  fixed: [['FROM a:1\r\nRUN a && \\\r\n\r\n \r\n  b\r\n', 'FROM a:1\r\nRUN a && \\\r\n  b\r\n']],
});
