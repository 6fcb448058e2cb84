import { imagePath } from '../image/paths.js';
import type { LoadStep } from '../start/observer.js';
import type { Follow } from './follow.js';

/** A text that opens libraries by their names, with ctypes or cffi. */
const OPENS = /\b(?:CDLL|PyDLL|LoadLibrary|dlopen|cdll|find_library)\b/;
const NAMED = /["']([\w.+/-]{0,200}\.so(?:\.[\w.]{1,40})?)["']/g;
const FOUND = /\bfind_library\(\s*["']([\w.+-]{1,100})["']/g;
/** A name that is no constant: a call of find_library has been read already. */
const COMPUTED =
  /\b(?:CDLL|PyDLL|LoadLibrary|dlopen)[ \t]{0,20}\(\s{0,40}(?!["')\s]|None\b|(?:[\w.]{1,60}\.)?find_library\(\s*["'])|\bcdll\s{0,5}\[|\bfind_library\(\s{0,40}(?!["'\s)])/;
const MAX_NAMES = 200;

/** Adds the libraries that a text of a Python program may open. `program` is the interpreter. */
export function mentionPythonLibraries(
  text: string,
  by: LoadStep,
  { program, follow }: { readonly program: string; readonly follow: Follow },
): void {
  if (!OPENS.test(text)) return;
  const { files, libraries, elfOf, mention, mentionLibraries } = follow;
  if (COMPUTED.test(text)) mentionLibraries(by);
  const elf = elfOf(program);
  const find = (name: string) =>
    elf ? libraries.find(name, { path: program, elf, inherited: [], isMusl: false }) : [];
  const names = [...text.matchAll(NAMED)].map(([, name = '']) => name);
  const what = `the libraries that ${by.path} names are`;
  for (const name of files.atMost(names, MAX_NAMES, what))
    for (const path of name.startsWith('/') ? [imagePath(name)] : find(name)) mention(path, by);
  for (const [, name = ''] of files.atMost([...text.matchAll(FOUND)], MAX_NAMES, what))
    for (const folder of libraries.folders) {
      const home = files.folder(imagePath(folder));
      for (const file of home === undefined ? [] : files.names(home))
        if (file.startsWith(`lib${name}.so`)) mention(`${home}/${file}`, by);
    }
}
