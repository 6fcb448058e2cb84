import { testRule } from './test-rule.js';

testRule('MultipleInstructionsDisallowed', {
  reported: [['FROM a:1\nCMD ["a"]\nCMD ["b"]\nFROM a:1\nCMD ["a"]', '2:CMD']],
  silent: ['FROM a:1\nCMD ["a"]\nENTRYPOINT ["b"]\nFROM a:1\nCMD ["c"]'],
});
