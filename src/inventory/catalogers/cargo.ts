import { inflateSync } from 'node:zlib';
import { isObject, list, object } from '../../lib/json.js';
import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { requirementNames } from '../clean-facts.js';
import { executableOf, wantsExecutable } from '../executables/executable.js';
import { cleanString, jsonObjectOf } from '../file-content.js';

/**
 * Crates in a Rust program that was built with cargo-auditable: compressed JSON in the section `.dep-v0`. Crates that
 * were only used during the build are skipped, because they are not in the program.
 * Source: rust-secure-code/cargo-auditable, PARSING.md.
 */
export const cargo: Cataloger = {
  id: 'cargo',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** PARSING.md recommends a limit. The list of a very large program has some hundred kilobytes. */
const MAX_BYTES = 8 * 1_048_576;

function read(file: CatalogedFile): FoundPackage[] {
  const section = executableOf(file)?.sections.find((s) => s.name === '.dep-v0');
  if (!section) return [];
  const { packages } = jsonObjectOf(
    inflated(file.part(section.offset, Math.min(section.size, MAX_BYTES))),
  );
  if (!Array.isArray(packages)) throw new CatalogError('has a crate list without packages');
  const crates = packages.filter((item) => !isObject(item) || item.kind !== 'build');
  const found = crates.flatMap((item) => {
    const { name, version, dependencies } = object(item);
    const [crate, release] = [cleanString(name, 300), cleanString(version, 256)];
    if (!crate || !release) return [];
    // A program may have several versions of one crate.
    const requires = list(dependencies).map((index) => key(packages[Number(index)]));
    return [
      {
        type: 'cargo',
        name: crate,
        version: release,
        requires: requirementNames(requires),
        provides: requirementNames([key(item)]),
      },
    ];
  });
  if (found.length < crates.length) throw damagedRecords(crates.length - found.length, found);
  return found;
}

function key(item: unknown): string | undefined {
  const { name, version } = object(item);
  return typeof name === 'string' && typeof version === 'string' ? `${name}@${version}` : undefined;
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new CatalogError('has a crate list that cannot be decompressed', 'malformed', [], error);
  }
}
