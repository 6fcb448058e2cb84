import type { Cataloger } from '../cataloger.js';
import { pythonDistribution } from '../python/metadata.js';

/**
 * Installed Python distributions: METADATA of `*.dist-info`, PKG-INFO of `*.egg-info` and of unpacked eggs, or the
 * `*.egg-info` file itself. Editable installations have one of these, too: pip writes a dist-info, the develop mode of
 * setuptools an egg-info in the source tree. Distributions deeper in a site directory belong to the package around them
 * (vendored by setuptools, test data): like pip, this lists only those directly in a site directory.
 * Source: PyPA, core metadata and "recording installed projects".
 */
export const pypi: Cataloger = {
  id: 'pypi',
  // Only the header at the start is needed; a long description may follow.
  wants: (path) => (isMetadata(path) ? 262_144 : 0),
  read: ({ bytes }) => [pythonDistribution(bytes)],
};

function isMetadata(path: string): boolean {
  if (!NAME.test(path) || !METADATA.test(path) || NOT_INSTALLED.test(path)) return false;
  const site = path.match(IN_SITE)?.[1];
  return site === undefined || DIRECTLY.test(site);
}

/** Asked first, of each path in an image. */
const NAME = /(?:METADATA|PKG-INFO|\.egg-info)$/;
const METADATA = /(?:\.dist-info\/METADATA|\.egg-info(?:\/PKG-INFO)?|\/EGG-INFO\/PKG-INFO)$/;
/**
 * The interpreter, which has such a file and is not a distribution of PyPI; vendored distributions; the cache from which
 * uv installs.
 */
const NOT_INSTALLED = /(?:^|\/)Python-\d[^/]*\.egg-info$|\/_vendor\/|(?:^|\/)\.cache\/uv\//;
/** The path inside the innermost site directory. */
const IN_SITE = /^(?:.*\/)?(?:site|dist)-packages\/(.*)$/;
/** An unpacked egg counts as a site directory. */
const DIRECTLY = /^(?:[^/]+\.egg\/)?[^/]+(?:\/[^/]+)?$/;
