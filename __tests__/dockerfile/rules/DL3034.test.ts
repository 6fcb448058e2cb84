import { testRule } from './test-rule.js';

testRule('DL3034', {
  reported: [['FROM a:1\nRUN zypper in curl=8', '2:in']],
  silent: ['FROM a:1\nRUN zypper -n in curl=8 && zypper install -y curl=8 && zypper search curl'],
  fixed: [['FROM a:1\nRUN zypper in x', 'FROM a:1\nRUN zypper --non-interactive in x']],
});
