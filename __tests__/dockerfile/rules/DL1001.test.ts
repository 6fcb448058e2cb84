import { testRule } from './test-rule.js';

testRule('DL1001', {
  reported: [
    [
      '# hadolint ignore=DL3006\nFROM a',
      '1:# hadolint ignore=DL3006',
      { severities: new Map([['DL1001', 'info']]) },
    ],
  ],
  silent: [
    '# hadolint ignore=DL3006\nFROM a',
    ['# hadolint shell=bash\nFROM a:1', { severities: new Map([['DL1001', 'info']]) }],
  ],
});
