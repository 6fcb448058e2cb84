import type { ShellAssignment, ShellCommand, ShellWord } from './model.js';

/** A command that runs the command given as its arguments. */
interface Wrapper {
  /** Short options that take a value, as letters; long ones with their dashes. */
  readonly valued: readonly string[];
  /** Words between the options and the command: `timeout 5 cmd`, `chroot /mnt cmd`. */
  readonly operands?: number;
  /** `env A=1 cmd` */
  readonly assigns?: boolean;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      valued: [
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
      assigns: true,
    },
  ],
  ['doas', { valued: ['-u', '-C'] }],
  ['env', { valued: ['-u', '-C', '--unset', '--chdir'], assigns: true }],
  ['exec', { valued: ['-a'] }],
  ['command', { valued: [] }],
  ['builtin', { valued: [] }],
  ['nohup', { valued: [] }],
  ['eatmydata', { valued: [] }],
  ['time', { valued: ['-o', '-f'] }],
  ['nice', { valued: ['-n', '--adjustment'] }],
  ['ionice', { valued: ['-c', '-n', '--class', '--classdata'] }],
  ['stdbuf', { valued: ['-i', '-o', '-e'] }],
  ['timeout', { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 }],
  [
    'xargs',
    {
      valued: [
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
  ['chroot', { valued: [], operands: 1 }],
  ['setarch', { valued: [], operands: 1 }],
  ['linux32', { valued: [] }],
  ['linux64', { valued: [] }],
  ['setsid', { valued: [] }],
  ['fakeroot', { valued: ['-l', '-s', '-i', '-b'] }],
  ['faketime', { valued: ['-f'], operands: 1 }],
  ['flock', { valued: ['-w', '-E', '--timeout', '--wait', '--conflict-exit-code'], operands: 1 }],
  ['busybox', { valued: [] }],
  ['unbuffer', { valued: [] }],
  ['proxychains', { valued: ['-f'] }],
  ['proxychains4', { valued: ['-f'] }],
  ['tini', { valued: ['-e', '-p'] }],
  ['dumb-init', { valued: ['-r', '--rewrite'] }],
  [
    'setpriv',
    {
      valued: ['--reuid', '--regid', '--groups', '--bounding-set', '--inh-caps', '--ambient-caps'],
    },
  ],
  ['runuser', { valued: ['-u', '-g', '-G', '-w', '--user', '--group', '--supp-group'] }],
  ['gosu', { valued: [], operands: 1 }],
  ['su-exec', { valued: [], operands: 1 }],
]);

/** The command behind `sudo`, `env A=1`, `xargs -n1` …; undefined when this is no wrapper. */
export function innerCommand(
  command: ShellCommand,
): { name: ShellWord; args: ShellWord[]; assignments: ShellAssignment[] } | undefined {
  const wrapper = command.name && WRAPPERS.get(baseName(command.name.value));
  if (!wrapper || innerScript(command)) return undefined;
  const { args } = command;
  const assignments: ShellAssignment[] = [];
  let operands = wrapper.operands ?? 0;
  let options = true;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) return undefined;
    const { value } = word;
    if (options && value === '--') {
      options = false;
    } else if (options && value.startsWith('-') && value !== '-') {
      if (command.name.value === 'command' && /^-[vV]+$/.test(value)) return undefined;
      if (wrapper.valued.includes(value)) i++;
    } else if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(value)) {
      options = false;
      const name = value.slice(0, value.indexOf('='));
      assignments.push({ name, value: word, range: word.range });
    } else if (operands > 0) {
      operands--;
    } else {
      return { name: word, args: args.slice(i + 1), assignments };
    }
  }
  return undefined;
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** The basename of a POSIX-like shell. */
export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** What hands its `-c SCRIPT` to a shell. */
const SCRIPT_TAKERS = new Set(['su', 'runuser', 'flock', 'script', 'sg']);

/** The script word of `sh -c …`, `bash -lc …`, `su -c …` and `eval …`. */
export function innerScript({ name, args }: ShellCommand): ShellWord | undefined {
  if (!name) return undefined;
  const base = baseName(name.value);
  if (base === 'eval') return args.length === 1 ? args[0] : undefined;
  if (!isShell(base) && !SCRIPT_TAKERS.has(base)) return undefined;
  const flag = args.findIndex((word) => /^(?:-[A-Za-z]*c|--command)$/.test(word.value));
  return flag < 0 ? undefined : args[flag + 1];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
