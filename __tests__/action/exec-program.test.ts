import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { execProgram, hasOrphans } from '../../src/action/exec-program.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Host } from '../../src/core/host.js';
import { gitTree } from '../../src/repository/git-tree.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-exec-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (script: string, options = {}) =>
  execProgram(process.execPath, ['-e', script], options);

it('returns the output and the exit status', async () => {
  const script = 'console.log("ä b"); console.error(process.env.A); process.exitCode = 3';
  expect(await node(script, { env: { A: 'c' } })).toEqual({
    status: 3,
    stdout: 'ä b\n',
    stderr: 'c\n',
  });
});

it.each([
  ['/nowhere/a program', [], /^Cannot run \/nowhere\/a program: /],
  [process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], /it was ended by a signal/],
  ['/bin/sh', ['-c', 'yes "$(printf %09999d 0)" | head -c 70000000'], /it writes more than 64 MB/],
])('is incomplete when the program cannot be run: %s %j', async (program, args, message) => {
  await expect(execProgram(program, args)).rejects.toMatchObject({
    code: 'PSE9506',
    kind: 'incomplete',
    message: expect.stringMatching(message),
  });
});

it('runs what Git prints as one line, and reads a commit with it', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@e', ...args]);
  git('init', '-q');
  writeFileSync(join(folder, 'ä.txt'), 'text\n');
  git('add', 'ä.txt');
  git('commit', '-qm', 'x');
  const terminal = terminalHost({
    quiet: true,
    path: process.env.PATH ?? '',
    stderr: process.stderr,
  });
  const commands: string[] = [];
  const host: Host = {
    ...terminal,
    run: (program, args, options = {}) => {
      if (options.binary) return terminal.run(program, args, options);
      commands.push(args.find((arg) => /^[a-z]+-[a-z]+$/.test(arg)) ?? '');
      return execProgram(program, args, options);
    },
  };
  const tree = await gitTree(folder, 'HEAD', host);
  expect([...((await tree?.list('')) ?? [])].map(([path]) => path)).toEqual(['ä.txt']);
  expect(await gitTree(folder, 'nothing', host)).toBeUndefined();
  // For the repository once, and for the commit of each tree.
  expect(commands).toEqual(Array(3).fill('rev-parse'));
});

it('stops waiting after the timeout, and reports the program as an orphan until it exits', async () => {
  const stop = join(folder, 'stop');
  const script = `const { existsSync } = require('fs');
    const timer = setInterval(() => existsSync(${JSON.stringify(stop)}) && clearInterval(timer), 10)`;
  await expect(node(script, { timeout: 100 })).rejects.toThrow('it did not end within 0.1 s');
  expect(hasOrphans()).toBe(true);
  writeFileSync(stop, '');
  while (hasOrphans()) await wait(10);
});
