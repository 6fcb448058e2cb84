import { afterAll, describe, expect, it } from '@jest/globals';
import type { OwnStart } from '../../../src/core/runtime-needs.js';
import type { TarMember } from '../../image/build-tar.js';
import { needsOf, removeImages } from '../inspect-image.js';
import { passwd, program } from '../rule-cases.js';

afterAll(removeImages);

const ACCOUNTS = passwd('root:x:0:0::/root:/bin/sh\napp:x:101:102::/home/app:/bin/sh\n');
const folder = (name: string, uid = 0, mode = 0o755): TarMember => ({
  name,
  type: '5',
  uid,
  gid: uid === 0 ? 0 : 102,
  mode,
});
const script = (text: string): TarMember => ({
  name: 'start.sh',
  body: `#!/bin/sh\n${text}`,
  mode: 0o755,
});
const STARTED = { Entrypoint: ['/start.sh'], Cmd: ['server'] };
const DROPPING =
  'if [ "$(id -u)" = 0 ]; then\n  chown -R app /data\n  exec gosu app "$0" "$@"\nfi\nexec "$@"\n';

async function summaryOf(
  members: readonly TarMember[],
  config: Record<string, unknown> = STARTED,
  start?: OwnStart,
) {
  const { facts: needs, unknown } = await needsOf(
    { layers: [[ACCOUNTS, program('usr/bin/server'), program('bin/sh'), ...members]], config },
    start,
  );
  if (!needs) return { user: unknown, writable: [], capabilities: [] };
  const { user, rootReason, writable, writesReason, capabilities } = needs;
  const { privilegeReason, capabilityReason } = needs;
  return {
    user: user ? `${user.uid}:${user.gid} ${user.name}: ${user.evidence}` : rootReason,
    writable: writable.map(({ path, uid, mode }) => `${path} ${uid} ${mode.toString(8)}`),
    capabilities: capabilities.map(({ name }) => name),
    ...(writesReason !== undefined && { writesReason }),
    ...(privilegeReason !== undefined && { privilegeReason }),
    ...(capabilityReason !== undefined && { capabilityReason }),
  };
}

