import { testRule } from './test-rule.js';

testRule('DL3016', {
  reported: [
    ['FROM a:1\nRUN npm install -g serve @scope/tool @scope/other@1', '2:serve'],
    ['FROM a:1\nRUN npm install acme/tool acme/tool#v1', '2:acme/tool'],
    ['FROM a:1\nRUN npm install old@npm:lib new@npm:lib@2 own@npm:@s/lib', '2:old@npm:lib'],
  ],
  silent: [
    'FROM a:1\nRUN npm --prefix /app install',
    'FROM a:1\nRUN npm install ./x file:../y https://example.org/z.tgz',
  ],
});
