import { testRule } from './test-rule.js';

testRule('InvalidDefaultArgInFrom', {
  reported: [['ARG V\nFROM debian:$V', '2:debian:$V']],
  silent: ['ARG V=12\nFROM debian:$V\nFROM a:1 AS b\nFROM b', 'FROM debian:12-$TARGETARCH'],
});
