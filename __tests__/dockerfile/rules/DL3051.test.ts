import { testRule } from './test-rule.js';

testRule('DL3051', {
  examples: { labelSchema: new Map([['org.example.team', 'text']]) },
  reported: [
    ['FROM a:1\nLABEL team="" b=""', '2:team=""', { labelSchema: new Map([['team', 'text']]) }],
  ],
  silent: [['FROM a:1\nLABEL team=x b=""', { labelSchema: new Map([['team', 'text']]) }]],
});
