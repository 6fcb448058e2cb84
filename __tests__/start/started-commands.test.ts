import { afterAll, describe, expect, test } from '@jest/globals';
import { startedCommands } from '../../src/start/started-commands.js';
import { dockerArchive, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const TEXTS = new Map([
  ['usr/local/bin/entry.sh', '#!/bin/sh\nset -e\nmigrate\nexec "$@"\n'],
  ['loop.sh', '#!/bin/sh\nexec /loop.sh\n'],
  ['py', '#!/usr/bin/python3\nrun & x\n'],
  ['default.sh', '#!/bin/sh\n[ "$1" = -x ] && set -- server "$@"\nexec "$@"\n'],
  ['value.sh', '#!/bin/bash\ntrap "kill 1" TERM\nexec server "$(cat /etc/x)"\n'],
  ['part.sh', '#!/bin/sh\n. /lib.sh\neval "exec server"\n'],
  ['lib.sh', '#!/bin/sh\nprepare\n'],
  ['parts.sh', '#!/bin/sh\nfor f in /parts/*.sh; do "$f"; done\n'],
  ['parts/1.sh', '#!/bin/sh\none\n'],
  ['parts/2.sh', '#!/bin/sh\ntwo\n'],
  ['many.sh', `#!/bin/sh\n${'tick\ntock\n'.repeat(2_400)}`],
]);

describe('startedCommands', () => {
  const commandsOf = async (entrypoint: string[], cmd: string[] = []) => {
    const members = [...TEXTS].map(([name, body]) => ({ name, body, mode: 0o755 }));
    const archive = dockerArchive([tar(members)], { config: { config: {} } });
    const image = await openImage(`docker-archive:${folder.write('image.tar', archive)}`);
    const files = await image.scan([]);
    await image.close();
    const config = { entrypoint, cmd, workingDir: '/', env: ['NAME=server'] };
    return startedCommands(config, { files, textOf: (path) => TEXTS.get(path) });
  };
  const shown = async (entrypoint: string[], cmd: string[] = []) =>
    (await commandsOf(entrypoint, cmd)).map(
      ({ program, arguments: words, background }) =>
        [program, ...words].join(' ') + (background ? ' &' : ''),
    );

  test.each<[string[], string[], string[]]>([
    [['/app/server'], ['--port', '1'], ['server --port 1']],
    [['tini', '-g', '--', 'node'], ['a.js'], ['node a.js']],
    [['entry.sh'], ['nginx', '-g', 'x'], ['set -e', 'migrate', 'nginx -g x']],
    [['/bin/sh', '-c', 'A=1 exec gosu app server'], [], ['server']],
    [['env', 'A=1', 'B=2', 'server'], [], ['server']],
    [['bash', '-lc', 'a & b'], [], ['a &', 'b']],
    [['sh', '/loop.sh'], [], []],
    [['/py'], ['z'], ['py z']],
    [['sh', '-c'], [], ['sh -c']],
    [['sh', '/missing.sh'], [], ['sh /missing.sh']],
    [['sh', '/py', '-c', 'x'], [], ['run &', 'x']],
    [['tini', '--'], [], ['tini --']],
    [['su', 'app', '-c', 'server -x'], [], ['server -x']],
    [['runuser', '-u', 'app', '--', 'server'], [], ['server']],
    [['busybox', 'sh', '-c', 'server'], [], ['server']],
    [['sh', '-c', 'exec $NAME $UNKNOWN'], [], ['server $UNKNOWN']],
    [['service', 'nginx', 'start'], [], ['service nginx start', 'nginx start']],
    // What only may run, or makes a value, is left out.
    [['/default.sh'], ['-x'], ['[ $1 = -x ]', 'set -- server $@', 'server -x']],
    [['/default.sh'], ['other'], ['[ $1 = -x ]', 'set -- server $@', 'other']],
    [['/value.sh'], [], ['trap kill 1 TERM', 'server $(cat /etc/x)']],
    [['/part.sh'], [], ['. /lib.sh', 'prepare', 'eval exec server', 'server']],
    [['/parts.sh'], [], ['for f in /parts/*.sh', 'one', 'two']],
    [[], [], []],
  ])('ENTRYPOINT %j and CMD %j start %j', async (entrypoint, cmd, expected) => {
    expect(await shown(entrypoint, cmd)).toEqual(expected);
  });

  test('a command names the script that runs it, and not the one that it includes', async () => {
    const scripts = (await commandsOf(['tini', '/part.sh'])).map(({ script }) => script);
    expect(new Set(scripts)).toEqual(new Set(['part.sh']));
    const [first] = await commandsOf(['tini', '/part.sh', 'x']);
    expect(first).toMatchObject({ program: '.', written: '.', script: 'part.sh' });
    expect(await commandsOf(['sh', '-c', 'server'])).toEqual([
      { program: 'server', written: 'server', arguments: [], background: false },
    ]);
  });

  test.each([
    ['nice', 'nice'],
    ['busybox', 'busybox'],
  ])('%s around itself is followed to a limit', async (wrapper) => {
    const around = (count: number) => [...Array<string>(count).fill(wrapper), 'server'];
    expect(await shown(around(20))).toEqual(['server']);
    expect(await shown(around(50_000))).toEqual([]);
    expect(await shown(['sh', '-c', around(20).join(' ')])).toEqual(['server']);
  });

  test('a command that runs with many values is followed to a limit', async () => {
    const loop = `for v in ${Array.from({ length: 150 }, (_, i) => i).join(' ')}; do\n`;
    const text = `${loop}${'a $v\n'.repeat(400)}done\n`;
    expect(await shown(['sh', '-c', text])).toHaveLength(20_000);
  });

  test('a script with too many commands is not followed to its end', async () => {
    expect(await shown(['/many.sh'])).toHaveLength(1_000);
  });
});
