import { testRule } from './test-rule.js';

testRule('PS0025', {
  reported: [
    ['FROM a:1\nRUN apk add --allow-untrusted a.apk', '2:apk add --allow-untrusted a.apk'],
    [
      'FROM a:1\nRUN echo "deb [trusted=yes] http://x y z" > /l',
      '2:echo "deb [trusted=yes] http://x y z" > /l',
    ],
  ],
  silent: [
    'FROM a:1\nRUN apk add a && dnf install -y a && rpm --import k',
    'FROM a:1\nRUN echo "deb [signed-by=/k] http://x y z" > /l',
  ],
});
