import { testRule } from './test-rule.js';

testRule('DL4004', {
  reported: [['FROM a:1\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]', '3:ENTRYPOINT']],
  silent: ['FROM a:1\nENTRYPOINT ["a"]\nCMD ["b"]\nFROM a:1\nENTRYPOINT ["c"]'],
});
