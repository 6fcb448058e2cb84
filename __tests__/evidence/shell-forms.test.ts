import { expect, it } from '@jest/globals';
import { dynamicElf } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const PROGRAM = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const TOOLS =
  'bash su runuser sudo find xargs flock taskset nice nohup timeout start-stop-daemon service run-parts script env cat unshare prlimit watch awk setarch busybox cron supercronic honcho';

const FILES: Files = {
  'bin/sh': PROGRAM,
  ...Object.fromEntries(TOOLS.split(' ').map((name) => [`usr/bin/${name}`, PROGRAM])),
  'lib64/ld-linux-x86-64.so.2': PROGRAM,
  'usr/bin/other': PROGRAM,
  'usr/bin/server': PROGRAM,
  'usr/bin/wrapped': '#!/bin/sh\nexec server "$@"\n',
  'opt/run.d/one': '#!/bin/sh\nserver\n',
  'opt/plain.sh': 'server\n',
  'opt/lib/libaudit.so.1': dynamicElf({}),
  'etc/init.d/svc': '#!/bin/sh\nexec /usr/bin/server\n',
  'etc/profile': 'server\n',
};

const started = async (script: string, config: Record<string, unknown> = {}) => {
  const uses = await usesOf(
    { Entrypoint: ['/entry.sh'], Env: ['PATH=/usr/bin:/bin'], ...config },
    { ...FILES, 'entry.sh': `#!/bin/sh\n${script}\n` },
    { server: ['usr/bin/server'], audit: ['opt/lib/libaudit.so.1'], none: ['usr/share/none'] },
  );
  return [uses.get('server')?.state, uses.get('none')?.state];
};

it.each([
  'server',
  'cd /usr/bin && ./server',
  'cd /usr\n./bin/server',
  'ser\\\nver',
  'su app -c server',
  'su - app -s /bin/sh -c "cd / && server"',
  'runuser app -c "server"',
  'runuser -u app -- server',
  'sudo -E -H server',
  'start-stop-daemon --start --exec /usr/bin/server',
  'start-stop-daemon -S -x server -- -f',
  'find / -name x -exec server {} \\;',
  'find / -execdir server {} +',
  'echo x | xargs -r server',
  'flock -n /tmp/lock server',
  'flock /tmp/lock -c "server x"',
  'taskset 1 server',
  'nice -n 5 timeout 5 nohup server &',
  'prlimit --nofile=5 server',
  'unshare -m server',
  'setarch x86_64 server',
  'script -c server /dev/null',
  'env -S "A=b server -x"',
  'service svc start',
  'run-parts /opt/run.d',
  '/lib64/ld-linux-x86-64.so.2 /usr/bin/server',
  'busybox timeout 5 server',
  'other <(server)',
  'coproc server',
  'eval "cd / && server"',
  'sh <<EOF\nserver\nEOF',
  'cat <<EOF | sh -s\nserver\nEOF',
  '. /opt/plain.sh',
  'sh -c "exec server"',
  'wrapped',
])('proves that a start script starts a program: %s', async (script) => {
  expect(await started(script)).toEqual([
    'loaded',
    expect.stringMatching(/^(?:no-evidence|unknown)$/),
  ]);
});

it.each([
  'alias v=server\nv',
  'alias v=wrapped\nv',
  'trap "server --stop" EXIT\nother',
  'if false; then\nserver() { :; }\nfi\nserver',
  'server() { :; }\nunset -f server\nserver',
  'watch server',
  'awk \'BEGIN{system("server")}\'',
  'other -- server',
  'other --exec=server',
  'set -- a server\nshift\n"$@"',
  'if [ "$A" ]; then P=server; else P=other; fi\nexec $P',
  "sh -c '$0' server",
  'sh -c "$TEXT"',
  'echo "a $(server "b c") d"',
  "eval 'v() { server; }'\nv",
  '/usr/bin/serve?',
  '/usr/bin/{server,}',
  '~/server',
  'bash --login -c other',
  'bash -lc other',
  'BASH_ENV=/opt/plain.sh bash -c other',
  'export ENV=/opt/plain.sh\nbash -c other',
  'for f in /opt/run.d/*; do . $f; done',
  'sh < /opt/run.d/one',
  'read P < /opt/run.d/name; $P',
  'source <(echo server)',
  '. <(sed s/a/b/ /etc/commands)',
  'cat /etc/commands | . /dev/stdin',
  'source /dev/fd/3 3< /etc/commands',
  '. `cat /etc/name`',
  'cat /etc/commands | xargs env',
  'xargs -a /etc/commands nice -n 5',
  'xargs -0 sh < /etc/commands',
  'cat /etc/commands | xargs -n 1 sudo -E timeout 5',
  'LD_LIBRARY_PATH=/opt/lib exec other',
  'export LD_AUDIT=/opt/lib/libaudit.so.1\nother',
])('does not say that a program is left unused by: %s', async (script) => {
  const config = { Env: ['PATH=/usr/bin:/bin', 'TEXT=cd / && server', 'HOME=/usr/bin'] };
  const [state] = await started(script, config);
  expect(state).not.toBe('no-evidence');
});

it.each([
  ['cron', '/etc/crontab names it'],
  ['busybox crond -f', 'an applet'],
  ['supercronic /etc/crontab', 'an argument names the file'],
  ['honcho start', 'a Procfile'],
])('does not say that a supervisor leaves a program unused: %s', async (script) => {
  const [state] = await started(script);
  expect(state).toBe('unknown');
});

it.each([
  ['runsvdir', 'etc/service/web/run'],
  ['s6-svscan', 'etc/services.d/web/run'],
])('starts the services of %s', async (program, path) => {
  const files = { ...FILES, [`usr/bin/${program}`]: PROGRAM, [path]: '#!/bin/sh\nexec server\n' };
  const uses = await usesOf({ Cmd: [program, '/etc/service'] }, files, {
    server: ['usr/bin/server'],
  });
  expect(uses.get('server')?.state).toBe('loaded');
});

it.each([
  'other',
  'exec other --port 80',
  '# server\nother',
  'case "$1" in\n/*|*.conf) other ;;\n-?) other -h ;;\n*) exec other ;;\nesac',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
  'if [ "${1#-}" != "$1" ]; then set -- other "$@"; fi\nexec other "$@"',
])('finds no evidence for what a start script does not name: %s', async (script) => {
  expect(await started(script)).toEqual(['no-evidence', 'no-evidence']);
});
