import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** After all tests: fails if they left a file in the temporary folder, or a process. */
export default async function end({ maxWorkers }) {
  const folder = process.env.TMPDIR;
  if (maxWorkers === 1) {
    // The tests ran in this process, and what they use is removed when it exits.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return;
  }
  // Workers remove some folders when they exit.
  while (processesOf(folder).some(({ isWorker }) => isWorker)) await sleep(20);
  const left = [
    ...readdirSync(folder).map((name) => `the file ${name} in the temporary folder`),
    ...processesOf(folder).map(({ id, command }) => `the process ${id} (${command})`),
  ];
  rmSync(folder, { recursive: true });
  if (left.length > 0) throw new Error(`The tests left ${left.join(', ')}`);
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
        return [{ id, command: command.slice(0, 200), isWorker: command.includes('/tinypool/') }];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    });
}
