import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL4006', {
  reported: [
    ['FROM a:1\nRUN echo a | cat; { echo a; curl b; } | tar x', '2:{ echo a; curl b; } | tar x'],
    ['FROM a:1\nRUN echo a | gunzip | tar x', '2:echo a | gunzip | tar x'],

    ['FROM a:1\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b', '3:a | b'],
    ['RUN a | b\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]', '1:a | b'],
    ['FROM a:1\nRUN bash -euo pipefail -c "a | b"\nRUN bash -eu -c "a | b"', '3:a | b'],
    ['FROM a:1\nRUN a | b', '2:a | b'],
  ],
  silent: [
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b',
    'FROM a:1\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN a | b',
    'FROM a:1\nRUN set -euo pipefail; a | b',
    'FROM a:1\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b',
    'FROM a:1\n# hadolint shell=powershell\nRUN a | b',
  ],
  fixed: [
    [
      'FROM a:1\nSHELL ["/bin/bash", "-c"]\nRUN a | b',
      'FROM a:1\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && a | b',
    ],
  ],
  unfixed: ['FROM a:1\nRUN a | b'],
});

test('a pipe whose first commands cannot fail is only information', () => {
  const severities = (run: string) =>
    lint(`FROM a:1\nRUN ${run}`, 'DL4006').map(({ severity }) => severity);
  expect(severities('echo "$sum *file" | sha256sum -c - && printf "%s" x | xargs id')).toEqual([
    'info',
  ]);
  expect(severities('echo "$sum *file" | sha256sum -c -')).toEqual([]);
  expect(severities('curl b | sha256sum -c -')).toEqual(['low']);
  expect(severities('echo a | cat && curl b | tar x')).toEqual(['low']);
});
