import { testRule } from './test-rule.js';

testRule('DL3045', {
  reported: [['FROM a:1\nCOPY x y\nWORKDIR /z\nCOPY x y', '2:y']],
  silent: ['FROM a:1 AS b\nWORKDIR /z\nFROM b\nCOPY x y\nFROM a:1\nCOPY x $Y'],
});
