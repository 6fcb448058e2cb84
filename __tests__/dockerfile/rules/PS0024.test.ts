import { testRule } from './test-rule.js';

testRule('PS0024', {
  reported: [
    ['FROM a:1\nRUN a && curl -fsSLk x.org', '2:curl -fsSLk x.org'],
    ['FROM a:1\nRUN wget --no-check-certificate x', '2:wget --no-check-certificate x'],
    ['FROM a:1\nRUN git -c http.sslVerify=false clone x', '2:git -c http.sslVerify=false clone x'],
    [
      'FROM a:1\nRUN git config --global http.sslVerify false',
      '2:git config --global http.sslVerify false',
    ],
    ['FROM a:1\nRUN npm config set strict-ssl false', '2:npm config set strict-ssl false'],
    ['FROM a:1\nRUN pip3 install --trusted-host x y', '2:pip3 install --trusted-host x y'],
    ['FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=0', '2:NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ],
  silent: [
    'FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nRUN curl -dkey=1 -o k x',
    'FROM a:1\nHEALTHCHECK CMD curl -k https://localhost/',
  ],
});
