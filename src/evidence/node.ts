import { imagePath } from '../image/paths.js';
import { withoutOptions } from '../shell/wrappers.js';
import { findScript } from '../start/find-program.js';
import type { StartedProgram } from '../start/observer.js';
import type { Follow } from './follow.js';
import { INSTALLED, NodeLoader } from './node-loader.js';
import { NodeResolver } from './node-resolve.js';
import { followPackageScript } from './package-script.js';

/** Options that take the next word. */
const VALUES =
  '-r --require --import --loader --experimental-loader -C --conditions --env-file --icu-data-dir --title';
const PRELOAD = /^(?:-r|--require|--import|--loader|--experimental-loader)$/;
const EVALUATE = /^(?:-e|--eval|-p|--print|-pe)$/;
const PACKAGE_MANAGER = /(?:^|\/)(npm|npx|yarn|pnpm)(?:-cli|pkg)?(?:[-.\d]*\.c?js)?$/;

/** Follows what a program of Node.js loads: require() and import with constant arguments, from its entry file on. */
export function runNode(started: StartedProgram, follow: Follow): void {
  const { step, words, folder, environment } = started;
  const { files, trace } = follow;
  const resolver = new NodeResolver(files, environment);
  const node = new NodeLoader(resolver, follow);
  // Modules of Node.js itself that Debian has as packages: the program names their files.
  for (const path of [...trace.possible.keys()])
    if (/^usr\/share\/nodejs\/.+\.js$/.test(path)) node.run(path, step);
  const here = imagePath('[eval]', folder);
  const options = [...nodeOptions(environment.get('NODE_OPTIONS') ?? ''), ...words];
  options.forEach((word, at) => {
    const [, inline] =
      /^(?:--(?:require|import|loader|experimental-loader)=|-r)(.+)$/.exec(word) ?? [];
    const named = PRELOAD.test(word) ? options[at + 1] : inline;
    if (named !== undefined) node.load(named, here, step);
    const [, text] = /^--(?:eval|print)=(.*)$/s.exec(word) ?? [];
    if (EVALUATE.test(word)) node.readText(options[at + 1] ?? '', here, step);
    else if (text !== undefined) node.readText(text, here, step);
    const [, variables] = /^--env-file(?:-if-exists)?(?:=(.+))?$/.exec(word) ?? [word];
    const file = imagePath(variables ?? options[at + 1] ?? '', folder);
    if (
      word.startsWith('--env-file') &&
      (files.text(file) ?? 'NODE_OPTIONS').includes('NODE_OPTIONS')
    )
      trace.openType('npm', `${file} sets NODE_OPTIONS, or is not in the image`);
  });
  node.finish();
  if (words.some((word) => EVALUATE.test(word) || /^--(?:eval|print)=/.test(word))) return;
  const [script, ...rest] = withoutOptions(words, VALUES);
  if (script === undefined) {
    trace.openEnd(`${step.path} is started without a program, and runs what it is given`);
    return;
  }
  const path = resolver.file(imagePath(script, folder)) ?? findScript(script, started, files);
  if (path === undefined) {
    trace.openEnd(`${script.slice(0, 200)}, which Node.js runs, is not in the image`);
    return;
  }
  node.run(path, step);
  if (INSTALLED.test(path)) node.openApplication(imagePath(folder), trace.loaded.get(path) ?? step);
  node.finish();
  const [, manager] = PACKAGE_MANAGER.exec(path) ?? [];
  if (manager === undefined) return;
  const by = trace.loaded.get(path) ?? step;
  followPackageScript({ ...started, by, words: rest }, manager, follow);
}

/** The words of NODE_OPTIONS, in which double quotes hold spaces. Source: Node.js documentation, "Command-line API". */
function nodeOptions(text: string): string[] {
  const words = text.match(/(?:"(?:[^"\\]|\\.)*"?|[^\s"])+/gs) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"?/gs, (_all, quoted: string) =>
      quoted.replace(/\\(.)/gs, '$1'),
    ),
  );
}
