import type { Package } from '../core/package.js';
import { addTo } from '../lib/group-by.js';
import { folderOf } from '../lib/paths.js';
import type { ImageState } from './image-state.js';
import { folderOwner, packageFolders } from './package-folders.js';

/** Why the code in a file should not change. */
export type InstalledCode =
  | { readonly package: string }
  /** It is among Python packages of which none changed. */
  | 'of some package';

/**
 * Finds code that a package manager of a language installed, and whose package is the same in both images. Undefined for
 * other files, and for packages that were built from a folder: their version does not tell one build from another.
 */
export function installedCodeTest(
  before: ImageState,
  after: ImageState,
): (path: string) => InstalledCode | undefined {
  const isInstalled = installedTest(before);
  const folders = {
    before: packageFolders(before.packages.filter(isInstalled)),
    after: packageFolders(after.packages.filter(isInstalled)),
  };
  const sites = { before: sitesOf(before), after: sitesOf(after) };
  const local = new Set(before.packages.filter((one) => !isInstalled(one)).flatMap(sitesOfPackage));
  return (path) => {
    if (!isCode(path)) return undefined;
    const [old, now] = [folderOwner(path, folders.before), folderOwner(path, folders.after)];
    if (old && now)
      return old.folder === now.folder && old.purl === now.purl ? { package: now.purl } : undefined;
    // The name of what a package installs may be another one: PyYAML is imported as yaml.
    const [, site = ''] = SITE.exec(path) ?? [];
    const known = sites.before.get(site);
    const isSame = known !== undefined && known === sites.after.get(site);
    return isSame && !local.has(site) ? 'of some package' : undefined;
  };
}

/** Whether a file has code by its name: a script, module, library or archive of classes. */
export function isCode(path: string): boolean {
  return (
    /\.(?:py|[cm]?jsx?|[cm]?ts|rb|pl|pm|php|lua|tcl|sh|jar|class|node|wasm)$/i.test(path) ||
    /\.so(?:\.[\d.]+)?$/.test(path)
  );
}

const SITE = /^(.*(?:^|\/)(?:site|dist)-packages)\//;

/** Source: PEP 610 for direct_url.json; pnpm names a folder after `file:` in the lockfile. */
function installedTest({ files }: ImageState): (pkg: Package) => boolean {
  return ({ type, paths }) =>
    paths.every((path) => {
      const folder = folderOf(path);
      if (type !== 'pypi') return !path.includes('@file+');
      const isWheel = SITE.test(path) && folder.endsWith('.dist-info');
      return isWheel && !files.has(`${folder}/direct_url.json`);
    });
}

/** The Python packages in each folder for them, as a text. */
function sitesOf({ packages }: ImageState): ReadonlyMap<string, string> {
  const sites = new Map<string, string[]>();
  for (const one of packages) for (const site of sitesOfPackage(one)) addTo(sites, site, one.purl);
  return new Map([...sites].map(([site, purls]) => [site, purls.sort().join('\n')]));
}

function sitesOfPackage({ type, paths }: Package): readonly string[] {
  return type === 'pypi' ? paths.flatMap((path) => SITE.exec(path)?.[1] ?? []) : [];
}
