import { testRule } from './test-rule.js';

testRule('DL3019', {
  reported: [['FROM a:1\nRUN apk add vim=1', '2:add']],
  silent: [
    'FROM alpine:3\nRUN apk add --no-network --virtual .rundeps $deps',
    'FROM a:1\nRUN --mount=type=cache,target=/c apk add --cache-dir /c vim=1',
    'FROM a:1\nRUN --mount=type=cache,target=/etc/apk/cache apk add vim=1',
    'FROM a:1\nRUN --mount=type=cache,target=/var/cache/apk apk add vim=1',
  ],
  fixed: [['FROM a:1\nONBUILD RUN apk add x', 'FROM a:1\nONBUILD RUN apk add --no-cache x']],
  unfixed: ['FROM a:1\nRUN apk add --cache-dir /c x'],
});
