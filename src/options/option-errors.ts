import { PortsideError } from '../lib/errors.js';
import { nearestName } from '../lib/nearest-name.js';
import { capitalize } from '../lib/text.js';
import { commandsWith, optionsOf } from './option-table.js';
import { OTHER_TOOLS } from './other-tools.js';

/** The error for an option that the command does not have. */
export function unknownOption(command: string, name: string): PortsideError {
  const written = `${name.length === 1 ? '-' : '--'}${name}`;
  const message = `portside ${command} has no option ${written.slice(0, 80)}`;
  return new PortsideError('PSE1002', message, adviceFor(command, name));
}

function adviceFor(command: string, name: string): string {
  const elsewhere = commandsWith(name);
  if (elsewhere.length > 0)
    return `It is an option of ${elsewhere.map((one) => `portside ${one}`).join(', ')}`;
  const instead = hintFor(command, OTHER_TOOLS.options.get(name) ?? '');
  if (instead !== undefined) return instead;
  const near = nearestName(
    name,
    optionsOf(command).map((option) => option.name),
  );
  return near === undefined ? `See portside ${command} --help` : `Did you mean --${near}?`;
}

/** The clauses of a hint that name only options that the command has. Undefined if none is left. */
export function hintFor(command: string, hint: string): string | undefined {
  const clauses = hint
    .split('; ')
    .filter((clause) => clause !== '' && namesOptionsOf(command, clause));
  return clauses.length === 0 ? undefined : capitalize(clauses.join('; '));
}

/** Whether a command has all options of a clause. `portside scan --only CHECK` is about the options of another command. */
function namesOptionsOf(command: string, clause: string): boolean {
  const named = /\bportside ([a-z]{1,20}) /.exec(clause)?.[1] ?? command;
  const options = new Set(optionsOf(named).map(({ name }) => name));
  return [...clause.matchAll(/(?<!\w)--([a-z-]{1,40})/g)].every(([, name = '']) =>
    options.has(name),
  );
}
