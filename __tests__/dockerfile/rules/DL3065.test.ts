import { testRule } from './test-rule.js';

testRule('DL3065', {
  reported: [[`FROM --platform=$\{TARGETPLATFORM} a:1`, `1:--platform=$\{TARGETPLATFORM}`]],
  silent: ['FROM --platform=$BUILDPLATFORM a:1', 'FROM a:1'],
  fixed: [['FROM --platform=$TARGETPLATFORM  a:1', 'FROM a:1']],
});
