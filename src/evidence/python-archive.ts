import { ZipError, type ZipSource, zipEntries, zipMember } from '../lib/zip.js';

const OPTIONS = {
  wanted: (name: string) => name.endsWith('.py'),
  maxMembers: 100_000,
  maxDirectoryBytes: 16 << 20,
};
const MAX_MODULES = 2000;
const MAX_MODULE = 2 << 20;
const MAX_TOTAL = 32 << 20;

/**
 * The texts of the Python modules in an archive by their paths: an application (PEP 441), an egg or a ZIP archive on sys.path; undefined if
 * not all of them can be read.
 */
export function readPythonArchive(source: ZipSource): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  let left = MAX_TOTAL;
  try {
    for (const entry of zipEntries(source, OPTIONS)) {
      left -= entry.size;
      if (texts.size >= MAX_MODULES || left < 0) return undefined;
      texts.set(entry.name, Buffer.from(zipMember(source, entry, MAX_MODULE)).toString('utf8'));
    }
    return texts;
  } catch (error) {
    if (error instanceof ZipError || error instanceof RangeError) return undefined;
    throw error;
  }
}
