import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** In the temporary folder: errors that a test did not wait for, after the last one of its file. */
export const LATE_ERRORS = 'errors-after-the-tests';

/** The folder of the command line that the tests of this temporary folder share: __tests__/built-cli.ts. */
export function builtCliOf(folder) {
  return resolve('node_modules/.cache', `test-cli-${basename(folder)}`);
}

/** After all tests: fails if they left a file in the temporary folder, or a process. */
export default async function end({ maxWorkers }) {
  const folder = process.env.TMPDIR;
  if (maxWorkers > 1) {
    // Workers remove some folders when they exit.
    for (let waits = 0; waits < 500 && processesOf(folder).some(isWorker); waits++) await sleep(20);
    checkThatNothingIsLeft(folder);
    return;
  }
  // The tests ran in this process, which removes some folders when it exits.
  process.once('exit', () => {
    try {
      checkThatNothingIsLeft(folder);
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  });
}

function checkThatNothingIsLeft(folder) {
  rmSync(builtCliOf(folder), { recursive: true, force: true });
  const late = join(folder, LATE_ERRORS);
  if (existsSync(late)) {
    const errors = readFileSync(late, 'utf8');
    rmSync(folder, { recursive: true });
    throw new Error(`A test did not wait for its errors:\n${errors}`);
  }
  const left = [
    ...readdirSync(folder).map((name) => `the file ${name} in the temporary folder`),
    ...processesOf(folder)
      .filter((process) => !isWorker(process))
      .map(({ id, command }) => `the process ${id} (${command.slice(0, 200)})`),
  ];
  rmSync(folder, { recursive: true });
  if (left.length > 0) throw new Error(`The tests left ${left.join(', ')}`);
}

/** Workers, and the compiler of scripts/jest/typescript.mjs, end with the runner. */
function isWorker({ command }) {
  return /\/tinypool\/|\/esbuild --service/.test(command);
}

/** The processes that tests started: the temporary folder is in their environment, arguments or working directory. */
function processesOf(folder) {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
    .flatMap((id) => {
      try {
        const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const traces = [
          command,
          readFileSync(`/proc/${id}/environ`, 'utf8'),
          readlinkSync(`/proc/${id}/cwd`),
        ];
        if (command === '' || !traces.some((trace) => trace.includes(folder))) return [];
        return [{ id, command }];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    });
}
