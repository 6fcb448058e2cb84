import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import { globMatcher } from '../lib/glob.js';
import type { ImageFiles } from './image-files.js';

/** Where a loop is. */
interface LoopPlace {
  /** The script. */
  readonly text: string;
  /** An absolute path. */
  readonly folder: string;
  readonly files: ImageFiles;
  /** Replaces variables whose values are known. */
  expand(word: string): string;
}

/** A variable that a loop sets to one value after the other. */
export interface Loop {
  readonly name: string;
  /** Undefined if they are not known. */
  readonly values: readonly string[] | undefined;
}

const MAX_VALUES = 200;

/**
 * The loop that a command is the head of: `for f in DIR/*.sh`, `for f in $(find DIR)`, and the `read` of
 * `find DIR | sort | while read -r f`. Patterns and folders are those of the image's files. Undefined for other commands.
 */
export function loopOf(words: readonly string[], place: LoopPlace): Loop | undefined {
  const [first, name = '', ...others] = words;
  if (first === 'for' && others[0] === 'in' && NAME.test(name)) {
    const isComputed = others.some((word) => /^\$(?:\(|$)|`/.test(word));
    const values = isComputed
      ? listed(substituted(name, place.text), place)
      : all(others.slice(1).map((word) => matching(word, place)));
    return { name, values: limited(values, place) };
  }
  const variable = words.at(-1) ?? '';
  if (first !== 'read' || !NAME.test(variable)) return undefined;
  return { name: variable, values: limited(listed(piped(variable, place.text), place), place) };
}

const NAME = /^[A-Za-z_]\w{0,60}$/;
/** A command that lists files, with its arguments. */
const LIST = /^\s{0,20}(?:\/usr)?(?:\/bin\/)?(?:find|ls)\s([^)`]{1,500})/;

/** The commands of `for NAME in $(COMMAND)`. */
function substituted(name: string, text: string): string[] {
  const head = new RegExp(
    `\\bfor\\s{1,20}${name}\\s{1,20}in\\s{1,20}["']?(?:\\$\\(|\`)([^;\\n]{1,600})`,
    'g',
  );
  return [...text.matchAll(head)].map(([, command = '']) => command);
}

/** The first commands of the pipelines that end with `while read NAME`. */
function piped(name: string, text: string): string[] {
  const reads = new RegExp(`^\\s{0,20}while\\s.{0,60}\\bread\\s(?:.{0,60}\\s)?${name}\\s{0,20}$`);
  return text
    .replace(/\|\s{0,20}\n/g, '|')
    .split(/[;\n]/)
    .map((statement) => statement.split('|'))
    .filter((parts) => reads.test(parts.at(-1) ?? ''))
    .map(([first = '']) => first);
}

/** The files that commands list. */
function listed(commands: readonly string[], place: LoopPlace): readonly string[] | undefined {
  if (commands.length === 0) return undefined;
  return all(
    commands.flatMap((command) => {
      const [, args = ''] = LIST.exec(command) ?? [];
      const words = args.split('|')[0]?.split(/\s+/) ?? [];
      const operands = words.map((word) => word.replace(/["']/g, '')).filter((word) => word !== '');
      const start = operands.findIndex((word) => !/^-/.test(word));
      const end = operands.findIndex((word, at) => at >= start && /^[-(!0-9]/.test(word));
      const folders = start < 0 ? [] : operands.slice(start, end < 0 ? undefined : end);
      return folders.length === 0 ? [undefined] : folders.map((one) => below(one, place));
    }),
  );
}

/** The files below a folder, or those that match a pattern. */
function below(word: string, place: LoopPlace): readonly string[] | undefined {
  const { folder, files, expand } = place;
  const path = expand(word);
  if (/[*?]/.test(path)) return matching(word, place);
  if (UNKNOWN.test(path)) return undefined;
  const home = files.folder(imagePath(path, folder));
  return home === undefined ? [] : files.below(home).map((one) => `/${one}`);
}

/** A word of `for`: the files that a pattern matches, or the word itself. */
function matching(
  word: string,
  { folder, files, expand }: LoopPlace,
): readonly string[] | undefined {
  const pattern = expand(word);
  if (UNKNOWN.test(pattern)) return undefined;
  if (!/[*?]/.test(pattern)) return [pattern];
  const glob = imagePath(pattern, folder);
  const parent = posix.dirname(/^[^*?]*/.exec(glob)?.[0].concat('x') ?? '');
  const home = files.folder(parent);
  const matches = globMatcher(posix.join(home ?? '', glob.slice(parent.length)));
  return home === undefined
    ? []
    : files
        .matching(home, /./)
        .filter(matches)
        .sort()
        .map((one) => `/${one}`);
}

/** What the shell composes in other ways. */
const UNKNOWN = /[$`~{}[\]()]/;

function all(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

function limited(values: readonly string[] | undefined, { files }: LoopPlace) {
  return values && files.atMost([...new Set(values)], MAX_VALUES, 'the files of a loop are');
}
