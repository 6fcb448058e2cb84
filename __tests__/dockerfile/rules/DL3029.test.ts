import { testRule } from './test-rule.js';

testRule('DL3029', {
  reported: [
    [
      'FROM --platform=linux/arm64 a:1\nFROM --platform=$BUILDPLATFORM a:1',
      '1:--platform=linux/arm64',
    ],
  ],
  silent: ['FROM a:1', 'FROM --platform=$TARGETPLATFORM a:1'],
});
