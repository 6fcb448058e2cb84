import { testRule } from './test-rule.js';

testRule('PS0018', {
  reported: [['FROM a:1\nRUN apt-get update && apt-get --quiet dist-upgrade', '2:dist-upgrade']],
  silent: ['FROM a:1\nRUN apt-get update && apt-get upgrade'],
});
