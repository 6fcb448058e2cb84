import { expect, it } from '@jest/globals';
import { execProgram, hasOrphans } from '../../src/action/exec-program.js';

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
    message: expect.stringMatching(message),
  });
});

it('stops waiting after the timeout, and reports the program as an orphan until it exits', async () => {
  const running = node('setTimeout(() => {}, 2_000)', { timeout: 500 });
  await expect(running).rejects.toThrow('it did not end within 0.5 s');
  expect(hasOrphans()).toBe(true);
  while (hasOrphans()) await new Promise((resolve) => setTimeout(resolve, 10));
});
