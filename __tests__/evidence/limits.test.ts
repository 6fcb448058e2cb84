import { expect, it } from '@jest/globals';
import { dynamicElf, NODE_PROGRAM } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const LOADER = '/lib64/ld-linux-x86-64.so.2';
const ELF = dynamicElf({ interpreter: LOADER });
const FILES: Files = {
  'bin/sh': ELF,
  'usr/bin/node': NODE_PROGRAM,
  'usr/bin/other': ELF,
  'usr/bin/run-parts': ELF,
  'usr/bin/serve': dynamicElf({ interpreter: LOADER, texts: ['/etc/serve.conf'] }),
  'usr/lib/far.so': ELF,
};
const OWNED = { far: ['usr/lib/far.so'] };

/** Words that are no programs. */
const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`);
const lines = (count: number, line: (i: number) => string) => words(count).map((_, i) => line(i));
const many = (count: number) => Object.fromEntries(words(count).map((name) => [name, 'x']));

it.each<readonly [string, () => readonly [readonly string[], Files]]>([
  [
    'words of a text that may name programs',
    () => [['/bin/sh', '-c', 'true', ...words(21_000)], {}],
  ],
  [
    'bytes of a configuration file',
    () => [['serve'], { 'etc/serve.conf': `${'# x\n'.repeat(1_100_000)}load /usr/lib/far.so\n` }],
  ],
  [
    'bytes of constants',
    () => {
      const texts = ['x'.repeat(65 << 20), '/usr/lib/far.so'];
      return [['big'], { 'usr/bin/big': dynamicElf({ interpreter: LOADER, texts }) }];
    },
  ],
  [
    'files that ld.so.conf includes',
    () => [
      ['other'],
      Object.fromEntries([
        ['etc/ld.so.conf', 'include /etc/conf/*\n'],
        ...words(300).map((name) => [`etc/conf/${name}`, `/opt/${name}\n`] as const),
      ]),
    ],
  ],
  [
    'scripts of run-parts',
    () => [
      ['run-parts', '/parts'],
      Object.fromEntries(words(300).map((name) => [`parts/${name}`, '#!/bin/sh\ntrue\n'])),
    ],
  ],
  ['words of an argument', () => [['other', lines(1100, (i) => `/x${i}`).join(':')], {}]],
])('does not call a package unused when there are too many %s', async (_name, make) => {
  const [Cmd, files] = make();
  const uses = await usesOf({ Cmd }, { ...FILES, ...files }, OWNED);
  expect(uses.get('far')?.state).toBe('unknown');
});

it('calls a package unused below these limits', async () => {
  const files = { ...FILES, ...many(10), 'etc/serve.conf': '# x\n'.repeat(200_000) };
  const uses = await usesOf({ Cmd: ['serve'] }, files, OWNED);
  expect(uses.get('far')?.state).toBe('no-evidence');
});

it('does not call an npm package unused when a file loads too many', async () => {
  const app = lines(3100, (i) => `require("./x${i}");`).join('\n');
  const files: Files = {
    ...FILES,
    'app/main.js': `${app}require("far");`,
    'app/node_modules/far/package.json': '{"name":"far","version":"1.0.0"}',
  };
  const uses = await usesOf({ Cmd: ['node', '/app/main.js'] }, files);
  expect(uses.get('far')?.state).toBe('unknown');
});
