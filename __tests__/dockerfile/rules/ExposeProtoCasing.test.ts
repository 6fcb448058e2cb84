import { testRule } from './test-rule.js';

testRule('ExposeProtoCasing', {
  reported: [['FROM a:1\nEXPOSE 1/TCP 2/udp 3', '2:1/TCP']],
  silent: ['FROM a:1\nEXPOSE 53/udp 53'],
  fixed: [['FROM a:1\nEXPOSE 1/TCP 2', 'FROM a:1\nEXPOSE 1/tcp 2']],
});
