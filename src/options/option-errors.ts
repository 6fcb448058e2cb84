import { PortsideError } from '../lib/errors.js';
import { nearestName } from '../lib/nearest-name.js';
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
  const instead = OTHER_TOOLS.options.get(name);
  if (instead !== undefined) return instead;
  const near = nearestName(
    name,
    optionsOf(command).map((option) => option.name),
  );
  return near === undefined ? `See portside ${command} --help` : `Did you mean --${near}?`;
}
