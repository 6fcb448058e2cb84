import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { execProgram, hasOrphans } from '../../src/action/exec-program.js';

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

it('stops waiting after the timeout, and reports the program as an orphan until it exits', async () => {
  const stop = join(folder, 'stop');
  const script = `const { existsSync } = require('fs');
    const timer = setInterval(() => existsSync(${JSON.stringify(stop)}) && clearInterval(timer), 10)`;
  await expect(node(script, { timeout: 100 })).rejects.toThrow('it did not end within 0.1 s');
  expect(hasOrphans()).toBe(true);
  writeFileSync(stop, '');
  while (hasOrphans()) await wait(10);
});
