import { testRule } from './test-rule.js';

testRule('PS0041', {
  reported: [
    [
      'FROM a:1\nRUN curl -fsSL https://x.org/k.asc -o /etc/apt/keyrings/k.asc',
      '2:https://x.org/k.asc',
    ],
    ['FROM a:1\nRUN curl -fsSL https://x.org/gpg | apt-key add -', '2:https://x.org/gpg'],
    ['FROM a:1\nRUN gpg --keyserver hkps://x.org --recv-keys 12345678', '2:12345678'],
  ],
  silent: [
    `FROM a:1\nRUN gpg --keyserver hkps://x.org --recv-keys ${'A1'.repeat(20)}`,
    `FROM a:1\nRUN curl -fsSL https://x.org/k.asc -o k.asc && echo "${'a'.repeat(64)}  k.asc" | sha256sum -c`,
    `FROM a:1\nRUN for key in ${'A1'.repeat(20)} ${'B2'.repeat(20)}; do gpg --keyserver x.org --recv-keys "$key"; done`,
    'FROM a:1\nRUN apt-get update',
  ],
});
