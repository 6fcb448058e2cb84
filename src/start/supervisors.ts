import { posix } from 'node:path';
import { splitWords } from '../image/history/shell-words.js';
import { imagePath } from '../image/paths.js';
import { globMatcher } from '../lib/glob.js';
import type { Follower, StartedProgram } from './observer.js';

/** A program that starts those that its configuration names. */
interface Supervisor {
  readonly names: RegExp;
  run(command: StartedProgram, follower: Follower): void;
}

const SUPERVISORS: readonly Supervisor[] = [
  { names: /^supervisord$/, run: runSupervisord },
  { names: /^(?:s6-svscan|runsvdir|runit-init|init)$/, run: runServiceFolders },
  {
    names:
      /^(?:systemd|f?crond?|anacron|supercronic|atd|x?inetd|openrc(?:-init)?|monit|nomad|circusd|pm2(?:-runtime)?|foreman|forego|goreman|honcho|hivemind|overmind|horust|process-compose|chaperone|immortal|god)$/,
    run: ({ step }, { openEnd }) =>
      openEnd(`${step.path} starts programs that its configuration names, which is not read`),
  },
];

/** Follows what a supervisor starts, if the program is one. */
export function runSupervisor(
  names: readonly string[],
  command: StartedProgram,
  follower: Follower,
): void {
  for (const { names: own, run } of SUPERVISORS)
    if (names.some((name) => own.test(name))) run(command, follower);
}

const DEFAULTS = [
  'etc/supervisord.conf',
  'etc/supervisor/supervisord.conf',
  'etc/supervisord/supervisord.conf',
];
const MAX_TEXT = 262_144;
const MAX_FILES = 200;

/** Source: Supervisor documentation, "Configuration File". */
function runSupervisord(command: StartedProgram, follower: Follower): void {
  const { files } = follower;
  const { words, folder, step } = command;
  const option = words.findIndex((word) => word === '-c' || word === '--configuration');
  const [, inline] = words.flatMap((word) => /^(?:--configuration=|-c)(.+)$/.exec(word) ?? []);
  const named = option >= 0 ? words[option + 1] : inline;
  const paths =
    named === undefined
      ? ['supervisord.conf', 'etc/supervisord.conf']
          .map((one) => imagePath(one, folder))
          .concat(DEFAULTS)
      : [imagePath(named, folder)];
  const main = paths.map(files.file).find((path) => path !== undefined);
  if (main === undefined) {
    follower.openEnd(`the configuration of ${step.path} is not found`);
    return;
  }
  const pending = [main];
  for (let count = 0; pending.length > 0; count++) {
    if (count >= MAX_FILES) {
      files.leaveOut(`the configuration of ${step.path} includes too many files`);
      break;
    }
    const path = pending.shift() ?? '';
    const text = files.wholeText(path, MAX_TEXT) ?? '';
    const by = follower.readFile(path, step) ?? step;
    if (/\bLD_(?:LIBRARY_PATH|PRELOAD|AUDIT)\b/.test(text))
      follower.openEnd(`${path} sets what the loader adds, which is not followed`);
    for (const [, value = ''] of text.matchAll(/^[ \t]*command[ \t]*=[ \t]*(\S[^\n]*)$/gm)) {
      const start = splitWords(
        value.replace(/\s;.*$/, '').replace(/%\(here\)s/g, `/${posix.dirname(path)}`),
      );
      follower.start({ ...command, words: start, ...supervised(command), by });
    }
    const included = includedFiles(text);
    for (const pattern of included) {
      const glob = imagePath(pattern, `/${posix.dirname(path)}`);
      const [start = ''] = glob.split(/[*?[]/);
      pending.push(...files.matching(posix.dirname(`${start}x`), /./).filter(globMatcher(glob)));
    }
  }
}

/** The patterns of `files` in the section `include`, which may continue on the next lines. */
function includedFiles(text: string): string[] {
  const found: string[] = [];
  let section = '';
  let isFiles = false;
  for (const line of text.split('\n')) {
    if (/^[;#]/.test(line)) continue;
    const [, name] = /^\[([^\]]{1,200})\]/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const [, key, value] = /^([\w-]{1,100})[ \t]*[=:](.*)$/.exec(line) ?? [];
    if (key !== undefined || name !== undefined) isFiles = section === 'include' && key === 'files';
    if (isFiles) found.push(...(value ?? line).split(/\s+/).filter((one) => /^[^;#]/.test(one)));
  }
  return found;
}

/** The folders of s6-overlay and runit, with a script `run` for each service. */
const SERVICES = [
  'etc/services.d',
  'etc/s6-overlay/s6-rc.d',
  'etc/service',
  'etc/s6',
  'etc/sv',
  'etc/runit',
  'var/service',
  'service',
];
const INIT_SCRIPTS = ['etc/cont-init.d', 'etc/s6-overlay/scripts', 'etc/my_init.d', 'etc/runit'];

function runServiceFolders(command: StartedProgram, follower: Follower): void {
  const { files } = follower;
  const own = command.words.flatMap((word) => (word.startsWith('/') ? imagePath(word) : []));
  const scripts = [
    ...[...SERVICES, ...own].flatMap((folder) =>
      files.matching(folder, /(?:^|\/)(?:run|up|finish)$/),
    ),
    ...INIT_SCRIPTS.flatMap((folder) => files.matching(folder, /^[^/]+$/)),
  ];
  if (scripts.length === 0)
    follower.openEnd(`${command.step.path} starts services that are not found`);
  const what = `the services of ${command.step.path} are`;
  for (const path of files.atMost(scripts, MAX_FILES, what))
    follower.start({
      ...command,
      words: [`/${path}`],
      ...supervised(command),
      by: command.step,
    });
}

/** What a supervisor starts does not take its turn. */
function supervised({ depth }: StartedProgram) {
  return { depth: depth + 1, isMain: false, isAside: true };
}
