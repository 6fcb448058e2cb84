import { testRule } from './test-rule.js';

testRule('DL3067', {
  reported: [
    ['FROM a:1 AS b\nFROM a:1\nCOPY --from=b /* /', '3:/*'],
    ['FROM a:1 AS b\nFROM a:1\nCOPY --from=b / /\nCOPY / /', '3:/'],
  ],
  silent: ['FROM a:1 AS b\nFROM a:1\nCOPY --from=b /app /\nCOPY --from=b / /rootfs\nCOPY . /'],
});
