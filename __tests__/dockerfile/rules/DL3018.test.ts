import { testRule } from './test-rule.js';

testRule('DL3018', {
  reported: [['FROM a:1\nRUN apk add --no-cache -t .deps gcc "make~4.4" ./x.apk', '2:gcc']],
  silent: ['FROM a:1\nRUN apk add --no-cache busybox=1 !ssl_client'],
});
