import { testRule } from './test-rule.js';

testRule('DL3012', {
  reported: [['FROM a:1\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["x"]', '3:HEALTHCHECK']],
  silent: ['FROM a:1\nHEALTHCHECK NONE\nFROM a:1\nHEALTHCHECK NONE'],
});
