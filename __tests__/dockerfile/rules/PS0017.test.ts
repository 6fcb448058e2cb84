import { testRule } from './test-rule.js';

testRule('PS0017', {
  reported: [['FROM a:1\nCMD ["a"]', '1:a:1']],
  silent: ['FROM a:1 AS b\nHEALTHCHECK NONE\nFROM b'],
});
