import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Ends the servers that peers.ts started in folders of `folder`, or in folders of these, and waits until they have ended.
 * Blocks: signal handlers call it.
 */
export function endPeers(folder) {
  const above = foldersIn(folder);
  const files = [...above, ...above.flatMap(foldersIn)]
    .map((path) => join(path, 'peer.pid'))
    .filter((path) => existsSync(path));
  const ids = files.map((file) => Number(readFileSync(file, 'utf8')));
  for (const id of ids.filter(isRunning)) process.kill(id, 'SIGTERM');
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let waits = 0; waits < 600 && ids.some(isRunning); waits++) Atomics.wait(clock, 0, 0, 50);
  // The engine bind-mounts its data folder when it first runs a container, and may not unmount it.
  for (const file of files)
    spawnSync('umount', ['--lazy', join(dirname(file), 'data')], { stdio: 'ignore' });
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

/** Not one that has ended and whose parent has not asked for its status. */
function isRunning(id) {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
