import { describe, expect, it } from '@jest/globals';
import {
  innermost,
  isInit,
  isWrapper,
  MAX_WRAPPERS,
  unwrap,
  withoutOptions,
  wrappedCommand,
  wrappedScript,
  wrappedUser,
} from '../../src/shell/wrappers.js';

const wordsOf = (text: string) => text.split(' ').filter((word) => word !== '');

describe('unwrap', () => {
  it.each([
    'tini -e 143 --',
    'tini -e143 -g',
    'tini-static -vvp SIGTERM',
    'docker-init --',
    'dumb-init --rewrite 15:3 --',
    'dumb-init --rewrite=15:3',
    'dumb-init -cr 15:3',
    'catatonit -g --',
    'exec -a name',
    'command -p',
    'builtin',
    'env -',
    'env -i -u HOME --',
    'env -C/tmp --unset HOME',
    'env -a name',
    'env --argv0 name',
    'nice -n 5',
    'nice -n5',
    'nice -5',
    'nice --adjustment=5 --',
    'nice --adjustment 5',
    'ionice -c 2 -n 0',
    'ionice -c2',
    'nohup --',
    'setsid -w',
    'stdbuf -oL -e 0',
    'stdbuf --output L',
    'unbuffer -p',
    'eatmydata',
    'faketime -f 2020-01-01',
    'proxychains4 -f file',
    'setpriv --reuid app --clear-groups',
    'setpriv --reuid=app --no-new-privs --',
    'gosu app:app',
    'su-exec app',
    'setuser app',
    'setuidgid app',
    's6-setuidgid app',
    's6-applyuidgid -u 1 -g 1',
    'with-contenv',
    'chpst -u app -o 1024',
    'chroot --userspec=app /root',
    'chroot --userspec app /root',
    'timeout -k 5 10',
    'timeout -vs KILL 1d',
    'timeout --signal=KILL 1d',
    'time -f %e',
    'xargs -r -n 1',
    'xargs -0 --max-args 1',
    'sudo -Eu app',
    'sudo -u app --',
    'doas -u app',
    'runuser -u app --',
    'flock -w 5 /run/lock',
    'taskset -c 0-3',
    'chrt -f 10',
    'numactl -l --interleave all',
    'prlimit --nofile=1024',
    'unshare -n -w /tmp',
    'setarch linux32',
    'linux64 --',
    'fakeroot -l lib',
    'strace -f -o file',
    'busybox',
    '/usr/local/bin/tini -e 143 --',
  ])('"%s server -n 5 -- x" starts the server', (front) => {
    const words = [...wordsOf(front), 'server', '-n', '5', '--', 'x'];
    expect(unwrap(words)).toEqual(['server', '-n', '5', '--', 'x']);
    expect(isWrapper(words[0] ?? '')).toBe(true);
  });

  it.each<[string[], string[]]>([
    [
      ['env', 'A=1', 'B=2', 'server'],
      ['A=1', 'B=2', 'server'],
    ],
    [
      ['sudo', '-u', 'app', 'A=1', 'server'],
      ['A=1', 'server'],
    ],
    [
      ['env', '-S', 'A=1 server "a b"', 'c'],
      ['A=1', 'server', 'a b', 'c'],
    ],
    [['env', '-iS', 'server'], ['server']],
    [
      ['env', '-Sserver x'],
      ['server', 'x'],
    ],
    [['env', '--split-string=server'], ['server']],
    [
      ['su', 'app', '-c', 'a; b'],
      ['/bin/sh', '-c', 'a; b'],
    ],
    [
      ['su', '-', 'app', '--command=a'],
      ['/bin/sh', '-c', 'a'],
    ],
    [
      ['runuser', 'app', '-c', 'a'],
      ['/bin/sh', '-c', 'a'],
    ],
    [
      ['script', '-qc', 'a', '/dev/null'],
      ['/bin/sh', '-c', 'a'],
    ],
    [
      ['flock', '/l', '-c', 'a'],
      ['/bin/sh', '-c', 'a'],
    ],
    [
      ['flock', '/l', 'python', '-c', 'a'],
      ['python', '-c', 'a'],
    ],
    [
      ['runuser', '-u', 'app', '--', 'python', '-c', 'a'],
      ['python', '-c', 'a'],
    ],
  ])('%j starts %j', (words, inner) => {
    expect(unwrap(words)).toEqual(inner);
  });

  it.each([
    'server a',
    'sh -c a',
    'su app',
    'command -v server',
    'command -pv server',
    'command -V server',
    'tini -e 143 --',
    'tini -e',
    'timeout 10',
    'nice',
    'env A=1',
    '',
  ])('"%s" starts no other command', (text) => {
    expect(unwrap(wordsOf(text))).toBeUndefined();
  });
});

