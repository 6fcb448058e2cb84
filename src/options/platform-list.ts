import { PortsideError } from '../lib/errors.js';

/** The platforms in values such as `linux/amd64,linux/arm64`, each once. Throws PortsideError (usage) for an empty one. */
export function platformList(values: readonly string[], option: string): string[] {
  const platforms = values
    .flatMap((value) => value.split(','))
    .map((one) => one.trim().toLowerCase());
  if (platforms.includes(''))
    throw new PortsideError(
      'PSE1003',
      `${option} has an empty platform`,
      'Write it like linux/amd64,linux/arm64.',
    );
  return [...new Set(platforms)];
}
