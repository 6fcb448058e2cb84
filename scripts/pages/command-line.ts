import type { Command } from '../../src/cli/commands/command.js';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { fitsFormat } from '../../src/options/option-rules.js';
import { defaultOf, type Option, optionsOf } from '../../src/options/option-table.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { anchor, code, linkTo, page, plain } from './markdown.js';
import { OPTION_EXAMPLES } from './option-examples.js';

/** docs/reference/command-line.md: every command and every option. */
export function commandLinePage(): string {
  const options = new Map(COMMANDS.flatMap(({ name }) => optionsOf(name)).map((o) => [o.name, o]));
  return page([
    '# Command line',
    '`portside COMMAND [OPTION…] [ARGUMENT…]`. `portside --help` lists the commands, `portside COMMAND --help` the options of one, and `portside --version` prints the version. Generated from src/cli/commands and src/options/option-table.ts by `npm run docs`.',
    '## Exit status',
    EXIT_STATUS,
    '## Commands',
    ...COMMANDS.flatMap(commandSection),
    '## Options',
    ...[...options.values()].flatMap(optionSection),
  ]);
}

const EXIT_STATUS =
  '0 pass, 1 fail, 2 usage or configuration error, 3 incomplete: [the rule for all commands](../command-line.md#exit-status).';

function commandSection(command: Command): string[] {
  const own = optionsOf(command.name);
  const usage = `portside ${command.name} ${own.length > 0 ? '[OPTION…] ' : ''}${command.arguments}`;
  const formats = own.some(({ name }) => name === 'format')
    ? [...REPORT_FORMATS.keys()].filter((format) => fitsFormat(command.name, format))
    : [];
  return [
    `### ${code(command.name)}`,
    sentence(command.help),
    `\`\`\`text\n${[usage.trimEnd(), ...(command.details ? ['', ...command.details] : [])].join('\n')}\n\`\`\``,
    ...(own.length > 0
      ? [`Options: ${own.map(({ name }) => linkTo(`--${name}`)).join(', ')}.`]
      : []),
    ...(formats.length > 0 ? [`Formats: ${formats.map(code).join(', ')}.`] : []),
    `\`\`\`text\n${command.examples.map((example) => `portside ${example}`).join('\n')}\n\`\`\``,
  ];
}

function optionSection(option: Option): string[] {
  const { name, short, value, help, multiple, commands } = option;
  const written = `--${name}${value === undefined ? '' : ` ${value}`}`;
  const links = (commands ?? COMMANDS.map((command) => command.name)).map(
    (command) => `[${command}](#${anchor(command)})`,
  );
  return [
    `### ${code(`--${name}`)}`,
    sentence(help.replace(/ ?\(repeatable(?:; ([^)]*))?\)/, '')),
    [
      `- Written: ${short === undefined ? '' : `${code(`-${short}`)}, `}${code(written)}${multiple ? ', any number of times' : ''}`,
      `- Commands: ${links.join(', ')}`,
      `- Default: ${defaultOf(option)}`,
      `- Example: ${code(`portside ${OPTION_EXAMPLES[name]}`)}`,
    ].join('\n'),
  ];
}

function sentence(text: string): string {
  return plain(`${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`);
}
