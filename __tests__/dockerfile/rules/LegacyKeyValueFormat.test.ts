import { testRule } from './test-rule.js';

testRule('LegacyKeyValueFormat', {
  reported: [['FROM a:1\nENV A b c\nLABEL x y\nENV A=b', ['2:A b c', '3:x y']]],
  silent: ['FROM a:1\nENV A=b C=d\nLABEL x=y', 'FROM a:1\nENV A="b c"'],
  fixed: [
    ['FROM a:1\nENV A b', 'FROM a:1\nENV A=b'],
    ['FROM a:1\nENV A  b c $d', 'FROM a:1\nENV A="b c $d"'],
    ['FROM a:1\nENV\tA\t"b c"\r\n', 'FROM a:1\nENV\tA="b c"\r\n'],
  ],
  unfixed: ['FROM a:1\nENV A "b" c', 'FROM a:1\nENV A b \\\n C=d', 'FROM a:1\nENV A =b'],
});
