import { program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-SHELL', [
  [
    withBaseFiles(program('bin/busybox'), { name: 'bin/sh', type: '2', link: 'busybox' }),
    ['info FROM: Base image has a shell: busybox and sh'],
  ],
  [
    { layers: [[program('bin/sh')], [program('usr/bin/sh'), program('bin/zsh')]] },
    ['info FROM: Base image has a shell: sh', 'info layer 1: Image has a shell: zsh'],
  ],
  [withFiles(program('usr/bin/ssh'), program('opt/bin/sh')), []],
]);
