import { testRule } from './test-rule.js';

testRule('DL3035', {
  reported: [['FROM a:1\nRUN zypper -n dup', '2:dup']],
  silent: ['FROM a:1\nRUN zypper -n update && zypper -n patch'],
});
