import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';

/** After all tests: fails if they left a file in the temporary folder, or a process. */
export default function end() {
  const folder = process.env.TMPDIR;
  const left = [
    ...readdirSync(folder).map((name) => `the file ${name} in the temporary folder`),
    ...processesOf(folder),
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
        const isWorker = command.includes('/tinypool/');
        return command !== '' && !isWorker && traces.some((t) => t.includes(folder))
          ? [`the process ${id} (${command.slice(0, 200)})`]
          : [];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    });
}
