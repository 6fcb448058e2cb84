import { testRule } from './test-rule.js';

testRule('DL3044', {
  reported: [['FROM a:1\nENV A=1 B=$A', '2:$A']],
  silent: ['FROM a:1\nARG A\nENV A=1 B=$A\nENV PATH=/x:$PATH'],
  fixed: [['FROM a:1\nENV A=1 \\\n    B=$A', 'FROM a:1\nENV A=1\nENV B=$A']],
  unfixed: ['FROM a:1\nENV A=$B B=1'],
});
