import { program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-SUDO', [
  [
    withFiles(program('usr/bin/sudo', 0o4755)),
    ['medium layer 1: Image has sudo, which lets a user become root'],
  ],
  [
    withBaseFiles(program('usr/bin/doas', 0o4755)),
    ['medium FROM: Image has doas, which lets a user become root'],
  ],
  [withFiles(program('usr/bin/sudo', 0o755)), []],
]);
