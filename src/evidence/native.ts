import { imagePath } from '../image/paths.js';
import type { ImageFiles } from '../start/image-files.js';
import type { LoadStep } from '../start/observer.js';
import { type DynamicElf, readDynamicElf, readSafely } from './elf-dynamic.js';
import { symbolsIn } from './file-names.js';
import type { Follow } from './follow.js';
import { librarySearch } from './library-search.js';
import { MentionFollower } from './mention.js';
import type { GrowingTrace } from './trace.js';

type Native = Omit<Follow, 'files' | 'trace' | 'followed' | 'start'> &
  Pick<MentionFollower, 'configured' | 'openers'>;

const MUSL = /ld-musl/;

/**
 * Follows native programs: the libraries that they need are loaded; what their constants name, they may open.
 */
export function followNative(
  files: ImageFiles,
  trace: GrowingTrace,
  environment: ReadonlyMap<string, string>,
): Native {
  const elfOf = elfReader(files);
  const libraries = librarySearch({
    files,
    libraryPath: environment.get('LD_LIBRARY_PATH'),
    abiOf: (path) => elfOf(path)?.abi,
  });
  const mentions = new MentionFollower({ files, trace, elfOf, libraries });
  const musl = new Set<string>();
  const loadOne = (path: string, by: LoadStep | undefined, inherited: readonly string[]) => {
    const step = trace.load(path, by);
    const elf = step && elfOf(path);
    if (!step || !elf) return { step, found: [] };
    const isMusl = MUSL.test(elf.interpreter ?? '') || (by !== undefined && musl.has(by.path));
    if (isMusl) musl.add(path);
    const user = { path, elf, inherited, isMusl };
    const interpreter = elf.interpreter && files.file(imagePath(elf.interpreter));
    mentions.search(path, elf, step);
    return {
      step,
      found: [
        ...elf.needed.flatMap((name) => libraries.find(name, user)),
        ...(interpreter ? [interpreter] : []),
      ],
      folders: [...inherited, ...libraries.ownFolders(elf.rpath, user)],
    };
  };
  return {
    elfOf,
    symbolsOf: (path) => symbolsIn(path, files),
    libraries,
    openers: mentions.openers,
    mention: (path, by) => mentions.mention(path, by),
    mentionTexts: (text, by) => mentions.mentionTexts(text, by),
    mentionPrograms: (text, by, place) => mentions.mentionPrograms(text, by, place),
    mentionValue: (value, by, folder) => mentions.mentionValue(value, by, folder),
    mentionLibraries: (by) => mentions.mentionLibraries(by),
    configured: () => mentions.configured(),
    // Breadth first, so that a proof is as short as possible.
    loadNative(path, by) {
      const first = loadOne(path, by, []);
      const pending = [first];
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        const { step, found, folders = [] } = next;
        for (const library of found) pending.push(loadOne(library, step, folders));
      }
      return first.step;
    },
  };
}

/** Reads the dynamic section of each file once. */
function elfReader(files: ImageFiles): Follow['elfOf'] {
  const elves = new Map<string, DynamicElf | undefined>();
  return (path) => {
    if (elves.has(path)) return elves.get(path);
    const file = files.parts(path);
    const elf = file && readSafely(() => readDynamicElf(file.part));
    if (elf?.isCut) files.leaveOut(`${path} needs too many libraries`);
    elves.set(path, elf);
    return elf;
  };
}
