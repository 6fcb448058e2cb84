import { testRule } from './test-rule.js';

testRule('DL3036', {
  reported: [['FROM a:1\nRUN zypper -n in curl=8', '2:in']],
  silent: ['FROM a:1\nRUN zypper -n in curl=8 && zypper cc -a'],
  fixed: [['FROM a:1\nRUN zypper -n in x', 'FROM a:1\nRUN zypper -n in x && zypper clean --all']],
});
