import { testRule } from './test-rule.js';

testRule('DL3064', {
  reported: [
    [
      'ARG DB_PASSWORD\nFROM a:1\nENV API_KEY=x TOKENIZERS_PARALLELISM=1 GOPRIVATE=*',
      ['1:DB_PASSWORD', '3:API_KEY'],
    ],
    ['FROM a:1\nARG STORE_ACCESS_KEY', '2:STORE_ACCESS_KEY'],
  ],
  silent: ['FROM a:1\nENV PASSWORD_FILE=/run/secrets/p'],
});
