import { testRule } from './test-rule.js';

testRule('PS0037', {
  reported: [
    ['FROM a:1\nRUN wget http://x.org/t.tgz', '2:http://x.org/t.tgz'],
    ['FROM a:1\nRUN fetch http://x.org/t.tgz', '2:http://x.org/t.tgz'],
    ['FROM a:1\nRUN git clone git://x.org/t', '2:git://x.org/t'],
    ['FROM a:1\nRUN pip install -i http://x.org/simple a==1', '2:http://x.org/simple'],
  ],
  silent: [
    // The fetch of Chromium's depot_tools, which takes the name of a recipe.
    'FROM a:1\nRUN fetch breakpad',
    'FROM a:1\nRUN wget https://x.org/t.tgz',
    'FROM a:1\nRUN apk add --repository http://dl-cdn.alpinelinux.org/alpine/edge/main a',
    `FROM a:1\nRUN wget http://x.org/t.tgz && echo "${'a'.repeat(64)}  t.tgz" | sha256sum -c`,
  ],
});
