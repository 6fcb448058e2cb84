import { PortsideError } from '../lib/errors.js';
import { plainText } from '../lib/text.js';

/** The platforms in values such as `linux/amd64,linux/arm64`, each once. Throws PortsideError (usage) for an empty or unknown one. */
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
  const unknown = platforms.find((one) => one.includes('/') && !SYSTEMS.has(systemOf(one)));
  if (unknown !== undefined)
    throw new PortsideError(
      'PSE1003',
      `${option} has no known operating system: ${plainText(unknown, 60)}`,
      'Write it like linux/amd64 or windows/amd64.',
    );
  return [...new Set(platforms)];
}

/** `windows` in `windows(10.0.17763)/amd64`. */
function systemOf(platform: string): string {
  return /^[^/(]*/.exec(platform)?.[0] ?? '';
}

/** The values of GOOS, which images have, and another name of one. Source: OCI image configuration, `os`. */
const SYSTEMS: ReadonlySet<string> = new Set([
  ...['aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'illumos', 'ios', 'js', 'linux'],
  ...['macos', 'netbsd', 'openbsd', 'plan9', 'solaris', 'wasi', 'wasip1', 'windows'],
]);
