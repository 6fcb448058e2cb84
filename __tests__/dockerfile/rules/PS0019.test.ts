import { testRule } from './test-rule.js';

testRule('PS0019', {
  reported: [['FROM a:1\nRUN zypper in -y a && zypper clean && zypper rm -y b', '2:rm']],
  silent: ['FROM a:1\nRUN zypper -n in a && zypper cc'],
});
