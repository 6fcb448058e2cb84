import { ZipError, type ZipSource, zipEntries, zipMember } from '../lib/zip.js';

/** What a Java archive adds to the class path. */
export interface JavaArchive {
  /** The archives inside of it: `BOOT-INF/lib/a.jar`. */
  readonly nested: readonly string[];
  /** Class-Path of its manifest: paths relative to its folder. */
  readonly classPath: readonly string[];
}

const NESTED =
  /^(?:BOOT-INF\/lib|WEB-INF\/lib|lib|META-INF\/lib|APP-INF\/lib)\/[^/]{1,300}\.[jw]ar$/;
const MANIFEST = 'META-INF/MANIFEST.MF';
const OPTIONS = {
  wanted: (name: string) => name === MANIFEST || NESTED.test(name),
  maxMembers: 500_000,
  maxDirectoryBytes: 64 << 20,
};
const MAX_MANIFEST = 1 << 20;

/** Reads an archive; undefined if it cannot be read. Source: JAR File Specification, "Main Attributes". */
export function readJavaArchive(source: ZipSource): JavaArchive | undefined {
  try {
    const nested: string[] = [];
    let manifest = '';
    for (const entry of zipEntries(source, OPTIONS))
      if (entry.name === MANIFEST)
        manifest = Buffer.from(zipMember(source, entry, MAX_MANIFEST)).toString('utf8');
      else nested.push(entry.name);
    // A line of more than 72 bytes continues on the next, after a space.
    const lines = manifest.replace(/\r?\n /g, '').split(/\r?\n/);
    const value = lines.find((line) => /^Class-Path:/i.test(line))?.replace(/^[^:]*:/, '') ?? '';
    return {
      nested,
      classPath: value
        .split(/\s+/)
        .filter((path) => path !== '')
        .slice(0, 5000),
    };
  } catch (error) {
    if (error instanceof ZipError || error instanceof RangeError) return undefined;
    throw error;
  }
}
