import { testRule } from './test-rule.js';

testRule('DL3021', {
  reported: [['FROM a:1\nCOPY a b /c\nCOPY ["a", "b", "/c d/"]\nCOPY a b $D\nCOPY a /c', '2:/c']],
  silent: [
    'FROM a:1\nCOPY a b /c/\nCOPY a /c\nCOPY a b $D',
    'FROM a:1\nCOPY a b .\nCOPY a b ../..',
  ],
  fixed: [
    ['FROM a:1\nCOPY ["a", "b", "/c d"]', 'FROM a:1\nCOPY ["a", "b", "/c d/"]'],
    ['FROM a:1\nCOPY a b c', 'FROM a:1\nCOPY a b c/'],
  ],
});
