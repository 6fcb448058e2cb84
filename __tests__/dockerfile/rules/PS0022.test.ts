import { testRule } from './test-rule.js';

testRule('PS0022', {
  reported: [
    [
      'FROM a:1\nADD https://x.org/a https://x.org/b.git /c/\nADD --checksum=sha256:0 https://x.org/a /c/',
      '2:https://x.org/a',
    ],
    ['FROM a:1\nADD --checksum= https://x.org/a /c/', '2:https://x.org/a'],
    ['FROM a:1\nARG SUM\nADD --checksum=$SUM https://x.org/a /c/', '3:https://x.org/a'],
  ],
  silent: [
    'FROM a:1\nARG SUM=sha256:0\nADD --checksum=$SUM https://x.org/a /c/',
    'FROM a:1\nARG SUM\nADD --checksum=sha256:$SUM https://x.org/a /c/',
    'FROM a:1\nADD --checksum=sha256:0 https://x.org/a /c/\nADD https://x.org/b.git /c/\nADD app.js /c/',
  ],
});
