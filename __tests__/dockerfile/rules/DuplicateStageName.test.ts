import { testRule } from './test-rule.js';

testRule('DuplicateStageName', {
  reported: [['FROM a:1 AS x\nFROM a:1 AS X', '2:X']],
  silent: ['FROM a:1 AS x\nFROM a:1 AS y\nFROM x'],
});
