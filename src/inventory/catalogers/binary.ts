import { baseName } from '../../lib/paths.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { findVersions, loadedLibraries } from '../classifiers/search.js';
import { classifiersFor, EMBEDDED } from '../classifiers/table.js';
import { executableOf } from '../executables/executable.js';

/**
 * Well-known programs and libraries that were built or copied into the image without a package, identified by a version
 * string in them. Files that a package of the distribution owns are left out, because its database lists them.
 */
export const binary: Cataloger = {
  id: 'binary',
  parts: true,
  wants: (path, size) =>
    size >= MIN_BYTES && (isModule({ path, size }) || classifiersFor(baseName(path)).length > 0)
      ? Math.min(size, MAX_BYTES)
      : 0,
  // Advisories of the distribution do not know the versions of other publishers, those of the program do.
  isListedByOwner: (path, isPublished) =>
    isPublished ||
    classifiersFor(baseName(path)).every(({ advisories }) => advisories === undefined),
  read,
};

const MIN_BYTES = 8192;
const MAX_BYTES = 512 * 1024 * 1024;

function read(file: CatalogedFile): FoundPackage[] {
  const executable = executableOf(file);
  if (!executable) return [];
  const listed = classifiersFor(baseName(file.path));
  const loaded = isModule(file) ? loadedLibraries(file, executable) : undefined;
  const linked = loaded
    ? EMBEDDED.filter((one) => !listed.includes(one) && !one.files.some((key) => loaded.has(key)))
    : [];
  const versions = findVersions(file, executable, [...listed, ...linked]);
  return [...versions].map(([{ name, cpe }, version]) => ({
    type: 'generic',
    name,
    version,
    cpe: `cpe:2.3:a:${cpe}:${version.replace(/[^\w.-]/g, '\\$&')}:*:*:*:*:*:*:*`,
    evidence: 'version-string',
  }));
}

/** Whether the file is a module of a language package that libraries may be linked into. */
function isModule({ path, size }: Pick<CatalogedFile, 'path' | 'size'>): boolean {
  return size >= MIN_MODULE_BYTES && MODULE.test(path);
}

/** The libraries that are searched need more space than this. */
const MIN_MODULE_BYTES = 1_048_576;

/** Modules of npm packages and of wheels, and the libraries that auditwheel adds to a wheel. */
const MODULE =
  /\.node$|\.(?:abi3|cpython-\d{2,3}[a-z]?-[\w-]{1,60}|pypy\d{1,4}-[\w-]{1,60})\.so$|\.libs\/[^/]+\.so(?:\.[\d.]+)?$/;
