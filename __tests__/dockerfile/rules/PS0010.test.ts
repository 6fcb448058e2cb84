import { testRule } from './test-rule.js';

testRule('PS0010', {
  reported: [['FROM a:1\nENV P=22\nEXPOSE 20-25 2222 $P/tcp', ['3:20-25', '3:$P/tcp']]],
  silent: ['FROM a:1\nEXPOSE 2222 23-25 $PORT'],
});
