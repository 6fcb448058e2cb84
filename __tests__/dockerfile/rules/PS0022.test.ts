import { testRule } from './test-rule.js';

testRule('PS0022', {
  reported: [
    [
      'FROM a:1\nADD https://x.org/a https://x.org/b.git /c/\nADD --checksum=sha256:0 https://x.org/a /c/',
      '2:https://x.org/a',
    ],
  ],
  silent: [
    'FROM a:1\nADD --checksum=sha256:0 https://x.org/a /c/\nADD https://x.org/b.git /c/\nADD app.js /c/',
  ],
});
