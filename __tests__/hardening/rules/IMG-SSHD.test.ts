import { program, testRule, withFiles } from '../rule-cases.js';

testRule('IMG-SSHD', [
  [withFiles(program('usr/sbin/sshd')), ['high layer 1: Image has an SSH server: /usr/sbin/sshd']],
  [
    withFiles(
      { name: 'root/.ssh/authorized_keys', body: 'k' },
      { name: 'etc/ssh/ssh_host_rsa_key', body: 'k' },
    ),
    ['high layer 1: Image has SSH keys: /etc/ssh/ssh_host_rsa_key and /root/.ssh/authorized_keys'],
  ],
  [withFiles({ name: 'root/.ssh/known_hosts', body: 'k' }, program('usr/bin/ssh')), []],
]);
