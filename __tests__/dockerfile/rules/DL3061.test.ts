import { testRule } from './test-rule.js';

testRule('DL3061', {
  reported: [['ARG A\nLABEL a=b\nRUN c\nFROM a:1', '2:LABEL']],
  silent: ['# c\nARG A\nFROM a:1'],
});
