import type { ImageFiles } from '../start/image-files.js';
import type { PythonFolders } from './python-folders.js';

/** What a module name leads to. */
export interface LocatedModule {
  /** The files that are loaded for it; none for a namespace package. */
  readonly file: string | undefined;
  /** The folders in which its submodules are; several for a namespace package. */
  readonly folders: readonly string[];
}

/** Finds modules. */
export interface PythonModules {
  /** The modules on the way to a dotted name, the last one last; undefined if it is not found. */
  find(name: string, within?: readonly string[]): readonly LocatedModule[] | undefined;
  /** A module directly in folders. */
  locate(name: string, within: readonly string[]): LocatedModule | undefined;
  /** Adds a folder in front of the others. */
  add(folder: string): void;
  /** Adds a folder after the others. */
  append(folder: string): void;
}

const MAX_FOLDERS = 500;

/** Source: The Python Language Reference, 5.3 to 5.5; PEP 420. */
export function pythonModules(
  { standard, site, own, suffixes }: PythonFolders,
  files: ImageFiles,
): PythonModules {
  let search = [...own, ...standard, ...site];
  let known = new Map<string, LocatedModule | undefined>();
  const endings = ['.py', ...suffixes, '.pyc'];
  const fileOf = (folder: string, name: string, suffixed: readonly string[]) => {
    const names = files.names(folder);
    for (const ending of suffixed) {
      const found = names.has(name + ending) ? files.file(`${folder}/${name}${ending}`) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const locateNew = (name: string, within: readonly string[]): LocatedModule | undefined => {
    const portions: string[] = [];
    for (const one of within) {
      const folder = files.folder(one);
      if (folder === undefined) continue;
      const inner = files.names(folder).has(name) ? files.folder(`${folder}/${name}`) : undefined;
      const init = inner === undefined ? undefined : fileOf(inner, '__init__', endings);
      if (inner !== undefined && init !== undefined) return { file: init, folders: [inner] };
      if (inner !== undefined) portions.push(inner);
      const file = fileOf(folder, name, endings);
      if (file !== undefined) return { file, folders: [] };
    }
    return portions.length > 0 ? { file: undefined, folders: portions } : undefined;
  };
  const locate: PythonModules['locate'] = (name, within) => {
    if (name === '' || name.length > 200) return undefined;
    const key = within === search ? name : `${within.join('\n')}\n${name}`;
    if (!known.has(key)) known.set(key, locateNew(name, within));
    return known.get(key);
  };
  return {
    locate,
    find(name, within = search) {
      const found: LocatedModule[] = [];
      let folders = within;
      for (const part of name.split('.')) {
        const one = locate(part, folders);
        if (!one) return found.length > 0 && name.includes('.') ? found : undefined;
        found.push(one);
        folders = one.folders;
      }
      return found;
    },
    add(folder) {
      search = [folder, ...search];
      known = new Map();
    },
    append(folder) {
      if (search.length < MAX_FOLDERS && !search.includes(folder)) {
        search = [...search, folder];
        known = new Map();
      }
    },
  };
}
