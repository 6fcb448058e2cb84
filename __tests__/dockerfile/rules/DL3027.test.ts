import { testRule } from './test-rule.js';

testRule('DL3027', {
  reported: [['FROM a:1\nRUN apt update && /usr/bin/apt list', ['2:apt', '2:/usr/bin/apt']]],
  silent: ['FROM a:1\nRUN apt-get update && apt-cache search x', 'FROM a:1\nRUN echo apt update'],
  fixed: [
    [
      'FROM a:1\nRUN apt update && apt -y upgrade',
      'FROM a:1\nRUN apt-get update && apt-get -y upgrade',
    ],
    ['FROM a:1\nRUN /usr/bin/apt update', 'FROM a:1\nRUN /usr/bin/apt-get update'],
  ],
  unfixed: ['FROM a:1\nRUN apt install x', 'FROM a:1\nRUN apt update && apt install x'],
});
