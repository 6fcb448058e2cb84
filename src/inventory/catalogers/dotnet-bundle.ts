import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { executableOf, wantsExecutable } from '../executables/executable.js';
import { view } from '../executables/layout.js';
import { librariesOf } from './nuget.js';

/**
 * .NET applications that are published as a single file (.NET 5 and later). The files of the application come after the
 * host program. A marker in the host's data has the position of the bundle header, which has the position of deps.json.
 * Source: dotnet/runtime, "Single-file bundler" and corehost bundle/header.h.
 */
export const dotnetBundle: Cataloger = {
  id: 'dotnet-bundle',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** The SHA-256 of ".net core bundle" and a line feed. */
const MARKER = Buffer.from(
  '8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae',
  'hex',
);
/** Bytes after the sections of a program that is not a bundle, for section headers. */
const MAX_TAIL_BYTES = 6144;
const MAX_DATA_BYTES = 8 * 1_048_576;
const MAX_DEPS_BYTES = 64 * 1_048_576;

function read(file: CatalogedFile): FoundPackage[] {
  const sections = executableOf(file)?.sections ?? [];
  const end = sections.reduce((last, s) => Math.max(last, s.offset + s.size), 0);
  const data = sections.find((s) => s.name === '.data');
  if (!data || file.size - end < MAX_TAIL_BYTES) return [];
  const header = headerOffset(file.part(data.offset, Math.min(data.size, MAX_DATA_BYTES)));
  const deps = header === undefined ? undefined : depsOf(file.part(header, 512));
  if (!deps || deps.size === 0) return [];
  if (deps.size > MAX_DEPS_BYTES) throw new CatalogError('has a deps.json over 64 MiB', 'limit');
  const bytes = file.part(deps.offset, deps.size);
  if (bytes.length < deps.size) throw new CatalogError('is a bundle that is cut short');
  return librariesOf(bytes);
}

/** The position of the bundle header: the eight bytes before the marker, zero in a host without files. */
function headerOffset(data: Uint8Array): number | undefined {
  const at = Buffer.from(data.buffer, data.byteOffset, data.byteLength).indexOf(MARKER);
  if (at < 8) return undefined;
  return Number(view(data).getBigUint64(at - 8, true)) || undefined;
}

/** The bundle header: version, number of files, name with its length, then offset and size of deps.json. */
function depsOf(header: Uint8Array): { offset: number; size: number } | undefined {
  const fields = view(header);
  if (header.length < 13 || fields.getUint32(0, true) < 2) return undefined;
  const at = 13 + (header[12] ?? 0);
  if (at + 16 > header.length) return undefined;
  return {
    offset: Number(fields.getBigInt64(at, true)),
    size: Number(fields.getBigInt64(at + 8, true)),
  };
}
