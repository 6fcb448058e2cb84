import { testRule } from './test-rule.js';

testRule('PS0013', {
  reported: [
    ['FROM a:1', '1:a:1'],
    ['FROM a:1\nUSER 1000\nUSER root:root', '3:root:root'],
    ['FROM a:1\nUSER 1000\nFROM b:1', '3:b:1'],
  ],
  silent: [
    'FROM a:1 AS b\nUSER 1000\nFROM b',
    'FROM gcr.io/distroless/static:nonroot',
    'FROM a:1\nARG U\nUSER $U',
    'FROM scratch\nCOPY a /',
  ],
});
