import { describe, expect, test } from '@jest/globals';
import { startedCommands } from '../../src/hardening/start-command.js';

describe('startedCommands', () => {
  const files = new Map([
    ['usr/local/bin/entry.sh', '#!/bin/sh\nset -e\nmigrate\nexec "$@"\n'],
    ['loop.sh', '#!/bin/sh\nexec /loop.sh\n'],
    ['py', '#!/usr/bin/python3\nrun & x\n'],
  ]);
  const commandsOf = (entrypoint: string[], cmd: string[] = []) =>
    startedCommands({ entrypoint, cmd, workingDir: '/' }, (path) => files.get(path)).map(
      ({ program, arguments: words }) => [program, ...words].join(' '),
    );

  test.each<[string[], string[], string[]]>([
    [['/app/server'], ['--port', '1'], ['server --port 1']],
    [['tini', '-g', '--', 'node'], ['a.js'], ['node a.js']],
    [['entry.sh'], ['nginx', '-g', 'x'], ['set -e', 'migrate', 'nginx -g x']],
    [['/bin/sh', '-c', 'A=1 exec gosu app server'], [], ['server']],
    [['env', 'A=1', 'B=2', 'server'], [], ['server']],
    [['bash', '-lc', 'a & b'], [], ['a', 'b']],
    [['sh', '/loop.sh'], [], []],
    [['/py'], ['z'], ['py z']],
    [['sh', '-c'], [], []],
    [[], [], []],
  ])('ENTRYPOINT %j and CMD %j start %j', (entrypoint, cmd, expected) => {
    expect(commandsOf(entrypoint, cmd)).toEqual(expected);
  });
});
