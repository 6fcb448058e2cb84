import { testRule } from './test-rule.js';

testRule('DL3057', {
  reported: [
    [
      'FROM a:1 AS s\nHEALTHCHECK NONE\nFROM s\nFROM b:1',
      '4:b:1',
      { severities: new Map([['DL3057', 'info']]) },
    ],
  ],
  silent: [
    'FROM a:1',
    [
      'FROM a:1 AS s\nFROM b:1\nCOPY --from=s /a /b\nHEALTHCHECK NONE',
      { severities: new Map([['DL3057', 'info']]) },
    ],
  ],
});
