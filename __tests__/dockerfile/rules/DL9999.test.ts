import { testRule } from './test-rule.js';

testRule('DL9999', {
  reported: [['FROM debian:12\nRUN example-command', '2:example-command']],
  silent: ['FROM debian:12\nRUN true'],
});