it('wrappedCommand tells where the command and the variables are', () => {
  expect(wrappedCommand('env', ['-i', 'A=1', '-', 'B=2', 'server', 'C=3'])).toEqual({
    at: 4,
    assignments: [1, 3],
  });
});

it('innermost leaves out wrappers and variables, up to a limit', () => {
  expect(innermost(wordsOf('A=1 tini -e 143 -- env B=2 nice -n 5 server C=3'))).toEqual([
    'server',
    'C=3',
  ]);
  expect(innermost(['A=1'])).toEqual([]);
  const nices = (count: number) => [...Array<string>(count).fill('nice'), 'server'];
  expect(innermost(nices(MAX_WRAPPERS - 1))).toEqual(['server']);
  expect(innermost(nices(MAX_WRAPPERS + 1))).not.toEqual(['server']);
});

describe('wrappedScript', () => {
  it.each<[string[], string]>([
    [['sh', '-c', 'a'], 'a'],
    [['/bin/bash', '-lc', 'a', 'b'], 'a'],
    [['bash', '-euo', 'pipefail', '-c', 'a'], 'a'],
    [['bash', '-c', '-e', 'a'], 'a'],
    [['sh', '-ce', 'a'], 'a'],
    [['sh', '-c', '--', 'a'], 'a'],
    [['bash', '--rcfile', 'x', '-O', 'extglob', '-c', 'a'], 'a'],
  ])('%j runs the text %j', ([program = '', ...args], text) => {
    expect(wrappedScript(program, args)?.text).toBe(text);
  });

  it.each(['sh', 'sh -c', 'sh run.sh -c a', 'bash -e run.sh -c a', 'sh -- -c a', 'server -c a'])(
    '"%s" runs no text',
    (line) => {
      const [program = '', ...args] = wordsOf(line);
      expect(wrappedScript(program, args)).toBeUndefined();
    },
  );
});

describe('wrappedUser', () => {
  it.each([
    ['gosu app server', 'app'],
    ['su-exec app:app server', 'app:app'],
    ['s6-setuidgid app server', 'app'],
    ['s6-applyuidgid -u 101 -g 102 server', '101'],
    ['setpriv --clear-groups --reuid=app server', 'app'],
    ['setpriv --reuid app server', 'app'],
    ['chpst -u app server', 'app'],
    ['chroot --userspec=app:app / server', 'app:app'],
    ['sudo -u app server', 'app'],
    ['sudo --user=app server', 'app'],
    ['su app -c server', 'app'],
    ['su -c server app', 'app'],
    ['su -s /bin/sh - app', 'app'],
    ['su', 'root'],
    ['runuser -u app -- server', 'app'],
    ['runuser app -c server', 'app'],
  ])('"%s" becomes %s', (line, user) => {
    const [program = '', ...args] = wordsOf(line);
    expect(wrappedUser(program, args)).toBe(user);
  });

  it.each([
    'chroot / server',
    'setpriv --no-new-privs server',
    'sudo server -u app',
    'nice server',
  ])('"%s" names no user', (line) => {
    const [program = '', ...args] = wordsOf(line);
    expect(wrappedUser(program, args)).toBeUndefined();
  });
});

it('a small init is told from other wrappers', () => {
  expect(['/sbin/tini', 'tini-static', 'docker-init', 'dumb-init', 'catatonit'].every(isInit)).toBe(
    true,
  );
  expect(['nice', 'env', 'supervisord', ''].some(isInit)).toBe(false);
});

it('withoutOptions knows values that are in the word, the next word, or behind a cluster', () => {
  const values = '-W -X --check';
  expect(withoutOptions(['-W', 'a', '-Wb', '-uX', 'c', '--check=d', 'x', '-W'], values)).toEqual([
    'x',
    '-W',
  ]);
  expect(withoutOptions(['-u', '--', '-x'], values)).toEqual(['-x']);
  expect(withoutOptions(['-W'], values)).toEqual([]);
});
