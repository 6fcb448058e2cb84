import { testRule } from './test-rule.js';

testRule('DL3023', {
  reported: [['FROM a:1 AS x\nCOPY --from=x /a /b\nCOPY --from=0 /a /b', ['2:x', '3:0']]],
  silent: ['FROM a:1 AS x\nFROM a:1 AS y\nCOPY --from=x /a /b\nCOPY --from=0 /a /b'],
});
