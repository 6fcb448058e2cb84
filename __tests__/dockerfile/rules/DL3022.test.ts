import { testRule } from './test-rule.js';

testRule('DL3022', {
  reported: [
    ['FROM a:1 AS x\nFROM a:1\nCOPY --from=X . /\nCOPY --from=y . /\nCOPY --from=n:1 . /', '4:y'],
    ['FROM a:1\nCOPY --from=2 /a /b\nFROM a:1\nCOPY --from=0 /a /b', '2:2'],
  ],
  silent: [
    'FROM a:1 AS x\nFROM a:1\nCOPY --from=x /a /b\nCOPY --from=0 /a /b\nCOPY --from=$X /a /b',
  ],
});
