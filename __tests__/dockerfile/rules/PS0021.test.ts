import { testRule } from './test-rule.js';

testRule('PS0021', {
  reported: [
    ['FROM a:1\nFROM a:1\nFROM b\nFROM scratch\nFROM c:1@sha256:0', ['1:a:1', '2:a:1']],
    [
      'FROM scratch\nCOPY --from=b:latest /b /b\nCOPY --from=c:1 /c /c\nCOPY --from=d@sha256:0 /d /d\nCOPY --from=e /e /e\nRUN --mount=from=f:1 f',
      ['2:b:latest', '3:c:1', '6:from=f:1'],
    ],
    // DL3022 reports a literal name in COPY --from.
    ['FROM scratch\nCOPY --from=h/i /h /h\nRUN --mount=from=j/k j', '3:from=j/k'],
  ],
  silent: ['FROM a:1@sha256:0 AS b\nFROM b\nFROM scratch'],
});
