import { baseFiles, program, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-SUID', [
  [
    withFiles(program('usr/local/bin/helper', 0o4755)),
    ['medium layer 1: Image adds setuid or setgid files: /usr/local/bin/helper'],
  ],
  [
    withFiles(
      program('a', 0o2755),
      program('b', 0o4755),
      program('c', 0o6755),
      program('d', 0o4755),
    ),
    ['medium layer 1: Image adds setuid or setgid files: /a, /b, /c and 1 more'],
  ],
  [withBaseFiles(program('opt/helper', 0o4755)), []],
  [withFiles(program('usr/bin/su', 0o4755), program('usr/lib/openssh/ssh-keysign', 0o4755)), []],
  [
    withFiles(program('tmp/su', 0o4755)),
    ['medium layer 1: Image adds setuid or setgid files: /tmp/su'],
  ],
  [{ layers: [[program('opt/h', 0o4755)], [program('opt/h', 0o4755)]] }, []],
  [{ layers: [[program('opt/h', 0o755)], [program('opt/h', 0o755)]] }, []],
  [{ layers: [baseFiles, [program('h', 0o4755)], [program('h', 0o755)]] }, []],
  [{ layers: [baseFiles, [program('h', 0o4755)], [{ name: '.wh.h' }]] }, []],
]);
