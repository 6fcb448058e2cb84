import { pythonName } from '../core/python-name.js';
import type { PackageWithLayer } from './package-layers.js';

/**
 * Finds the package of a language in whose folder a file is: the npm package of `node_modules/NAME/`, or the Python package
 * of `site-packages/NAME/` and of `site-packages/NAME.libs/`, where auditwheel copies libraries to. Undefined for another
 * file, and for a folder that has another name than its package.
 */
export function languageOwners(
  packages: readonly PackageWithLayer[],
): (path: string) => PackageWithLayer | undefined {
  const byFolder = new Map<string, PackageWithLayer>();
  for (const item of packages) {
    const folder = folderOf(item);
    if (folder !== undefined) byFolder.set(folder, item);
  }
  return (path) => {
    const [npm] = NPM_FOLDER.exec(path) ?? [];
    if (npm !== undefined) return byFolder.get(npm);
    const [, parent, name = ''] = PYTHON_FOLDER.exec(path) ?? [];
    return parent === undefined ? undefined : byFolder.get(parent + pythonName(name));
  };
}

/** With everything up to the innermost `node_modules`. */
const NPM_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/@]+\//;
const PYTHON_FOLDER = /^((?:.*\/)?(?:site|dist)-packages\/)([^/]+?)(?:\.libs)?\//;
const METADATA = /^((?:.*\/)?(?:site|dist)-packages\/)[^/]+\.(?:dist|egg)-info\/[^/]+$/;

/** The folder of a package as the search writes it. */
function folderOf({ found, path }: PackageWithLayer): string | undefined {
  if (found.within !== undefined) return undefined;
  if (found.type === 'npm') return /^(.*\/)package\.json$/.exec(path)?.[1];
  const parent = found.type === 'pypi' ? METADATA.exec(path)?.[1] : undefined;
  return parent === undefined ? undefined : parent + pythonName(found.name);
}
