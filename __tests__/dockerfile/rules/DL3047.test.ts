import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
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

test.each([
  ['wget https://x', undefined],
  ['wget https://x 2> /dev/null', undefined],
  ['wget https://x > /out', undefined],
  ['wget https://x 2> /log', true],
  ['{ wget https://x; } > /log 2>&1', true],
  ['wget https://x &>> /log', true],
  ['wget https://x |& tee /log', true],
])('the fix of %s may change what is kept: %s', (command, mayBreak) => {
  const [finding] = lint(`FROM debian:12\nRUN ${command}`, 'DL3047');
  expect(finding?.fix?.mayBreak).toBe(mayBreak);
});
