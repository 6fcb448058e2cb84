import { testRule } from './test-rule.js';

testRule('DL4003', {
  reported: [['FROM a:1\nCMD ["a"]\nCMD ["b"]\nFROM a:1\nCMD ["c"]', '3:CMD']],
  silent: ['FROM a:1\nCMD ["a"]\nFROM a:1\nCMD ["b"]', 'FROM a:1\nONBUILD CMD ["a"]\nCMD ["b"]'],
  fixed: [['FROM a:1\nCMD ["a"]\nCMD ["b"]\n', 'FROM a:1\nCMD ["b"]\n']],
  unfixed: ['FROM a:1\n# why\nCMD ["a"]\nCMD ["b"]\n'],
});
