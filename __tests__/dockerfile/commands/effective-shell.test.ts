import { describe, expect, test } from '@jest/globals';
import { effectiveShell, isPosixShell } from '../../../src/dockerfile/commands/effective-shell.js';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { parse } from '../parse-text.js';

const BASH = 'SHELL ["/bin/bash", "-c"]';

describe('the shell of the last RUN', () => {
  test.each<[why: string, lines: string[], shell: string]>([
    ['by default', ['FROM a', 'RUN x'], '/bin/sh'],
    ['after SHELL', ['FROM a', BASH, 'RUN x'], '/bin/bash'],
    ['before SHELL', ['FROM a', 'RUN x', BASH], '/bin/sh'],
    ['after SHELL in the parent stage', ['FROM a AS b', BASH, 'FROM b', 'RUN x'], '/bin/bash'],
    ['after SHELL in another stage', ['FROM a', BASH, 'FROM c', 'RUN x'], '/bin/sh'],
    ['after SHELL in a fragment', [BASH, 'RUN x'], '/bin/bash'],
    ['after a comment', ['FROM a', '# hadolint shell=pwsh', 'RUN x'], 'pwsh'],
    ['after a comment and SHELL', ['FROM a', '# hadolint shell=pwsh', BASH, 'RUN x'], '/bin/bash'],
    ['after SHELL and a comment', ['FROM a', BASH, '# hadolint shell=pwsh', 'RUN x'], 'pwsh'],
    ['after a comment above FROM', ['# hadolint shell=pwsh', 'FROM a', 'RUN x'], 'pwsh'],
    [
      'after a comment above FROM and SHELL',
      ['# hadolint shell=pwsh', 'FROM a', BASH, 'RUN x'],
      '/bin/bash',
    ],
    [
      'after a comment in the parent stage',
      ['FROM a AS b', '# hadolint shell=pwsh', 'RUN y', 'FROM b', 'RUN x'],
      'pwsh',
    ],
  ])('%s', (_why, lines, shell) => {
    const dockerfile = parse(lines.join('\n'));
    const run = instructionsOf(dockerfile, 'RUN').at(-1);
    expect(run && effectiveShell(dockerfile, run)[0]).toBe(shell);
  });
});

test.each<[program: string, isPosix: boolean]>([
  ['/bin/sh', true],
  ['bash', true],
  ['C:\\msys\\bash.exe', true],
  ['/bin/ash', true],
  ['powershell', false],
  ['cmd', false],
  ['fish', false],
])('%s is a POSIX shell: %s', (program, isPosix) => {
  expect(isPosixShell([program, '-c'])).toBe(isPosix);
});
