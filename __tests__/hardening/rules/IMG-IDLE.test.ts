import { testRule, withCommand, withConfig, withStartScript } from '../rule-cases.js';

testRule('IMG-IDLE', [
  [withCommand('sleep', 'infinity'), ['low CMD: Container only runs sleep infinity']],
  [withCommand('/bin/sh', '-c', 'sleep 365d'), ['low CMD: Container only runs sleep 365d']],
  [
    withCommand('/bin/sh', '-c', 'service nginx start && tail -f /var/log/nginx/access.log'),
    [
      'low CMD: Container is kept alive by tail -f /var/log/nginx/access.log, so its other programs are not monitored',
    ],
  ],
  [
    withStartScript('mkdir -p /x\nexec tail -F /dev/null'),
    ['low ENTRYPOINT: Container only runs tail -f /dev/null'],
  ],
  [withCommand('bash'), ['low CMD: Container starts the shell bash and waits for input']],
  [withCommand('/bin/sh', '-l'), ['low CMD: Container starts the shell sh and waits for input']],
  [withCommand('/bin/sh', '-c', 'sleep 5; exec server'), []],
  [withCommand('sleep', '5'), []],
  [withCommand('bash', 'run.sh'), []],
  [withConfig({}), []],
]);
