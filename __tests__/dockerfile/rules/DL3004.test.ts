import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3004', {
  reported: [['FROM a:1\nRUN a; sudo -u b c', '2:sudo']],
  silent: ['FROM a:1\nRUN apt-get install -y sudo', 'FROM a:1\nCMD ["sudo", "x"]'],
  fixed: [
    ['FROM a:1\nUSER root\nRUN sudo  apt-get update', 'FROM a:1\nUSER root\nRUN apt-get update'],
  ],
  unfixed: ['FROM a:1\nRUN sudo apt-get update', 'FROM a:1\nUSER root\nRUN sudo -u app x'],
});

test.each(['RUN sudo a', 'USER root\nRUN sudo a', 'USER app\nRUN sudo a', 'RUN sudo -u app a'])(
  '%j is low: it gives nothing that USER root does not give',
  (text) => {
    expect(lint(`FROM a:1\n${text}`, 'DL3004').map((found) => found.severity)).toEqual(['low']);
  },
);
