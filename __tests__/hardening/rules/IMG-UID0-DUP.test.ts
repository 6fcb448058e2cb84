import { passwd, testRule, withFiles } from '../rule-cases.js';

testRule('IMG-UID0-DUP', [
  [
    withFiles(passwd('root:x:0:0::/:/bin/sh\nadmin:x:0:0::/:/bin/sh\n')),
    ['high layer 1: Accounts other than root in /etc/passwd have user id 0: admin'],
  ],
  [
    withFiles(passwd('root:x:0:0::/:/bin/sh\na:x:7:7::/:\nb:x:7:7::/:\n')),
    ['low layer 1: Accounts in /etc/passwd share id 7: a and b'],
  ],
  [
    withFiles({ name: 'etc/group', body: 'a:x:007:\nb:x:7:\n' }),
    ['low layer 1: Groups in /etc/group share id 7: a and b'],
  ],
  [
    withFiles(passwd('toor:x:0:0::/:')),
    ['high layer 1: Accounts other than root in /etc/passwd have user id 0: toor'],
  ],
  [withFiles(passwd('root:x:0:0::/:\nroot:x:0:0::/:\n+::::::\n#x:x:0:0\n')), []],
]);
