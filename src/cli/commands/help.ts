import { fitsFormat } from '../../options/option-rules.js';
import { type Option, optionsOf } from '../../options/option-table.js';
import { FORMATS } from '../../reports/all-formats.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands.js';

/** `portside --help`. */
export function help(): string {
  return [
    'Portside: container security inside the pull request',
    '',
    'usage: portside COMMAND [OPTION…] [ARGUMENT…]',
    '',
    ...table(COMMANDS.map((c) => [`  ${c.name} ${c.arguments}`.trimEnd(), c.help])),
    '',
    'portside COMMAND --help lists the options of a command; --version prints the version.',
    'Exit status: 0 pass, 1 failed by the policy, 2 usage or configuration error, 3 incomplete.',
    '',
  ].join('\n');
}

/** `portside COMMAND --help`. */
export function commandHelp(command: Command): string {
  const options = optionsOf(command.name);
  const formats = options.some(({ name }) => name === 'format')
    ? [...FORMATS.keys()].filter((format) => fitsFormat(command.name, format))
    : [];
  return [
    `usage: portside ${command.name} [OPTION…] ${command.arguments}`.trimEnd(),
    '',
    command.help,
    '',
    ...(command.details ? [...command.details, ''] : []),
    ...table(options.map((o) => [`  --${o.name}${value(o)}`, o.help])),
    '',
    ...(formats.length > 0 ? [`Formats: ${formats.join(', ')}`, ''] : []),
  ].join('\n');
}

function value(option: Option): string {
  return option.value ? ` ${option.value}` : '';
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => left.padEnd(width) + right);
}
