import { testRule } from './test-rule.js';

testRule('PS0036', {
  reported: [
    ['FROM a:1\nRUN curl -fsSL https://x.org/t-1.2.tgz -o t.tgz', '2:https://x.org/t-1.2.tgz'],
    ['FROM a:1\nRUN wget https://x.org/t-1.2.tgz && tar xf t-1.2.tgz', '2:https://x.org/t-1.2.tgz'],
    ['FROM a:1\nRUN curl -sL https://x.org/t-1.2.tgz | tar xz', '2:https://x.org/t-1.2.tgz'],
  ],
  silent: [
    // Nothing is kept, or it is run at once (PS0023), not encrypted (PS0037), or added (PS0022).
    'FROM a:1\nRUN curl -fsS https://x.org/health',
    'FROM a:1\nRUN curl -fsSL https://x.org/install.sh | sh',
    'FROM a:1\nRUN wget http://x.org/t.tgz',
    'FROM a:1\nADD https://x.org/t.tgz /',
    `FROM a:1\nRUN wget https://x.org/t.tgz && echo "${'a'.repeat(64)}  t.tgz" | sha256sum -c`,
    'FROM a:1\nRUN wget https://x.org/t.tgz https://x.org/t.tgz.asc && gpg --verify t.tgz.asc t.tgz',
  ],
});
