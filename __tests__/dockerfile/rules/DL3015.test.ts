import { testRule } from './test-rule.js';

testRule('DL3015', {
  reported: [['FROM a:1\nRUN apt-get install -y curl', '2:install']],
  silent: ['FROM a:1\nRUN apt-get install -o APT::Install-Recommends=false curl'],
  fixed: [
    [
      'FROM a:1\r\nRUN apt-get install -y \\\r\n\ttini\r\n',
      'FROM a:1\r\nRUN apt-get install --no-install-recommends -y \\\r\n\ttini\r\n',
    ],
    [
      'FROM a:1\nRUN apt-get install -y curl ca-certificates',
      'FROM a:1\nRUN apt-get install --no-install-recommends -y curl ca-certificates',
    ],
  ],
  unfixed: [
    'FROM a:1\nRUN apt-get install -y git=1',
    'FROM a:1\nRUN apt-get install -y python3-pip ca-certificates',
  ],
});
