import { testRule } from './test-rule.js';

testRule('DL4005', {
  reported: [
    ['FROM a:1\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh', '2:/bin/sh'],
    ['FROM a:1\nRUN ln -sf bash /bin/sh && ln -s /bin/sh /x', '2:/bin/sh'],
  ],
  silent: [
    'FROM gcr.io/distroless/base:debug\nSHELL ["/busybox/sh", "-c"]\nRUN ln -s /busybox/sh /bin/sh',
    'FROM a:1\nRUN ln -s /bin/bash /usr/local/bin/sh',
    'FROM a:1\nRUN ln -s /bin/sh /x',
  ],
  fixed: [
    ['FROM a:1\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh', 'FROM a:1\nSHELL ["/bin/bash", "-c"]'],
  ],
  unfixed: ['FROM a:1\nRUN ln -sf /bin/bash /bin/sh && x'],
});
