import { testRule } from './test-rule.js';

testRule('DL3049', {
  examples: { labelSchema: new Map([['org.example.team', 'text']]) },
  reported: [
    [
      'FROM a:1 AS s\nLABEL team=x\nFROM s\nFROM b:1',
      '4:b:1',
      { labelSchema: new Map([['team', 'text']]) },
    ],
  ],
  silent: [['FROM a:1\nLABEL team=x', { labelSchema: new Map([['team', 'text']]) }], 'FROM a:1'],
});
