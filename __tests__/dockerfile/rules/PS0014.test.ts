import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('PS0014', {
  reported: [
    ['FROM a:1\nENV API_SECRET=/aB3dE5gH7jK9mN1pQ3s/U5w', '2:API_SECRET'],

    ['FROM a:1\nENV A=1 DB_PASSWORD=x', '2:DB_PASSWORD'],
    ['FROM a:1\nENV MQ_PASS=x CI_PAT=y TLS_KEY=z', ['2:MQ_PASS', '2:CI_PAT', '2:TLS_KEY']],
  ],
  silent: [
    'FROM a:1\nENV TLS_PRIVATE_KEY=~/.ssh/id',

    'FROM a:1\nENV TLS_PRIVATE_KEY=certs/tls.key',

    'FROM a:1\nENV TLS_PRIVATE_KEY=/opt/secrets/tls.key',

    'FROM a:1\nARG TOKEN\nFROM b:1',
    'FROM a:1\nENV COMPASS=x PAT=y CACHE_KEY=z',
    'FROM a:1\nENV DB_PASSWORD=""',
  ],
});

test.each([
  ['ENV DB_PASSWORD=kT8sQ2pL0z', 'high'],
  ['ENV DB_PASSWORD=changeme', 'low'],
  ['ENV NPM_TOKEN=$NPM_TOKEN', 'low'],
  ['ARG NPM_TOKEN', 'low'],
  ['ENV DB_PASSWORD=ENC[AES256_GCM,data:p673w==,type:str]', undefined],
  ['ENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE', undefined],
])('%s has severity %s: a name alone is at most low', (line, severity) => {
  const [finding] = lint(`FROM a:1\n${line}`, 'PS0014');
  expect(finding?.severity).toBe(severity);
});
