import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { findProgram, runProgram } from '../../src/lib/process.js';

const node = (script: string, options = {}) =>
  runProgram(process.execPath, ['-e', script], options);

it('gives back what the program was given and how it ended', async () => {
  const script =
    'process.stdin.pipe(process.stdout); console.error(process.env.A); process.exitCode = 3';
  expect(await node(script, { input: 'in', env: { A: 'b' } })).toEqual({
    status: 3,
    stdout: 'in',
    stderr: 'b\n',
  });
});

it('runs a program in the given folder', async () => {
  const folder = realpathSync(tmpdir());
  const { stdout } = await node('process.stdout.write(process.cwd())', { cwd: folder });
  expect(stdout).toBe(folder);
});

it('is not held up by a program that does not read its input', async () => {
  expect(await node('', { input: 'x'.repeat(1 << 20) })).toMatchObject({ status: 0 });
});

it('is incomplete where there is no such program', async () => {
  await expect(runProgram('/nowhere/program', [])).rejects.toMatchObject({
    kind: 'incomplete',
    message: expect.stringMatching(/^Cannot run \/nowhere\/program: .*ENOENT/),
  });
});

it('is incomplete where a signal ended it', async () => {
  await expect(node('process.kill(process.pid, "SIGTERM")')).rejects.toThrow(
    'it was ended by SIGTERM',
  );
});

it('is incomplete, not cut, where it writes without end', async () => {
  const script = 'const more = () => process.stdout.write("x".repeat(1 << 20), more); more()';
  await expect(node(script)).rejects.toThrow('it writes more than 64 MB');
});

it.each([
  ['that does not end in its time', 'wait', false],
  ['that ends before them', ': is not waited for', true],
])('kills all that is left of a program %s', async (_, end, hasEnded) => {
  const folder = mkdtempSync(join(tmpdir(), 'portside-programs-'));
  const file = join(folder, 'pids');
  // Ignores what can be ignored, and leaves a child that holds its output open.
  const script = `trap '' TERM HUP; sleep 60 & echo $! $$ | tee '${file}'; ${end}`;
  try {
    const running = runProgram('/bin/sh', ['-c', script], { timeout: hasEnded ? 30_000 : 1_000 });
    if (hasEnded)
      expect(await running).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^\d+ \d+\n$/),
      });
    else await expect(running).rejects.toThrow('it did not end within 1 s');
    // What is killed is there until its parent has heard of it.
    for (const pid of readFileSync(file, 'utf8').split(' ').map(Number))
      while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('finds the first program of PATH that may be run', async () => {
  expect(await findProgram('sh', ['/nowhere', '/bin', '/usr/bin'].join(delimiter))).toBe('/bin/sh');
  expect(await findProgram('portside-no-program', '/bin')).toBeUndefined();
});

it('finds no program in a relative folder of PATH', async () => {
  const cwd = process.cwd();
  process.chdir('/');
  try {
    for (const folder of ['bin', './bin', '../bin', '.'])
      expect(await findProgram('sh', folder)).toBeUndefined();
  } finally {
    process.chdir(cwd);
  }
});