describe('deriveNeeds', () => {
  const USUAL = ['/run 0 755', '/tmp 0 1777'];

  it('a program of another user needs folders for what it writes, and no capability', async () => {
    const members = [folder('srv/uploads', 101), folder('usr/lib/app', 101)];
    expect(await summaryOf(members, { User: 'app', Cmd: ['server'] })).toEqual({
      user: '101:102 app: USER app',
      writable: ['/run 101 755', '/srv/uploads 101 755', '/tmp 0 1777'],
      capabilities: [],
    });
  });

  it('a script that becomes a user only if it is root can start as this user', async () => {
    expect(
      await summaryOf([script(DROPPING), folder('data', 101)], {
        ...STARTED,
        Volumes: { '/data': {} },
      }),
    ).toEqual({
      user: '101:102 app: start.sh:4 becomes app',
      writable: ['/run 101 755', '/tmp 0 1777'],
      capabilities: [],
    });
  });

  it.each<[string, string, readonly TarMember[], Record<string, unknown>]>([
    ['it listens on port 80', DROPPING, [folder('data', 101)], { ExposedPorts: { '80/tcp': {} } }],
    [
      'app cannot write to the volume /data',
      DROPPING,
      [folder('data')],
      { Volumes: { '/data': {} } },
    ],
    // The engine makes the folder, for root.
    ['app cannot write to the volume /data', DROPPING, [], { Volumes: { '/data': {} } }],
    ['start.sh:2 becomes app, which only root can do', 'exec gosu app "$@"\n', [], {}],
    [
      'start.sh:2 writes /etc/app/a.conf, and /etc/app has files of the image',
      `echo a > /etc/app/a.conf\n${DROPPING}`,
      [{ name: 'etc/app/b.conf', body: 'b' }],
      {},
    ],
  ])('it starts as root because %s', async (reason, text, members, config) => {
    const needs = await summaryOf([script(text), ...members], { ...STARTED, ...config });
    expect(needs.user).toBe(reason);
    expect(needs.capabilities).toEqual(expect.arrayContaining(['SETGID', 'SETUID']));
  });

  it('what root prepares is there for the user, and a log is no folder', async () => {
    const text =
      'if [ "$(id -u)" = 0 ]; then\n  mkdir -p /run/app\n  exec gosu app "$0"\nfi\necho > /var/log/app/first\n';
    const needs = await summaryOf([script(text), folder('var/log/app', 101)]);
    expect(needs).toMatchObject({
      user: '101:102 app: start.sh:4 becomes app',
      writable: ['/run 101 755', '/run/app 101 755', '/tmp 0 1777', '/var/log/app 101 755'],
    });
  });

  it('a server that becomes a user itself keeps the capabilities for that', async () => {
    const config = {
      name: 'etc/server/server.conf',
      body: 'user app;\npid /run/server.pid;\n# /var/lib/no\n',
    };
    const members = [config, folder('var/lib/server'), folder('var/lib/server/cache', 101)];
    expect(await summaryOf(members, { Cmd: ['server'], ExposedPorts: { '80/tcp': {} } })).toEqual({
      user: 'it becomes app itself (server.conf:1)',
      writable: [
        '/run 0 755',
        '/tmp 0 1777',
        '/var/lib/server 0 755',
        '/var/lib/server/cache 101 755',
      ],
      capabilities: ['CHOWN', 'DAC_OVERRIDE', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
    });
  });

  it('a program that nothing gives another user needs no capability', async () => {
    expect(await summaryOf([], { Cmd: ['server'] })).toEqual({
      user: 'nothing in it names another user for its program',
      writable: USUAL,
      capabilities: [],
    });
  });

  it.each([
    ['start.sh:2 writes to a path that is not known', 'date > "$LOG"\nexec "$@"\n'],
    ['start.sh:2 installs packages', 'apt-get install -y curl\nexec "$@"\n'],
    ['start.sh:2 writes /etc/passwd, and /etc has files of the image', 'usermod -u 7 app\n'],
    [
      'start.sh:2 writes /srv/a b/c, which is no plain path',
      'touch "/srv/a b/c/d"/../\n'.replace('/d"/../', '"'),
    ],
  ])('the root file system stays writable because %s', async (reason, text) => {
    expect(await summaryOf([script(text)])).toMatchObject({ writesReason: reason });
  });

  const setuid = (name: string): TarMember => ({ name, body: '\x7fELF', mode: 0o4755 });
  it.each<[string, readonly TarMember[], Record<string, unknown>, OwnStart?]>([
    ['start.sh:2 runs sudo', [script('sudo server\n')], STARTED],
    ['it starts /bin/ping, which has the setuid bit', [], { Cmd: ['/bin/ping', 'x'] }],
    ['it starts /opt/ping, which has the setuid bit', [], { Cmd: ['/opt/ping'] }],
    ['it starts /bin/ping, which has the setuid bit', [script('ping -c1 db\nserver')], STARTED],
    ['it starts /bin/ping, which has the setuid bit', [], { Cmd: ['sh', '-c', 'ping db; server'] }],
    [
      'its healthcheck runs sudo',
      [],
      { Cmd: ['server'], Healthcheck: { Test: ['CMD-SHELL', 'sudo touch /h'] } },
    ],
    [
      'it starts /bin/ping, which has the setuid bit',
      [],
      { Cmd: ['server'] },
      { others: [{ name: 'livenessProbe', words: ['ping', 'db'] }] },
    ],
    ['start.sh:2 becomes app', [script('exec gosu app server\n')], STARTED],
  ])(
    'it needs new privileges and their capabilities because %s',
    async (reason, members, config, start = {}) => {
      const files = [...members, setuid('bin/ping'), setuid('opt/ping')];
      expect(await summaryOf(files, { ...config, User: 'app' }, start)).toMatchObject({
        privilegeReason: reason,
        capabilityReason: reason,
      });
    },
  );

  it.each<[string, Record<string, unknown>, OwnStart]>([
    [
      'its start command runs mount, which needs SYS_ADMIN',
      { Cmd: ['sh', '-c', 'mount x /mnt; server'] },
      {},
    ],
    [
      'its hook runs as root',
      { Cmd: ['server'], User: 'app' },
      { others: [{ name: 'hook', words: ['server'], user: 'root' }] },
    ],
  ])('it needs capabilities that are not known because %s', async (reason, config, start) => {
    expect(await summaryOf([program('bin/mount')], config, start)).toMatchObject({
      capabilityReason: reason,
    });
  });

  it('what a probe writes has to be writable, also below the working directory', async () => {
    const others = [
      { name: 'livenessProbe', words: ['sh', '-c', 'echo 1 > alive.txt; touch /etc/alive'] },
    ];
    const needs = await summaryOf([], { Cmd: ['server'], WorkingDir: '/srv/w' }, { others });
    expect(needs).toMatchObject({
      writable: ['/run 0 755', '/srv/w 0 755', '/tmp 0 1777'],
      writesReason: 'its livenessProbe writes /etc/alive, and /etc has files of the image',
    });
  });

  it('a folder that is closed to the user is no folder of its program', async () => {
    const members = [folder('var/lib/server', 0, 0o700)];
    expect((await summaryOf(members, { Cmd: ['server'], User: 'app' })).writable).toEqual([
      '/run 101 755',
      '/tmp 0 1777',
    ]);
    const prepared = [...members, script(DROPPING.replace('/data', '/var/lib/server'))];
    expect((await summaryOf(prepared)).writable).toContain('/var/lib/server 101 700');
  });

  it.each<[string, Record<string, unknown>, OwnStart?]>([
    ['it has no start command that can be followed', {}],
    ['its user nobody-knows is no account of it', { Cmd: ['server'], User: 'nobody-knows' }],
    ['its user other is no account of it', STARTED, { user: 'other' }],
    [
      'its start command runs $START, which is only known when it runs',
      { Cmd: ['sh', '-c', 'exec $START'] },
    ],
    [
      'its start command runs $P, which is only known when it runs',
      STARTED,
      { entrypoint: ['sh', '-c', '$P --x'], cmd: [] },
    ],
    [
      'its start command runs eval, which is only known when it runs',
      { Cmd: ['sh', '-c', 'eval "$(cat /c)"'] },
    ],
    [
      'its start command runs /config/start.sh, which is only known when it runs',
      { Cmd: ['sh', '-c', '. /config/start.sh'] },
    ],
    [
      'its healthcheck runs $C, which is only known when it runs',
      { Cmd: ['server'], Healthcheck: { Test: ['CMD-SHELL', '$C'] } },
    ],
    [
      'its start command runs /scripts/run.sh, which the image does not have',
      STARTED,
      { entrypoint: ['/scripts/run.sh'], cmd: [] },
    ],
    [
      'its start command runs a script that the image does not have',
      STARTED,
      { entrypoint: ['sh', '/scripts/run.sh'], cmd: [] },
    ],
    [
      'its readinessProbe runs /health/ping.sh, which the image does not have',
      STARTED,
      { others: [{ name: 'readinessProbe', words: ['sh', '-c', '/health/ping.sh 5'] }] },
    ],
  ])('nothing is known because %s', async (reason, config, start = {}) => {
    expect((await summaryOf([script(DROPPING)], config, start)).user).toBe(reason);
  });

  it('the files that the facts rest on are known', async () => {
    const members = [
      script('. /etc/server/env.sh\nexec "$@"\n'),
      { name: 'etc/server/env.sh', body: 'X=1\n' },
      { name: 'etc/server/server.conf', body: 'user app;\n' },
    ];
    const { files } = await needsOf({
      layers: [[ACCOUNTS, program('usr/bin/server'), ...members]],
      config: STARTED,
    });
    expect(files).toEqual(
      expect.arrayContaining([
        '/start.sh',
        '/usr/bin/server',
        '/etc/server/env.sh',
        '/etc/server/server.conf',
      ]),
    );
  });

  it('the command and the user of a manifest take the place of those of the image', async () => {
    const other = { ...script('mkdir -p /srv/cache\nexec "$@"\n'), name: 'opt/other.sh' };
    const members = [script(DROPPING), other, folder('data', 101)];
    const start = { entrypoint: ['/opt/other.sh'], cmd: ['server'] };
    expect(await summaryOf(members, STARTED, start)).toEqual({
      user: 'nothing in it names another user for its program',
      writable: ['/run 0 755', '/srv/cache 0 755', '/tmp 0 1777'],
      capabilities: [],
    });
    expect(await summaryOf(members, STARTED, { user: '7:8' })).toEqual({
      user: '7:8 : the manifest sets user 7:8',
      writable: ['/data 101 755', '/run 7 755', '/tmp 0 1777'],
      capabilities: [],
    });
  });

  it('the text of a shell is a script', async () => {
    const members = [folder('var/lib/app')];
    const config = { Cmd: ['/bin/sh', '-c', 'mkdir -p /var/lib/app/cache && exec server'] };
    expect((await summaryOf(members, config)).writable).toContain('/var/lib/app 0 755');
  });

  it('a program that can become another user gets the capabilities for its calls', async () => {
    const named = (text: string): TarMember => ({
      name: 'usr/sbin/daemon',
      body: text,
      mode: 0o755,
    });
    const start = { Cmd: ['daemon'] };
    const calls = named(
      '\x7fELF\0initgroups\0fchown\0chmod\0/var/log/daemon.log\0/var/lib/other/x\0',
    );
    expect(await summaryOf([calls, folder('var/log')], start)).toEqual({
      user: 'nothing in it names another user for its program',
      writable: ['/run 0 755', '/tmp 0 1777', '/var/log 0 755'],
      capabilities: ['CHOWN', 'FOWNER', 'SETGID', 'SETUID'],
    });
    expect((await summaryOf([named('\0chroot\0chown\0')], start)).capabilities).toEqual([]);
    const other = { ...named('\0chroot\0'), name: 'usr/lib/daemon/login' };
    expect((await summaryOf([calls, other], start)).capabilities).toContain('SYS_CHROOT');
  });

  it('folders whose names would change a manifest are left out', async () => {
    const needs = await summaryOf([folder('srv/a\n    privileged: true', 101)], {
      User: 'app',
      Cmd: ['server'],
    });
    expect(needs.writable).toEqual(['/run 101 755', '/tmp 0 1777']);
  });
});
