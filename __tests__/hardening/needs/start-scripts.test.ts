import { describe, expect, it } from '@jest/globals';
import { scriptActs } from '../../../src/hardening/needs/start-scripts.js';

describe('scriptActs', () => {
  const files = new Map([['/etc/app/vars', 'export STATE=/var/lib/app\nSTATE=$(pwd)\n']]);
  const actsOf = (text: string) =>
    scriptActs(
      'start.sh',
      text,
      new Map([
        ['DATA', '/data'],
        ['PWD', '/srv/w'],
      ]),
      (path) => files.get(path),
    ).map(
      ({ kind, target, onlyRoot, place }) =>
        `${place} ${kind} ${target}${onlyRoot ? ' as root' : ''}`,
    );

  it.each<[string, string[]]>([
    ['mkdir -p /run/app "$DATA"', ['start.sh:1 mkdir /run/app', 'start.sh:1 mkdir /data']],
    ['echo a > /etc/app.conf', ['start.sh:1 write /etc/app.conf']],
    ['echo a >> "\u0024{DATA}/log" 2>&1', ['start.sh:1 write /data/log']],
    ['echo a > /dev/null 2> /dev/stderr', []],
    ['echo a > "$UNKNOWN"', ['start.sh:1 write undefined']],
    ['echo a > local.txt', ['start.sh:1 write /srv/w/local.txt']],
    [
      'cd sub && touch a\nmkdir -m 755 -p b/c; rm *.pid',
      [
        'start.sh:1 write /srv/w/sub/a',
        'start.sh:2 mkdir /srv/w/sub/b/c',
        'start.sh:2 remove /srv/w/sub/',
      ],
    ],
    ['(cd /opt && touch a)\ntouch b', ['start.sh:1 write /opt/a', 'start.sh:2 write /srv/w/b']],
    ['cd "$(mktemp -d)"\ntouch b', ['start.sh:2 write undefined']],
    ['echo "Usage: <a> b"; awk \'$1 > max\' x; [[ a > b ]]; (( i > j ))', []],
    ['exec $START --all', ['start.sh:1 indirect-exec $START']],
    [
      'exec nice -n 5 gosu app "$START"',
      ['start.sh:1 indirect-exec $START', 'start.sh:1 become app'],
    ],
    ['exec tini -e 143 -- gosu app server', ['start.sh:1 become app']],
    ['exec setuser app server', ['start.sh:1 become app']],
    ['su -s /bin/sh - app -c "server -x"', ['start.sh:1 become app']],
    ['su app -c server', ['start.sh:1 become app']],
    ['su -c server', ['start.sh:1 become root']],
    ['runuser -u app -- server', ['start.sh:1 become app']],
    ['exec chpst -u app -o 100 server', ['start.sh:1 become app']],
    ['exec chroot --userspec=app:app / server', ['start.sh:1 become app:app']],
    ['start-stop-daemon --start --chuid app --exec /s', ['start.sh:1 become app']],
    ['start-stop-daemon --start --exec /s', []],
    ['exec setpriv --no-new-privs chown app /data', ['start.sh:1 chown /data']],
    ['nice -n 10 chown app /data', ['start.sh:1 chown /data']],
    ['timeout -k 5 10 mkdir /data/a', ['start.sh:1 mkdir /data/a']],
    ['tini -- sh -ec "touch /data/a"', ['start.sh:1 write /data/a']],
    ['find /data | xargs -r -n 1 chown app', ['start.sh:1 chown undefined']],
    ['sudo -u app touch /data/a', ['start.sh:1 escalate sudo', 'start.sh:1 write /data/a']],
    ['sh run.sh -c "touch /data/a"', []],
    [`su${' -'.repeat(20_000)} app`, ['start.sh:1 become app']],
    [`${'nice '.repeat(20_000)}mkdir /data/a`, []],
    ['env STATE=/x true; touch "$STATE"', ['start.sh:1 write undefined']],
    ['eval "$(cat /config/cmd)"', ['start.sh:1 indirect eval']],
    ['. /config/start.sh', ['start.sh:1 indirect /config/start.sh']],
    ['P=/bin/x\nexec $P', []],
    ['sh -c "sudo touch /opt/x"', ['start.sh:1 escalate sudo', 'start.sh:1 write /opt/x']],
    ['mount -t tmpfs none /mnt', ['start.sh:1 administer mount, which needs SYS_ADMIN']],
    [
      'ip link set eth0 mtu 1400; ip -s link; ip addr',
      ['start.sh:1 administer ip, which needs NET_ADMIN'],
    ],
    [
      'sysctl -w net.x=1; sysctl -a; date -u',
      ['start.sh:1 administer sysctl, which needs NET_ADMIN'],
    ],
    ['sed -i s/a/b/ /etc/app.conf', ['start.sh:1 write /etc/app.conf']],
    ['sed s/a/b/ /etc/app.conf', []],
    ['cp /a/b /etc/app/', ['start.sh:1 write /etc/app/']],
    ['chown -R app:app \\\n  "$DATA"', ['start.sh:1 chown /data']],
    ['chmod 700 /data', ['start.sh:1 chmod /data']],
    ['find /data ! -user app -exec chown app {} +', ['start.sh:1 chown /data']],
    ['install -d -o app /run/app', ['start.sh:1 mkdir /run/app', 'start.sh:1 chown /run/app']],
    ['exec gosu app "$0" "$@"', ['start.sh:1 indirect $0', 'start.sh:1 become app']],
    ['exec tini -- su-exec app:app server', ['start.sh:1 become app:app']],
    ['exec setpriv --reuid=app --clear-groups server', ['start.sh:1 become app']],
    ['ssh-keygen -A', ['start.sh:1 write /etc/ssh/ssh_host_ed25519_key']],
    ['sudo chown app /data', ['start.sh:1 escalate sudo', 'start.sh:1 chown /data']],
    ['apt-get install -y curl', ['start.sh:1 install apt-get']],
    ['usermod -u 1000 app', ['start.sh:1 write /etc/passwd']],
    ['# rm /data/x', []],
    [
      'cat <<END > /data/x\nrm /etc/passwd\nEND\ntouch /data/y',
      ['start.sh:1 write /data/x', 'start.sh:4 write /data/y'],
    ],
    ['. /etc/app/vars\nmkdir $STATE', ['start.sh:2 mkdir /var/lib/app']],
    ['X=/a\nX=/b\ntouch $X \u0024{Y:-/c}', ['start.sh:3 write /b', 'start.sh:3 write /c']],
  ])('%j does %j', (text, expected) => {
    expect(actsOf(text)).toEqual(expected);
  });

  it.each([
    'if [ "$(id -u)" = "0" ]; then\n  mkdir /a\nelse\n  mkdir /b\nfi\nmkdir /c\n',
    'if [ "$(id -u)" -eq 0 ]\nthen\n  if true; then\n    mkdir /a\n  fi\nelse\n  mkdir /b\nfi\nmkdir /c\n',
    '[ "$EUID" = 0 ] && mkdir /a\nmkdir /b\nmkdir /c\n',
  ])('%j: the first folder is made by root alone', (text) => {
    expect(actsOf(text).map((act) => act.replace(/^start.sh:\d+ /, ''))).toEqual([
      'mkdir /a as root',
      'mkdir /b',
      'mkdir /c',
    ]);
  });

  it('a script that never ends is read up to a limit', () => {
    expect(actsOf('mkdir /a\n'.repeat(100_000)).length).toBeLessThan(3_000);
  });
});
