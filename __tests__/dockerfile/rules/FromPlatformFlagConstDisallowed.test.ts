import { testRule } from './test-rule.js';

testRule('FromPlatformFlagConstDisallowed', {
  reported: [
    [
      'FROM --platform=linux/amd64 a:1\nFROM --platform=linux/amd64 a:1 AS build-amd64\nFROM --platform=x86_64 a:1',
      ['1:--platform=linux/amd64', '3:--platform=x86_64'],
    ],
  ],
  silent: ['FROM --platform=$BUILDPLATFORM a:1', 'FROM --platform=linux/arm64 a:1 AS build-arm64'],
});
