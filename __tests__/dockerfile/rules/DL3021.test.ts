import { testRule } from './test-rule.js';

testRule('DL3021', {
  reported: [['FROM a:1\nCOPY a b /c\nCOPY ["a", "b", "/c d/"]\nCOPY a b $D\nCOPY a /c', '2:/c']],
  silent: ['FROM a:1\nCOPY a b /c/\nCOPY a /c\nCOPY a b $D'],
  fixed: [
    ['FROM a:1\nCOPY ["a", "b", "/c d"]', 'FROM a:1\nCOPY ["a", "b", "/c d/"]'],
    ['FROM a:1\nCOPY a b .', 'FROM a:1\nCOPY a b ./'],
  ],
});
