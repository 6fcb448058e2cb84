import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';

/** The single operand, or `fallback`. Throws PortsideError (usage) when there are more, or none and no fallback. */
export function singleArgument(options: Options, command: string, fallback?: string): string {
  const [operand, ...more] = options.positionals;
  if (more.length > 0)
    throw new PortsideError(
      'PSE1005',
      `portside ${command} takes one operand, not ${more.length + 1}`,
    );
  const value = operand ?? fallback;
  if (value !== undefined) return value;
  throw new PortsideError(
    'PSE1005',
    `portside ${command} needs an operand`,
    `See portside ${command} --help`,
  );
}
