import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';

/** After all tests: fails if they left a file in the temporary folder, or a process. */
export default function end({ maxWorkers }) {
  // With one worker the tests ran in this process, which removes its folders when it exits.
  if (maxWorkers !== 1) return check();
  process.once('exit', () => {
    try {
      check();
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  });
}

function check() {
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
        // Workers, and the compiler of scripts/jest/typescript.mjs, end with the runner.
        const isRunner = /\/tinypool\/|\/esbuild --service/.test(command);
        return command !== '' && !isRunner && traces.some((t) => t.includes(folder))
          ? [`the process ${id} (${command.slice(0, 200)})`]
          : [];
      } catch {
        // It has ended, or belongs to somebody else.
        return [];
      }
    });
}
