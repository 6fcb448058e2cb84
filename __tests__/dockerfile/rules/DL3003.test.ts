import { testRule } from './test-rule.js';

testRule('DL3003', {
  reported: [
    ['FROM a:1\nRUN cd /a && make && cd /b && make', '2:cd'],
    ['FROM a:1\nRUN a && \\\n  cd /x && b', '3:cd'],
  ],
  silent: ['FROM a:1\nWORKDIR /x\nRUN abcd /x', 'FROM a:1\nONBUILD RUN cd /x'],
});
