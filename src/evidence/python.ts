import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import { withoutOptions } from '../shell/wrappers.js';
import { findScript } from '../start/find-program.js';
import type { StartedProgram } from '../start/observer.js';
import type { Follow } from './follow.js';
import { pythonFolders } from './python-folders.js';
import { PythonImporter } from './python-importer.js';

/** What Python imports before the program. */
const AT_START =
  'site os io abc codecs encodings encodings.utf_8 encodings.latin_1 encodings.ascii encodings.aliases stat genericpath posixpath _collections_abc _sitebuiltins sitecustomize usercustomize importlib importlib.util importlib.machinery zipimport runpy pkgutil linecache warnings locale'.split(
    ' ',
  );
/** Options that take the next word. */
const VALUES = '-W -X --check-hash-based-pycs -Q';
/** Variables that name a module: DJANGO_SETTINGS_MODULE, FLASK_APP. */
const MODULE_VARIABLE = /(?:_APP|_MODULE|_SETTINGS)$/;

/** Follows the imports of a Python program: of a script, a module (`-m`), or a text (`-c`). */
export function runPython(started: StartedProgram, follow: Follow): void {
  const { step, words, folder, environment } = started;
  const python = new PythonImporter(pythonFolders(started, follow), step.path, follow);
  for (const module of AT_START) python.importModule(module, step);
  python.readPathFiles(step);
  for (const path of (environment.get('PYTHONPATH') ?? '').split(':'))
    if (/\.(?:egg|zip|whl|pyz)$/.test(path)) python.readArchive(imagePath(path, folder), step);
  const option = optionAt(words);
  const [program, ...rest] = option < 0 ? withoutOptions(words, VALUES) : words.slice(option + 1);
  if (program === undefined) {
    follow.trace.openEnd(`${step.path} is started without a program, and runs what it is given`);
    return;
  }
  python.modules.add(imagePath(folder));
  if (option < 0) runScript(program, started, { python, follow });
  else if (words[option]?.endsWith('m')) {
    if (!python.modules.find(program))
      follow.trace.openEnd(`${program.slice(0, 200)}, which Python runs, is not in the image`);
    python.importModule(program, step);
    python.importModule(`${program}.__main__`, step);
  } else python.readText(program, imagePath(folder), step);
  const variables = [...environment].filter(([key]) => MODULE_VARIABLE.test(key));
  for (const word of [...rest, ...variables.map(([, value]) => value)])
    if (MODULE.test(word)) python.importModule(word.replace(/:.*$/, '').replace(/\.py$/, ''), step);
  readArguments(rest, started, { python, follow });
  python.finish();
}

const MAX_CONFIGURATION = 4 << 20;
const MAX_NAMES = 2000;
/** Names in arguments, variables and configuration files. */
const NAME = /(?<![\w./-])[A-Za-z_][\w.]{1,200}/g;

/** Files that the arguments name are run or read; their other words, and those of variables, may name modules. */
function readArguments(
  rest: readonly string[],
  { step, folder, environment }: StartedProgram,
  { python, follow }: { readonly python: PythonImporter; readonly follow: Follow },
): void {
  const { files } = follow;
  const texts = [...[...environment].filter(([key]) => key !== 'PATH').map(([, value]) => value)];
  for (const word of rest) {
    const path = files.file(imagePath(word.replace(/^--?[\w-]+=/, ''), folder));
    if (path?.endsWith('.py')) python.runFile(path, step);
    else if (path === undefined) texts.push(word);
    else if (follow.elfOf(path) === undefined)
      texts.push(files.wholeText(path, MAX_CONFIGURATION) ?? '');
  }
  const settings = files.file(imagePath('gunicorn.conf.py', folder));
  if (settings !== undefined) python.runFile(settings, step);
  const names = new Set(texts.flatMap((text) => text.match(NAME) ?? []));
  const what = 'the names in arguments, variables and configuration of Python are';
  for (const name of files.atMost([...names], MAX_NAMES, what)) python.mayImport(name, step);
}

/** A module, or an object in it: `app:create()`. */
const MODULE = /^[A-Za-z_][\w.]{0,200}(?::[\w.()]{1,100})?$/;

function runScript(
  program: string,
  started: StartedProgram,
  { python, follow }: { readonly python: PythonImporter; readonly follow: Follow },
): void {
  const { files, trace } = follow;
  const path =
    findScript(program, started, files) ?? files.folder(imagePath(program, started.folder));
  const main =
    path === undefined ? undefined : (files.file(`${path}/__main__.py`) ?? files.file(path));
  if (path === undefined || main === undefined) {
    trace.openEnd(`${program.slice(0, 200)}, which Python runs, is not in the image`);
    return;
  }
  python.modules.add(posix.dirname(main));
  const head = files.parts(main)?.part(0, MAX_HEAD) ?? Buffer.alloc(0);
  if (
    head.includes(0) ||
    (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3) ||
    /\.(?:pyz|zip|egg|pex)$/.test(main)
  )
    python.readArchive(main, started.step);
  else python.runFile(main, started.step);
}

/** Bytes in which an archive or another file that is no text has a zero. */
const MAX_HEAD = 4096;

/** The position of `-m` or `-c`, which end the options. */
function optionAt(words: readonly string[]): number {
  const taking = new Set(VALUES.split(' '));
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (/^-[a-zA-Z]*[mc]$/.test(word)) return at;
    if (!word.startsWith('-')) return -1;
    if (taking.has(word)) at++;
  }
  return -1;
}
