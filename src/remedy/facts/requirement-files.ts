import { posix } from 'node:path';
import { requirements } from '../../builds/descriptors/requirements.js';
import { baseName } from '../../lib/paths.js';

/** A file of the repository. */
export interface ProjectText {
  readonly path: string;
  readonly text: string;
  /** A list of Python packages, whatever its name is. */
  readonly isRequirements?: boolean;
}

/**
 * The lists that lists of Python packages name with -r and -c, also below each other, without those that are known. Only
 * files of the repository are read. Source: pip.pypa.io, "Requirements File Format".
 */
export function namedLists(
  files: readonly ProjectText[],
  read: (path: string) => string | undefined,
): readonly ProjectText[] {
  const known = new Set(files.map(({ path }) => path));
  const found: ProjectText[] = [];
  const queue = files.filter(({ path }) => requirements.wants(baseName(path)));
  for (let file = queue.shift(); file && found.length < MAX_LISTS; file = queue.shift())
    for (const path of listsIn(file)) {
      if (known.has(path) || found.length >= MAX_LISTS) continue;
      known.add(path);
      const text = read(path);
      if (text === undefined) continue;
      const list: ProjectText = { path, text, isRequirements: true };
      found.push(list);
      queue.push(list);
    }
  return found;
}

/** No project that people write has more. */
const MAX_LISTS = 50;

/** The paths of the lists that one names with -r or -c. */
export function listsIn({ path, text }: ProjectText): readonly string[] {
  const folder = posix.dirname(path);
  return [...text.slice(0, MAX_TEXT).matchAll(REFERENCE)].flatMap(([, name = '']) => {
    const list = posix.join(folder, name);
    return name.includes('://') || posix.isAbsolute(name) || list.startsWith('..') ? [] : [list];
  });
}

/** Longer lists are made by programs, and name no others at their end. */
const MAX_TEXT = 1 << 20;

const REFERENCE =
  /^[ \t]*(?:-[rc][ \t]*|--(?:requirement|constraint)(?:=|[ \t]+))([^\s#]{1,300})[ \t]*(?:#.*)?\r?$/gm;
