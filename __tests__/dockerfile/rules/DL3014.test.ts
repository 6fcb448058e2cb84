import { testRule } from './test-rule.js';

testRule('DL3014', {
  reported: [
    ['FROM a:1\nRUN apt-get install vim=1', '2:install'],
    ['FROM a:1\nRUN apt-get --quiet=2 install vim=1; apt-get --quiet=1 install vim=1', '2:install'],
  ],
  silent: [
    'FROM a:1\nRUN apt-get install -s vim > /dev/null; apt-get install --dry-run vim',
    'FROM a:1\nRUN apt-get install -qq vim=1; apt-get install --quiet --quiet vim=1',
    'FROM a:1\nRUN apt-get -q=2 install vim=1 && apt-get -o APT::Get::Assume-Yes=true install vim',
  ],
  fixed: [
    [
      'FROM a:1\nRUN ["apt-get", "install", "x"]',
      'FROM a:1\nRUN ["apt-get", "install", "-y", "x"]',
    ],
    ['FROM a:1\nRUN sh -c "apt-get install x"', 'FROM a:1\nRUN sh -c "apt-get install -y x"'],
  ],
  unfixed: ['FROM a:1\nRUN sh -c "apt-get install \\"x\\""'],
});
