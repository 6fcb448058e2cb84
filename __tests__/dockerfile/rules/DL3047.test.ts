import { testRule } from './test-rule.js';

testRule('DL3047', {
  reported: [
    ['FROM a:1\nRUN wget https://x && wget -qO- https://x && wget -nv https://x', '2:wget'],
    ['FROM a:1\nRUN wget -Oquiet https://x && wget --version', '2:wget'],
  ],
  silent: [
    'FROM a:1\nRUN wget -q https://x && wget --progress=dot:giga https://x && wget --version',
  ],
  fixed: [
    [
      'FROM debian:12\nRUN wget https://x',
      'FROM debian:12\nRUN wget --progress=dot:giga https://x',
    ],
  ],
  unfixed: ['FROM alpine:3\nRUN wget https://x'],
});
