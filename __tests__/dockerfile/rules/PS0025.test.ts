import { testRule } from './test-rule.js';

testRule('PS0025', {
  reported: [
    [
      'FROM a:1\nRUN printf "deb [arch=amd64 trusted=yes] http://a.example/file: ./\\n"',
      '2:printf "deb [arch=amd64 trusted=yes] http://a.example/file: ./\\n"',
    ],

    ['FROM a:1\nRUN apk add --allow-untrusted a.apk', '2:apk add --allow-untrusted a.apk'],
    [
      'FROM a:1\nRUN echo "deb [trusted=yes] http://x y z" > /l',
      '2:echo "deb [trusted=yes] http://x y z" > /l',
    ],
  ],
  silent: [
    'FROM a:1\nRUN echo "deb [ trusted=yes ] file://$dir ./" > /etc/apt/sources.list.d/local.list',
    'FROM a:1\nRUN echo "deb [trusted=yes] cdrom:[x]/ stable main" >> /etc/apt/sources.list',

    'FROM a:1\nRUN apk add a && dnf install -y a && rpm --import k',
    'FROM a:1\nRUN echo "deb [signed-by=/k] http://x y z" > /l',
  ],
});
