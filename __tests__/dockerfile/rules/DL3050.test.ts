import { testRule } from './test-rule.js';

testRule('DL3050', {
  examples: { strictLabels: true },
  reported: [
    [
      'FROM a:1\nLABEL team=x b=y',
      '2:b',
      { labelSchema: new Map([['team', 'text']]), strictLabels: true },
    ],
  ],
  silent: [['FROM a:1\nLABEL team=x b=y', { labelSchema: new Map([['team', 'text']]) }]],
});
