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
  const needs = await needsOf(
    { layers: [[ACCOUNTS, program('usr/bin/server'), ...members]], config },
    start,
  );
  if (!needs) return undefined;
  const { user, rootReason, writable, writesReason, capabilities, privilegeReason } = needs;
  return {
    user: user ? `${user.uid}:${user.gid} ${user.name}: ${user.evidence}` : rootReason,
    writable: writable.map(({ path, uid, mode }) => `${path} ${uid} ${mode.toString(8)}`),
    capabilities: capabilities.map(({ name }) => name),
    ...(writesReason !== undefined && { writesReason }),
    ...(privilegeReason !== undefined && { privilegeReason }),
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
    expect(needs?.user).toBe(reason);
    expect(needs?.capabilities).toEqual(expect.arrayContaining(['SETGID', 'SETUID']));
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

  it('a script that runs sudo needs new privileges', async () => {
    expect(await summaryOf([script('sudo server\n')], { ...STARTED, User: 'app' })).toMatchObject({
      privilegeReason: 'start.sh:2 runs sudo',
    });
  });

  it.each([
    ['starts nothing', {}],
    ['has an unknown user', { Cmd: ['server'], User: 'nobody-knows' }],
  ])('nothing is known of an image that %s', async (_, config) => {
    expect(await summaryOf([], config)).toBeUndefined();
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

  it.each<[string, OwnStart]>([
    ['a program that the image does not have', { entrypoint: ['/scripts/run.sh'], cmd: [] }],
    [
      'a script that a shell reads from a mount',
      { entrypoint: ['sh', '/scripts/run.sh'], cmd: [] },
    ],
    ['an account that it does not have', { user: 'other' }],
  ])('nothing is known of %s', async (_, start) => {
    expect(await summaryOf([script(DROPPING)], STARTED, start)).toBeUndefined();
  });

  it('the text of a shell is a script', async () => {
    const members = [folder('var/lib/app')];
    const config = { Cmd: ['/bin/sh', '-c', 'mkdir -p /var/lib/app/cache && exec server'] };
    expect((await summaryOf(members, config))?.writable).toContain('/var/lib/app 0 755');
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
    expect((await summaryOf([named('\0chroot\0chown\0')], start))?.capabilities).toEqual([]);
    const other = { ...named('\0chroot\0'), name: 'usr/lib/daemon/login' };
    expect((await summaryOf([calls, other], start))?.capabilities).toContain('SYS_CHROOT');
  });

  it('folders whose names would change a manifest are left out', async () => {
    const needs = await summaryOf([folder('srv/a\n    privileged: true', 101)], {
      User: 'app',
      Cmd: ['server'],
    });
    expect(needs?.writable).toEqual(['/run 101 755', '/tmp 0 1777']);
  });
});
