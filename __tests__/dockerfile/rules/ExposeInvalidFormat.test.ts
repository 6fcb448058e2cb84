import { testRule } from './test-rule.js';

testRule('ExposeInvalidFormat', {
  reported: [['FROM a:1\nENV P=1:2\nEXPOSE 127.0.0.1:80:80 $P 80', ['3:127.0.0.1:80:80', '3:$P']]],
  silent: ['FROM a:1\nEXPOSE 80 443/tcp 1000-2000', 'FROM a:1\nEXPOSE $A:80'],
  fixed: [['FROM a:1\nEXPOSE 8080:80/udp', 'FROM a:1\nEXPOSE 80/udp']],
});
