import { testRule } from './test-rule.js';

testRule('ConsistentInstructionCasing', {
  reported: [
    ['FROM a:1\nRUN x\ncopy a b', '3:copy'],
    ['from a:1\nrun x\nCOPY a b', '3:COPY'],
    ['FROM a:1\nRun x', '2:Run'],
    ['from a:1\nRUN x', '1:from'],
  ],
  silent: ['arg X\nFROM a:1\nRUN x'],
  fixed: [
    ['FROM a:1\nRUN x\ncopy a b', 'FROM a:1\nRUN x\nCOPY a b'],
    ['from a:1 as b\r\nRUN x\r\nRUN y\r\n', 'FROM a:1 AS b\r\nRUN x\r\nRUN y\r\n'],
  ],
});
