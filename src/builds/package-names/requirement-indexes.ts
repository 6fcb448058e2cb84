import { isAddress, readAddress } from '../../dockerfile/materials/address.js';
import { numberedLines } from '../lockfiles/lockfile.js';

/**
 * The first line of a requirement file that adds an index to the usual one; undefined if there is none, or if a hash
 * binds each package. The address is shown without its login. Source: pip.pypa.io, Requirements File Format.
 */
export function extraIndex(
  source: string,
): { readonly what: string; readonly line: number; readonly text: string } | undefined {
  let found: { what: string; line: number; text: string } | undefined;
  for (const { line, number } of numberedLines(source)) {
    const [, address = ''] = /^\s*--extra-index-url(?:\s+|\s*=\s*)(\S+)/.exec(line) ?? [];
    // pip requires a hash of every package as soon as one has a hash.
    if (/^[^#]*\s--hash[=\s]/.test(line) || /^\s*--require-hashes\b/.test(line)) return undefined;
    if (!found && isAddress(address))
      found = { what: readAddress(address).what, line: number, text: line };
  }
  return found;
}
