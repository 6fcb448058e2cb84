import { baseFiles, program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-COMPILER', [
  [
    withFiles(program('usr/bin/gcc'), program('usr/bin/curl')),
    ['low layer 1: Image has tools to build, debug or download: curl and gcc'],
  ],
  [
    withBaseFiles(program('usr/bin/gcc')),
    ['info FROM: Base image has tools to build, debug or download: gcc'],
  ],
  [{ layers: [baseFiles, [program('usr/bin/gcc')], [{ name: 'usr/bin/.wh.gcc' }]] }, []],
]);
