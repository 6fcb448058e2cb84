import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
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
    ['FROM a:1\nRUN wget -O i.sh https://x.org/i && sh i.sh', '2:https://x.org/i'],
    ['FROM a:1\nRUN curl -o /t/i https://x.org/i; chmod +x /t/i; /t/i -y', '2:https://x.org/i'],
    ['FROM a:1\nRUN curl -o i.py http://x.org/i && python3 i.py', '2:http://x.org/i'],
    ['FROM a:1\nRUN wget https://x.org/i.sh && . ./i.sh', '2:https://x.org/i.sh'],
    [
      "FROM a:1\nRUN powershell -Command iex ((New-Object Net.WebClient).DownloadString('https://x.org/i.ps1'))",
      '2:https://x.org/i.ps1',
    ],
    [
      'FROM a:1\nSHELL ["powershell", "-Command"]\nRUN Invoke-WebRequest https://x.org/i.exe -OutFile i.exe; Start-Process i.exe',
      '3:https://x.org/i.exe',
    ],
  ],
  silent: [
    'FROM a:1\nRUN wget -O i.sh https://x.org/i && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  i.sh" | sha256sum -c && sh i.sh',
    'FROM a:1\nRUN sh i.sh && wget -O i.sh https://x.org/i',
    'FROM a:1\nRUN wget -O a.tgz https://x.org/a && tar xf a.tgz',
    'FROM a:1\nRUN curl x.org | tar xz && curl x.org | gpg --dearmor',
    'FROM a:1\nRUN sh -c "$(cat x)" && echo "$(curl x.org)"',
    'FROM a:1\nRUN echo "$(curl x.org)" && sh -c "$(cat x)"',
    'FROM a:1\nRUN ["sh", "-c", "curl x.org | tar xz"]\nRUN ["echo", "-c", "curl x.org | sh"]',
    'FROM a:1\nRUN curl x.org | python3 -c "import json" && curl x | sh ./run',
  ],
});

test.each([
  [
    'curl -fsSL https://me:pw@x.org/i.sh | sh',
    'Script from https://x.org/i.sh goes straight to sh',
  ],
  ['bash <(curl -fsSL https://x.org/i.sh)', 'Script from https://x.org/i.sh goes straight to bash'],
  ['curl "$URL" | sh', 'Downloaded script goes straight to sh'],
])('%s: %s', (command, sentence) => {
  const found = lint(`FROM a:1\nARG URL\nRUN ${command}`, 'PS0023');
  expect(found.map(({ message }) => message)).toEqual([`${sentence} without verification`]);
});
