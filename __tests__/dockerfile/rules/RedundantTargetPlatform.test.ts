import { testRule } from './test-rule.js';

testRule('RedundantTargetPlatform', {
  reported: [
    [
      'FROM --platform=$TARGETPLATFORM a:1\nFROM --platform=$BUILDPLATFORM a:1',
      '1:--platform=$TARGETPLATFORM',
    ],
  ],
  silent: ['FROM --platform=$BUILDPLATFORM a:1\nFROM a:1'],
  fixed: [['FROM --platform=$TARGETPLATFORM  a:1', 'FROM a:1']],
});
