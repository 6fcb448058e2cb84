import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';

/** The only argument, or `fallback`. Throws PortsideError (usage) if there are more, or none and no fallback. */
export function singleArgument(
  options: Pick<Options, 'positionals'>,
  command: string,
  fallback?: string,
): string {
  const [argument, ...more] = options.positionals;
  if (more.length > 0)
    throw new PortsideError(
      'PSE1005',
      `portside ${command} takes one argument, not ${more.length + 1}`,
    );
  const value = argument ?? fallback;
  if (value !== undefined) return value;
  throw new PortsideError(
    'PSE1005',
    `portside ${command} needs an argument`,
    `See portside ${command} --help`,
  );
}
