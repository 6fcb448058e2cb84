import { passwd, shadow, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-EMPTYPW', [
  [
    withFiles(shadow('root::19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n')),
    ['critical layer 1: Empty password in /etc/shadow for root'],
  ],
  [
    withBaseFiles(passwd('a::1:1::/:/bin/sh\nb::2:2::/:/bin/sh\n')),
    ['critical FROM: Empty password in /etc/passwd for a and b'],
  ],
  [withFiles(shadow('root:!:1::::::\nx:$6$abc:1::::::\n')), []],
  [withFiles(shadow('\n\n:')), []],
  [{ layers: [[shadow('root::1::::::')], [shadow('root:*:1::::::')]] }, []],
  [{ layers: [[shadow('root::1::::::')], [{ name: 'etc/.wh.shadow' }]] }, []],
]);
