import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { fitsFormat } from '../../options/option-rules.js';
import { type Option, optionsOf } from '../../options/option-table.js';
import type { Options } from '../../options/options.js';
import { REPORT_FORMATS } from '../../reports/all-formats.js';
import { singleArgument } from './arguments.js';
import type { Command } from './command.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `portside completion SHELL`: prints a script that completes commands, options and values. Returns the exit status. */
export async function run(
  options: Options,
  _host: Host,
  commands: readonly Command[],
): Promise<number> {
  const name = singleArgument(options, 'completion');
  const shell = SHELLS.find((one) => one === name);
  if (!shell)
    throw new PortsideError(
      'PSE1003',
      `portside completion takes ${SHELLS.join(', ')}, not "${name}"`,
    );
  process.stdout.write(shell === 'fish' ? fish(commands) : bash(commands, shell === 'zsh'));
  return 0;
}

/** The values of an option that takes a fixed set of them; empty for all others, which complete file names. */
function valuesOf(command: string, { name, words = [] }: Option): readonly string[] {
  if (name !== 'format') return words;
  return [...REPORT_FORMATS.keys()].filter((format) => fitsFormat(command, format));
}

/** The words that the first argument of a command takes. */
const ARGUMENTS = new Map<string, readonly string[]>([
  ['completion', SHELLS],
  ['db', ['build', 'info', 'push']],
  ['policy', ['check']],
]);

/** The script for bash. zsh runs it too, with its emulation of bash's completion. */
function bash(commands: readonly Command[], isZsh: boolean): string {
  const names = commands.map(({ name }) => name);
  const values = commands.flatMap(({ name }) =>
    optionsOf(name).flatMap((option) => {
      const words = valuesOf(name, option);
      return words.length > 0 ? [branch(`${name}:--${option.name}`, words)] : [];
    }),
  );
  const options = names.map((name) =>
    branch(`${name}:-*`, [...optionsOf(name).map((option) => `--${option.name}`), '--help']),
  );
  const words = [...ARGUMENTS].map(([name, list]) => branch(`${name}:*`, list));
  return `${isZsh ? ZSH : ''}_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...names, 'help', 'version'].join(' ')}'
  else
    case "\${COMP_WORDS[1]}:$word" in
${[...options, ...words, branch('help:*', names)].join('\n')}
    esac
    case "\${COMP_WORDS[1]}:$before" in
${values.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`;
}

const ZSH = 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n';

/** One branch of a case statement. All words are our own and have no character that the shell would expand. */
function branch(pattern: string, words: readonly string[]): string {
  return `      ${pattern}) words='${words.join(' ')}' ;;`;
}

function fish(commands: readonly Command[]): string {
  const first = commands.map(
    ({ name, help }) =>
      `complete -c portside -n __fish_use_subcommand -f -a ${name} -d ${quote(help)}`,
  );
  const options = commands.flatMap(({ name }) =>
    optionsOf(name).map((option) => {
      const values = valuesOf(name, option);
      const given = option.type === 'string' ? ' -r' : '';
      const choice = values.length > 0 ? ` -f -a '${values.join(' ')}'` : '';
      return `complete -c portside -n '__fish_seen_subcommand_from ${name}' -l ${option.name}${given}${choice} -d ${quote(option.help)}`;
    }),
  );
  const words = [...ARGUMENTS].map(
    ([name, list]) =>
      `complete -c portside -n '__fish_seen_subcommand_from ${name}' -f -a '${list.join(' ')}'`,
  );
  const others = [
    "complete -c portside -n __fish_use_subcommand -f -a 'help version'",
    `complete -c portside -n '__fish_seen_subcommand_from help' -f -a '${commands.map(({ name }) => name).join(' ')}'`,
  ];
  return `${[...first, ...others, ...options, ...words].join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
