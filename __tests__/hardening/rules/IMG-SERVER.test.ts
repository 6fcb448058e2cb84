import { program, testRule, withCommand, withFiles, withStartScript } from '../rule-cases.js';

testRule('IMG-SERVER', [
  [withCommand('/usr/bin/supervisord', '-n'), ['low CMD: Container starts supervisord']],
  [withCommand('/usr/bin/tini', '--', 'cron', '-f'), ['low CMD: Container starts cron']],
  [
    withStartScript('exec /usr/sbin/sshd -D\n'),
    ['low CMD: Container starts an SSH server (sshd in /start.sh)'],
  ],
  [
    withFiles(program('usr/sbin/cron'), program('usr/sbin/rsyslogd')),
    ['low layer 1: Image has programs of a server: cron and a log server'],
  ],
  [
    withFiles(
      { name: 'usr/sbin/crond', type: '2', link: '/bin/busybox' },
      program('usr/sbin/rsyslogd'),
    ),
    [],
  ],
  [withCommand('node', 'server.js'), []],
]);
