import { testRule } from './test-rule.js';

testRule('PS0038', {
  reported: [
    ['FROM a:1\nRUN git clone https://x.org/t.git', '2:https://x.org/t.git'],
    ['FROM a:1\nRUN git clone -b main https://x.org/t.git', '2:https://x.org/t.git'],
    ['FROM a:1\nADD https://x.org/t.git#main /t', '2:https://x.org/t.git#main'],
  ],
  silent: [
    'FROM a:1\nRUN git clone -b v1.2 https://x.org/t.git',
    `FROM a:1\nRUN git clone https://x.org/t.git && cd t && git checkout ${'b'.repeat(40)}`,
    'FROM a:1\nADD https://x.org/t.git#v1.2 /t',
    'FROM a:1\nRUN git config --global user.name a',
  ],
});
