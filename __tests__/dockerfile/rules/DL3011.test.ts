import { testRule } from './test-rule.js';

testRule('DL3011', {
  reported: [
    [
      'FROM a:1\nARG P=70000\nEXPOSE 80 65536/udp 1-70000 $P 65535',
      ['3:65536/udp', '3:1-70000', '3:$P'],
    ],
  ],
  silent: ['FROM a:1\nEXPOSE 0 65535/tcp 8000-9000', 'FROM a:1\nEXPOSE $PORT'],
});
