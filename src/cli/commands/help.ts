import { fitsFormat } from '../../options/option-rules.js';
import { defaultOf, OPTION_GROUPS, type Option, optionsOf } from '../../options/option-table.js';
import { REPORT_FORMATS } from '../../reports/all-formats.js';
import { wrap } from '../../reports/formats/text/wrap.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands.js';

/** The commands by what they are for, in the order of the help. */
export const COMMAND_GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Check', ['check', 'lint', 'fix', 'scan', 'verify']],
  ['Images and advisories', ['sbom', 'diff', 'compliance', 'db']],
  ['Builds', ['inputs']],
  ['Set up and explain', ['init', 'policy', 'explain', 'completion']],
  ['In a workflow', ['discover', 'merge', 'publish', 'fleet']],
];

/** What a newcomer needs. */
const FIRST_COMMANDS = ['check', 'lint', 'scan', 'fix', 'init', 'explain'];

/** `portside --help`, for a terminal of that width: the first commands, or with `--all` all of them in groups. */
export function help(width: number, all: boolean): string {
  const rowsOf = (names: readonly string[]) =>
    names
      .flatMap((name) => COMMANDS.filter((command) => command.name === name))
      .map((c) => [`${c.name} ${c.arguments}`, c.help] as const);
  const groups = all ? COMMAND_GROUPS : ([['Commands', FIRST_COMMANDS]] as const);
  const rest = COMMANDS.length - FIRST_COMMANDS.length;
  return [
    'Portside: container security inside the pull request',
    '',
    'usage: portside COMMAND [OPTION…] [ARGUMENT…]',
    '',
    ...groups.flatMap(([title, names]) => [title, ...table(rowsOf(names), width), '']),
    'Examples',
    '  portside check',
    '  portside lint Dockerfile',
    '  portside scan alpine:3.22',
    '',
    ...(all ? [] : [`portside --help --all lists ${rest} more commands.`]),
    'portside COMMAND --help lists the options of a command; --version prints the version.',
    'Exit status: 0 pass, 1 failed by the policy, 2 usage or configuration error, 3 incomplete.',
    '',
  ].join('\n');
}

/** `portside COMMAND --help`, for a terminal of that width. */
export function commandHelp(command: Command, width: number): string {
  const options = optionsOf(command.name);
  const formats = options.some(({ name }) => name === 'format')
    ? [...REPORT_FORMATS.keys()].filter((format) => fitsFormat(command.name, format))
    : [];
  return [
    `usage: portside ${command.name} ${options.length > 0 ? '[OPTION…] ' : ''}${command.arguments}`.trimEnd(),
    '',
    ...wrap(command.help, width),
    '',
    command.examples.length > 1 ? 'Examples' : 'Example',
    ...command.examples.map((example) => `  portside ${example}`),
    '',
    ...(command.details ? [...command.details, ''] : []),
    ...OPTION_GROUPS.flatMap((title) => {
      const own = options.filter(({ group }) => group === title);
      if (own.length === 0) return [];
      return [
        title,
        ...table(
          own.map((option) => optionRow(option)),
          width,
        ),
        '',
      ];
    }),
    ...(formats.length > 0 ? [...wrap(`Formats: ${formats.join(', ')}`, width), ''] : []),
  ].join('\n');
}

function optionRow(option: Option): readonly [string, string] {
  const { name, short, value, help } = option;
  const written = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
  const usual = defaultOf(option).replaceAll('`', '');
  // Some defaults are clear: a flag is off, and a list is empty.
  const isClear = usual === 'off' || usual === 'none' || help.includes('default');
  return [written, isClear ? help : `${help} (default: ${usual})`];
}

/** Columns of the left side; a longer one has a line of its own. */
const MAX_LEFT = 30;

function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(MAX_LEFT, Math.max(...rows.map(([text]) => text.length)));
  const indent = ' '.repeat(left + 4);
  return rows.flatMap(([name, text]) => {
    const [first = '', ...others] = wrap(text, width - indent.length);
    const below = others.map((line) => indent + line);
    return name.length > left
      ? [`  ${name}`, indent + first, ...below]
      : [`  ${name.padEnd(left)}  ${first}`, ...below];
  });
}
