import type { CatalogedFile, Cataloger, FoundPackage } from '../../../src/inventory/cataloger.js';

/**
 * A file as a cataloger gets it. With `first` it gets that many bytes and must request other parts; each part is
 * overwritten when the next is requested.
 */
export function file(path: string, body: string | Uint8Array, first?: number): CatalogedFile {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  let last = new Uint8Array();
  return {
    path,
    size: bytes.length,
    mode: 0o755,
    bytes: first === undefined ? bytes : bytes.subarray(0, first),
    part(offset, length) {
      last.fill(0xa5);
      last = Uint8Array.from(bytes.subarray(offset, offset + length));
      return last;
    },
  };
}

/** `name@version` in the order of the packages. */
export function named(found: readonly FoundPackage[]): string[] {
  return found.map(({ name, version }) => `${name}@${version}`);
}

/** Whether the cataloger wants the file. */
export function wants(cataloger: Cataloger, path: string, size = 100_000, mode = 0o644): boolean {
  return cataloger.wants(path, size, mode) > 0;
}
