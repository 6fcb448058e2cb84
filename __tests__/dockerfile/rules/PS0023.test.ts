import { testRule } from './test-rule.js';

testRule('PS0023', {
  reported: [
    [
      'FROM a:1\nRUN curl -fsSL x.org | sudo bash -s -- -y',
      '2:curl -fsSL x.org | sudo bash -s -- -y',
    ],
    [
      'FROM a:1\nRUN wget -qO- x.org | tee /log | python3 -',
      '2:wget -qO- x.org | tee /log | python3 -',
    ],
    ['FROM a:1\nRUN sh -c "$(curl x.org)"', '2:sh -c "$(curl x.org)"'],
    ['FROM a:1\nRUN bash <(curl x.org)', '2:bash <(curl x.org)'],
    ['FROM a:1\nRUN ["sh", "-ec", "curl x.org | sh"]', '2:RUN ["sh", "-ec", "curl x.org | sh"]'],
  ],
  silent: [
    'FROM a:1\nRUN curl x.org | tar xz && curl x.org | gpg --dearmor',
    'FROM a:1\nRUN sh -c "$(cat x)" && echo "$(curl x.org)"',
    'FROM a:1\nRUN echo "$(curl x.org)" && sh -c "$(cat x)"',
    'FROM a:1\nRUN ["sh", "-c", "curl x.org | tar xz"]\nRUN ["echo", "-c", "curl x.org | sh"]',
    'FROM a:1\nRUN curl x.org | python3 -c "import json" && curl x | sh ./run',
  ],
});
