import { testRule } from './test-rule.js';

testRule('PS0014', {
  reported: [
    ['FROM a:1\nENV A=1 DB_PASSWORD=x', '2:DB_PASSWORD'],
    ['FROM a:1\nENV MQ_PASS=x CI_PAT=y TLS_KEY=z', ['2:MQ_PASS', '2:CI_PAT', '2:TLS_KEY']],
  ],
  silent: [
    'FROM a:1\nARG TOKEN\nFROM b:1',
    'FROM a:1\nENV COMPASS=x PAT=y CACHE_KEY=z',
    'FROM a:1\nENV DB_PASSWORD=""',
  ],
});
