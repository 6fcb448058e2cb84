import type { Package } from '../core/package.js';
import { addTo } from '../lib/group-by.js';
import { folderOf } from '../lib/paths.js';
import type { ImageFiles } from '../start/image-files.js';

/** Finds the touched files of each package. */
export function touchedPackageFiles(
  packages: readonly Package[],
  touched: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
  files: ImageFiles,
): (pkg: Package) => readonly string[] {
  const byOwner = new Map<string, string[]>();
  for (const [path, purl] of owners) {
    const list = byOwner.get(purl);
    if (list) list.push(path);
    else byOwner.set(purl, [path]);
  }
  const byRoot = filesByRoot(packages, touched, files);
  return (pkg) => [
    ...(byOwner.get(pkg.purl) ?? []),
    ...(pkg.ownedBy === undefined ? [] : (byOwner.get(pkg.ownedBy) ?? [])),
    ...pkg.paths.flatMap((path) => {
      const file = path.replace(/!\/.*$/s, '');
      return [
        ...(touched.has(file) ? [file] : []),
        ...(touched.has(path) ? [path] : []),
        ...(byRoot.get(path) ?? []),
      ];
    }),
  ];
}

/** The touched files below the folder of each npm and Python package, by the path that shows the package. */
function filesByRoot(
  packages: readonly Package[],
  touched: ReadonlySet<string>,
  files: ImageFiles,
): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  const add = (folder: string, path: string) => {
    const list = folders.get(folder);
    if (list) list.push(path);
    else folders.set(folder, [path]);
  };
  for (const { type, paths } of packages)
    for (const path of paths) {
      const [, npm] = /^(.*)\/package\.json$/.exec(path) ?? [];
      if (type === 'npm' && npm !== undefined) add(npm, path);
      const [, parent] = /^(.*)\/[^/]+\.(?:dist|egg)-info(?:\/[^/]+)?$/.exec(path) ?? [];
      const [, egg] = /^(.*\.egg)\/EGG-INFO\/PKG-INFO$/.exec(path) ?? [];
      if (type === 'pypi' && egg !== undefined) add(egg, path);
      if (type === 'pypi' && parent !== undefined)
        for (const name of pythonModules(path, files)) add(`${parent}/${name}`, path);
    }
  const found = new Map<string, string[]>();
  for (const file of touched) {
    let folder = file;
    while (folder !== '') {
      const shown = folders.get(folder) ?? folders.get(folder.replace(/\.[^/]*$/, ''));
      if (shown) {
        for (const path of shown) addTo(found, path, file);
        break;
      }
      folder = folderOf(folder);
    }
  }
  return found;
}

/** The modules and packages that a distribution of Python installs, by the file that shows it. */
function pythonModules(path: string, files: ImageFiles): ReadonlySet<string> {
  const folder = path.replace(/\/(?:METADATA|PKG-INFO)$/, '');
  const names = new Set<string>();
  for (const line of (files.wholeText(`${folder}/top_level.txt`) ?? '').split('\n'))
    if (line.trim() !== '') names.add(line.trim());
  if (names.size > 0) return names;
  for (const line of (files.wholeText(`${folder}/RECORD`) ?? '').split('\n')) {
    const [first = ''] = line.split(',');
    const [top = ''] = first.split('/');
    if (top !== '' && top !== '..' && !/\.(?:dist-info|data)$|^__pycache__$/.test(top))
      names.add(top.replace(/\.(?:py|pyc|so|.*\.so)$/, ''));
  }
  if (names.size > 0) return names;
  const [name = ''] = (folder.split('/').at(-1) ?? '').split('-');
  return new Set([name, name.toLowerCase(), name.replaceAll('.', '/')]);
}
