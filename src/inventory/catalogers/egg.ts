import { ZipError, type ZipOptions, type ZipSource, zipEntries, zipMember } from '../../lib/zip.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { pythonDistribution } from '../python/metadata.js';

/**
 * Python distributions that setuptools installed as zipped eggs, which Python imports from the archive. Wheels are not
 * read, because none is installed so. Source: setuptools, "The Internal Structure of Python Eggs".
 */
export const egg: Cataloger = {
  id: 'egg',
  parts: true,
  wants: (path, size) =>
    path.endsWith('.egg') && EGG.test(path) ? Math.min(size, MAX_STREAMED_BYTES) : 0,
  read,
};

const EGG = /(?:^|\/)(?:site|dist)-packages\/[^/]+\.egg$/;
/** Largest egg that is read from a layer without random access. */
const MAX_STREAMED_BYTES = 512 * 1024 * 1024;
const MAX_METADATA_BYTES = 4 * 1024 * 1024;

const OPTIONS: ZipOptions = {
  wanted: (name) => name === 'EGG-INFO/PKG-INFO',
  maxMembers: 200_000,
  maxDirectoryBytes: 64 * 1024 * 1024,
};

function read(file: CatalogedFile): FoundPackage[] {
  if (file.size > 0 && file.part(file.size - 1, 1).length === 0)
    throw new CatalogError('is larger than the limit for files of compressed layers', 'limit');
  const source: ZipSource = { size: file.size, part: file.part.bind(file) };
  try {
    const [metadata] = [...zipEntries(source, OPTIONS)];
    if (!metadata) throw new CatalogError('has no EGG-INFO/PKG-INFO');
    return [pythonDistribution(zipMember(source, metadata, MAX_METADATA_BYTES))];
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw new CatalogError(error.message, error.isLimit ? 'limit' : 'malformed', [], error);
  }
}
