import { testRule } from './test-rule.js';

testRule('DL3007', {
  reported: [['FROM debian:latest\nFROM debian:latest@sha256:0', '1:debian:latest']],
  silent: ['FROM a:latest@sha256:0\nFROM a:latest-alpine', 'FROM a:1 AS latest\nFROM latest'],
});
