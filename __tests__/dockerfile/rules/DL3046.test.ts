import { testRule } from './test-rule.js';

testRule('DL3046', {
  reported: [
    [
      'FROM a:1\nRUN useradd -u 100000 x; useradd --uid=999999 y; useradd -u 99999 z',
      ['2:100000', '2:--uid=999999'],
    ],
  ],
  silent: ['FROM a:1\nRUN useradd -lu 100000 x'],
  fixed: [['FROM a:1\nRUN useradd -u 1000000 x', 'FROM a:1\nRUN useradd -l -u 1000000 x']],
});
