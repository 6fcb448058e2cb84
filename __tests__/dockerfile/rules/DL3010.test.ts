import { testRule } from './test-rule.js';

testRule('DL3010', {
  reported: [
    ['FROM a:1\nCOPY x.tgz /t/\nRUN tar --extract --file=/t/x.tgz', '2:COPY'],
    ['FROM a:1\nCOPY x.tgz /t/\nRUN tar xz < /t/x.tgz\nRUN tar xf /t/x.tgz', '2:COPY'],
    ['FROM a:1\nCOPY x.tar.xz /t/\nRUN bsdtar -xf /t/x.tar.xz', '2:COPY'],
    ['FROM a:1\nCOPY x.tar.xz /t/\nRUN xz -dk /t/x.tar.xz', '2:COPY'],
  ],
  silent: [
    'FROM a:1\nCOPY x.tgz /t/\nRUN tar czf /t/x.tgz /y',
    'FROM a:1\nCOPY x.tar.xz /t/\nRUN xz -t /t/x.tar.xz',
    'FROM a:1 AS b\nCOPY x.tgz /t/\nFROM a:1\nRUN tar xf /t/x.tgz',
  ],
});
