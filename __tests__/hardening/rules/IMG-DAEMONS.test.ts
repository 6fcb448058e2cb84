import { program, testRule, withCommand, withFiles, withStartScript } from '../rule-cases.js';

testRule('IMG-DAEMONS', [
  [
    withCommand('/bin/sh', '-c', 'service cron start && php-fpm -D && nginx -g "daemon off;"'),
    ['low CMD: Container starts several services: cron, php-fpm and nginx'],
  ],
  [
    withStartScript(
      'redis-server &\n# worker & more\necho "a & b"\nexec python app.py >/log 2>&1\n',
    ),
    ['low CMD: Container starts several services: redis-server and python'],
  ],
  [
    {
      ...withFiles({
        name: 'etc/supervisor/conf.d/a.conf',
        body: '[program:web]\ncommand=x\n[program:db]\n',
      }),
      config: { Cmd: ['supervisord'] },
    },
    ['low layer 1: Container runs 2 services under a supervisor: web and db'],
  ],
  [
    {
      ...withFiles(program('etc/services.d/a/run'), program('etc/services.d/b/run')),
      config: { Entrypoint: ['/init'] },
    },
    ['low layer 1: Container runs 2 services under a supervisor: a and b'],
  ],
  [
    {
      ...withFiles({ name: 'etc/supervisord.conf', body: '[program:web]\n' }),
      config: { Cmd: ['supervisord'] },
    },
    [],
  ],
  [withStartScript('sleep 1 &\nexec server &>/dev/null\n'), []],
  [
    {
      config: { Entrypoint: ['/start.sh'] },
      layers: [
        [{ name: 'start.sh', body: '#!/bin/sh\nmysqld &\nexec "$@"', mode: 0o755 }],
        [{ name: 'x', body: '' }],
      ],
    },
    [],
  ],
]);
