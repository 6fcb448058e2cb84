import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { build } from 'esbuild';
import {
  createTemporaryFolder,
  releaseResources,
  temporaryFolder,
} from '../../src/lib/run-resources.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-resources-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process with a temporary folder that runs a program without end; the program holds the FIFO open. */
async function start(fifo: string, temporary: string) {
  const script = join(folder, 'main.mjs');
  const contents = `
    import { runProgram } from './src/lib/process.js';
    import { createTemporaryFolder } from './src/lib/run-resources.js';
    createTemporaryFolder('made-');
    await runProgram('/bin/sh', ['-c', 'exec 3>"$0"; exec sleep 600', ${JSON.stringify(fifo)}]);
  `;
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return spawn(process.execPath, [script], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary },
    stdio: 'ignore',
  });
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGABRT', 'SIGXCPU'] as const)(
  '%s also ends the programs of this process, and its temporary folders are removed',
  async (signal) => {
    const fifo = join(folder, `${signal}.fifo`);
    execFileSync('mkfifo', [fifo]);
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const child = await start(fifo, temporary);
    // Opens when the program has opened the other end, and ends when the program is gone.
    const stream = createReadStream(fifo);
    await once(stream, 'open');
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    stream.resume();
    await once(stream, 'end');
    expect(readdirSync(temporary)).toEqual([]);
  },
);

it('a temporary folder can be removed before', () => {
  const { path, remove } = createTemporaryFolder('portside-resources-');
  expect(existsSync(path)).toBe(true);
  remove();
  expect(existsSync(path)).toBe(false);
});

it('the temporary folder of a process is one, only its user can use it, and it can be removed with the others', () => {
  const shared = temporaryFolder();
  const { path } = createTemporaryFolder('portside-resources-');
  expect(temporaryFolder()).toBe(shared);
  expect(statSync(shared).mode & 0o777).toBe(0o700);
  releaseResources();
  expect([existsSync(shared), existsSync(path)]).toEqual([false, false]);
  expect(existsSync(temporaryFolder())).toBe(true);
});

it.each(['/dev/null', '/nowhere/at/all'])('no folder can be created in %s', (where) => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = where;
  try {
    expect(() => createTemporaryFolder('made-')).toThrow(
      expect.objectContaining({ code: 'PSE9011', kind: 'usage' }),
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
