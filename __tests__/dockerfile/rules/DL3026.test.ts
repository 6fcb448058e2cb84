import { testRule } from './test-rule.js';

testRule('DL3026', {
  examples: { trustedRegistries: ['docker.io'] },
  reported: [
    ['FROM a:1\nFROM b.org/a:1', '2:b.org/a:1', { trustedRegistries: ['docker.io'] }],
    [
      'FROM q.io/a:1 AS s\nFROM s\nCOPY --from=s /a /b\nCOPY --from=r.io/a:1 /a /b',
      '4:r.io/a:1',
      { trustedRegistries: ['q.io'] },
    ],
  ],
  silent: [
    ['FROM x.b.org/a:1', { trustedRegistries: ['*.b.org'] }],
    ['FROM b.org:5000/a', { trustedRegistries: ['b.org*'] }],
  ],
});
