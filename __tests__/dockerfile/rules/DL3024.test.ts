import { testRule } from './test-rule.js';

testRule('DL3024', {
  reported: [['FROM a:1 AS x\nFROM a:1 AS x', '2:x']],
  silent: ['FROM a:1 AS x\nFROM a:1 AS y\nFROM a:1\nFROM a:1'],
});
