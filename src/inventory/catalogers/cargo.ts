import { inflateSync } from 'node:zlib';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, isObject, jsonObject } from '../clean-string.js';
import { executableOf } from '../executables/executable.js';
import { wantsExecutable } from '../executables/wants.js';

/**
 * Crates compiled into a Rust program that was built with cargo-auditable: compressed JSON in the section `.dep-v0`.
 * Crates that only took part in the build are left out: they are not in the program.
 * Source: rust-secure-code/cargo-auditable, PARSING.md.
 */
export const cargo: Cataloger = {
  id: 'cargo',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** PARSING.md advises a limit; the list of a very large program takes some hundred kilobytes. */
const LARGEST = 8 * 1_048_576;

function read(file: CatalogedFile): FoundPackage[] {
  const section = executableOf(file)?.sections.find((s) => s.name === '.dep-v0');
  if (!section) return [];
  const { packages } = jsonObject(
    inflated(file.part(section.offset, Math.min(section.size, LARGEST))),
  );
  if (!Array.isArray(packages)) throw new CatalogError('has a list of crates without crates');
  return packages.flatMap((item) => {
    if (!isObject(item) || item.kind === 'build') return [];
    const name = cleanString(item.name, 300);
    const version = cleanString(item.version, 256);
    return name && version ? [{ type: 'cargo', name, version }] : [];
  });
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: LARGEST });
  } catch (error) {
    throw new CatalogError('has a list of crates that cannot be unpacked', 'malformed', [], error);
  }
}
