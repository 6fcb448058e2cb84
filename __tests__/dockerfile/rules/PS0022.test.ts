import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
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

test.each([
  ['ADD https://x.org/i.sh /t/\nRUN sh /t/i.sh', 'high'],
  ['ADD https://x.org/i /t/i.sh\nRUN chmod +x /t/i.sh && /t/i.sh', 'high'],
  ['ADD http://x.org/a /t/', 'high'],
  ['ADD https://x.org/a.tgz /t/\nRUN tar xf /t/a.tgz', 'medium'],
  ['RUN sh /t/i.sh\nADD https://x.org/i.sh /t/', 'medium'],
  ['ADD https://x.org/i.sh /t/\nFROM b:1\nRUN sh /t/i.sh', 'medium'],
])('%j is %s, as the same with curl', (lines, severity) => {
  expect(lint(`FROM a:1\n${lines}`, 'PS0022').map((found) => found.severity)).toEqual([severity]);
});
