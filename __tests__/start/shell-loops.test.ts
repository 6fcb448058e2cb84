import { expect, it } from '@jest/globals';
import { dynamicElf } from '../evidence/dynamic-elf.js';
import { type Files, usesOf } from '../evidence/uses-of.js';

const PROGRAM = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const FILES: Files = {
  ...Object.fromEntries(
    'bin/sh usr/bin/find usr/bin/sort usr/bin/ls usr/bin/server usr/bin/tool usr/bin/other'
      .split(' ')
      .map((path) => [path, PROGRAM]),
  ),
  'start.d/10-tool.sh': '#!/bin/sh\ntool\n',
  'start.d/20-none.envsh': 'true\n',
};
const OWNED = { tool: ['usr/bin/tool'], other: ['usr/bin/other'] };

const started = async (script: string, files: Files = FILES) => {
  const uses = await usesOf(
    { Entrypoint: ['/entry.sh'], Cmd: ['server'] },
    { ...files, 'entry.sh': `#!/bin/sh\n${script}\nexec "$@"\n` },
    OWNED,
  );
  return [uses.get('tool')?.state, uses.get('other')?.state];
};

it.each([
  'for f in /start.d/*.sh; do . "$f"; done',
  'for f in /start.d/*; do\n  [ -r "$f" ] && . "$f"\ndone',
  'D=/start.d\nfor f in $D/*.sh; do "$f"; done',
  'cd /start.d\nfor f in *.sh; do sh "$f"; done',
  'for f in $(find /start.d -type f -name "*.sh"); do . "$f"; done',
  'for f in $(find /start.d/ -type f | sort -V); do . "$f"; done',
  'for f in `ls /start.d/*.sh`; do . "$f"; done',
  'find "/start.d/" -follow -type f -print | sort -V | while read -r f; do\n case "$f" in\n *.sh) "$f";;\n esac\ndone',
])('runs the files of a loop: %s', async (script) => {
  expect(await started(script)).toEqual(['loaded', 'no-evidence']);
});

it.each([
  'for f in $FILES; do . "$f"; done',
  'for f in $(cat /list); do . "$f"; done',
  'for f in $(find $X -type f); do . "$f"; done',
  'for f in "$@"; do . "$f"; done',
  'cat list | while read f; do . "$f"; done',
])('does not know the files of other loops: %s', async (script) => {
  expect(await started(script)).toEqual(['unknown', 'unknown']);
});

it('reads a script of many pipelines', async () => {
  const script = `${'find |while read read read|'.repeat(2000)}\nread f\n`;
  expect(await started(script)).toContain('unknown');
});

it('runs nothing for a folder without files', async () => {
  const script = 'for f in /other.d/*.sh; do . "$f"; done';
  expect(await started(script)).toEqual(['no-evidence', 'no-evidence']);
});

it('calls nothing unused when a loop has too many files', async () => {
  const names = Array.from({ length: 300 }, (_, i) => [`start.d/${i}.sh`, 'true\n'] as const);
  const files = { ...FILES, ...Object.fromEntries(names) };
  expect(await started('for f in /start.d/*.sh; do . "$f"; done', files)).toContain('unknown');
});
