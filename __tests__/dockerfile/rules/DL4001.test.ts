import { testRule } from './test-rule.js';

testRule('DL4001', {
  reported: [['FROM a:1\nRUN curl -f x && wget -q x\nFROM a:1\nRUN curl -f x', '2:wget']],
  silent: [
    'FROM a:1\nRUN curl x && curl y\nFROM a:1\nRUN wget x',
    'FROM a:1\nRUN apt-get install -y wget curl',
  ],
});
