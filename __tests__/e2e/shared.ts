import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the test files of a run share, in whatever process they run: the first that asks for `name` makes it in a folder, and
 * the others wait. Returns the folder. After the last file, teardown.mjs ends the servers in it and removes it.
 */
export async function shared(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(folderOfRun(), name);
  try {
    mkdirSync(folder);
  } catch {
    await waitForMaker(folder);
    return folder;
  }
  write(`${folder}.maker`, String(process.pid));
  try {
    await make(folder);
    write(`${folder}.result`, '');
    return folder;
  } catch (error) {
    write(`${folder}.result`, `Another file could not make ${name}: ${error}`);
    throw error;
  }
}

function folderOfRun(): string {
  const folder = process.env.PORTSIDE_SHARED;
  if (folder !== undefined) return folder;
  throw new Error('PORTSIDE_SHARED is not set: run the tests with npm run test:e2e');
}

/** Waits without an end of its own: the test has a timeout. */
async function waitForMaker(folder: string): Promise<void> {
  const [maker, result] = [`${folder}.maker`, `${folder}.result`];
  for (;;) {
    // Asked before the result, which is there when the maker has ended well.
    const isGone = existsSync(maker) && !isRunning(Number(readFileSync(maker, 'utf8')));
    if (existsSync(result)) {
      const failure = readFileSync(result, 'utf8');
      if (failure !== '') throw new Error(failure);
      return;
    }
    if (isGone) throw new Error(`The process that made ${folder} ended before it was made`);
    await sleep(100);
  }
}

/** Others see the file with its content, or not at all. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
