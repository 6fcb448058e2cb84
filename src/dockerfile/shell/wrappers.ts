import { commandName } from './command-line.js';
import type { ShellAssignment, ShellCommand, ShellWord } from './model.js';

/** A command that runs another command, given as its arguments. */
interface Wrapper {
  /** Options that take the next argument as their value. */
  readonly valueOptions: readonly string[];
  /** Number of arguments between the options and the command: 1 in `timeout 5 cmd` and `chroot /mnt cmd`. */
  readonly operands?: number;
  /** Takes assignments before the command: `env A=1 cmd`. */
  readonly assignments?: boolean;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      valueOptions: [
        '-u',
        '-g',
        '-h',
        '-p',
        '-C',
        '-r',
        '-t',
        '-T',
        '-U',
        '-D',
        '-R',
        '--user',
        '--group',
        '--host',
        '--prompt',
        '--chdir',
      ],
      assignments: true,
    },
  ],
  ['doas', { valueOptions: ['-u', '-C'] }],
  ['env', { valueOptions: ['-u', '-C', '--unset', '--chdir'], assignments: true }],
  ['exec', { valueOptions: ['-a'] }],
  ['command', { valueOptions: [] }],
  ['builtin', { valueOptions: [] }],
  ['nohup', { valueOptions: [] }],
  ['eatmydata', { valueOptions: [] }],
  ['time', { valueOptions: ['-o', '-f'] }],
  ['nice', { valueOptions: ['-n', '--adjustment'] }],
  ['ionice', { valueOptions: ['-c', '-n', '--class', '--classdata'] }],
  ['stdbuf', { valueOptions: ['-i', '-o', '-e'] }],
  ['timeout', { valueOptions: ['-s', '-k', '--signal', '--kill-after'], operands: 1 }],
  [
    'xargs',
    {
      valueOptions: [
        '-I',
        '-n',
        '-P',
        '-L',
        '-d',
        '-E',
        '-s',
        '-a',
        '--max-args',
        '--max-procs',
        '--delimiter',
        '--arg-file',
      ],
    },
  ],
  ['chroot', { valueOptions: [], operands: 1 }],
  ['setarch', { valueOptions: [], operands: 1 }],
  ['linux32', { valueOptions: [] }],
  ['linux64', { valueOptions: [] }],
  ['setsid', { valueOptions: [] }],
  ['fakeroot', { valueOptions: ['-l', '-s', '-i', '-b'] }],
  ['faketime', { valueOptions: ['-f'], operands: 1 }],
  [
    'flock',
    { valueOptions: ['-w', '-E', '--timeout', '--wait', '--conflict-exit-code'], operands: 1 },
  ],
  ['busybox', { valueOptions: [] }],
  ['unbuffer', { valueOptions: [] }],
  ['proxychains', { valueOptions: ['-f'] }],
  ['proxychains4', { valueOptions: ['-f'] }],
  ['tini', { valueOptions: ['-e', '-p'] }],
  ['dumb-init', { valueOptions: ['-r', '--rewrite'] }],
  [
    'setpriv',
    {
      valueOptions: [
        '--reuid',
        '--regid',
        '--groups',
        '--bounding-set',
        '--inh-caps',
        '--ambient-caps',
      ],
    },
  ],
  ['runuser', { valueOptions: ['-u', '-g', '-G', '-w', '--user', '--group', '--supp-group'] }],
  ['gosu', { valueOptions: [], operands: 1 }],
  ['su-exec', { valueOptions: [], operands: 1 }],
]);

/** The command that a wrapper runs. */
export type InnerCommand = Pick<ShellCommand, 'args' | 'assignments'> & {
  readonly name: ShellWord;
};

/** The command after `sudo`, `env A=1`, `xargs -n1` …; undefined when the command is not a wrapper. */
export function innerCommand(command: ShellCommand): InnerCommand | undefined {
  const name = commandName(command);
  const wrapper = WRAPPERS.get(name);
  if (!wrapper || innerScript(command)) return undefined;
  const { args } = command;
  const assignments: ShellAssignment[] = [];
  let operands = wrapper.operands ?? 0;
  let inOptions = true;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) return undefined;
    const { value } = word;
    if (inOptions && value === '--') {
      inOptions = false;
    } else if (inOptions && value.startsWith('-') && value !== '-') {
      if (name === 'command' && /^-[vV]+$/.test(value)) return undefined;
      if (wrapper.valueOptions.includes(value)) i++;
    } else if (wrapper.assignments && /^[A-Za-z_]\w*=/.test(value)) {
      inOptions = false;
      const variable = value.slice(0, value.indexOf('='));
      assignments.push({ name: variable, value: word, range: word.range });
    } else if (operands > 0) {
      operands--;
    } else {
      return { name: word, args: args.slice(i + 1), assignments };
    }
  }
  return undefined;
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** Whether a base name is that of a POSIX-like shell. */
export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** Commands that run `-c SCRIPT` with a shell. */
const SCRIPT_RUNNERS = new Set(['su', 'runuser', 'flock', 'script', 'sg']);

/** The argument that `sh -c …`, `bash -lc …`, `su -c …` or `eval …` runs as a script. */
export function innerScript(command: ShellCommand): ShellWord | undefined {
  const { args } = command;
  const name = commandName(command);
  if (name === 'eval') return args.length === 1 ? args[0] : undefined;
  if (!isShell(name) && !SCRIPT_RUNNERS.has(name)) return undefined;
  const option = args.findIndex((word) => /^(?:-[A-Za-z]*c|--command)$/.test(word.value));
  return option < 0 ? undefined : args[option + 1];
}
