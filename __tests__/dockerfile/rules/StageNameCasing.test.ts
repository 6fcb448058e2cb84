import { testRule } from './test-rule.js';

testRule('StageNameCasing', {
  reported: [['FROM a:1 AS Build\nFROM a:1 AS run', '1:Build']],
  silent: ['FROM a:1 AS build\nFROM build'],
  fixed: [
    [
      'FROM a:1 AS Build\nFROM b:1\nCOPY --from=Build /a /b',
      'FROM a:1 AS build\nFROM b:1\nCOPY --from=build /a /b',
    ],
  ],
});
