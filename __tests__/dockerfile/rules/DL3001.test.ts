import { testRule } from './test-rule.js';

testRule('DL3001', {
  reported: [['FROM a:1\nRUN service x start && apt-get install ssh', '2:service']],
  silent: ['FROM a:1\nRUN apt-get install -y ssh vim', 'FROM a:1\nCMD ["service", "x", "start"]'],
});
