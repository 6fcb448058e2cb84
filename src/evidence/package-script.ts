import { imagePath } from '../image/paths.js';
import { isObject, object } from '../lib/json.js';
import { withoutOptions } from '../shell/wrappers.js';
import type { StartCommand } from '../start/observer.js';
import type { Follow } from './follow.js';

const MAX_MANIFEST = 1 << 20;
/** Commands of package managers that run a script of package.json with their own name. */
const OWN_NAMES = new Set(['start', 'test', 'stop', 'restart']);

/**
 * Follows the script of package.json that `npm start`, `npm run NAME`, `yarn NAME` run, and the program of `npx NAME`.
 * Source: npm documentation, "scripts".
 */
export function followPackageScript(command: StartCommand, manager: string, follow: Follow): void {
  const [prefix] = /^--(?:prefix|cwd)=(.+)$/.exec(command.words[0] ?? '')?.slice(1) ?? [];
  const folder = prefix === undefined ? command.folder : `/${imagePath(prefix, command.folder)}`;
  const [first, ...rest] = withoutOptions(command.words, '--prefix --cwd -C');
  if (first === undefined) return;
  const path = `${folder}/node_modules/.bin:${command.environment.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin'}`;
  const environment = new Map([...command.environment, ['PATH', path] as const]);
  const inner = { ...command, folder, environment, depth: command.depth + 1 };
  const isExec = manager === 'npx' || /^(?:exec|x|dlx)$/.test(first);
  if (isExec) {
    follow.start({
      ...inner,
      words: manager === 'npx' ? [first, ...rest] : withoutOptions(rest, ''),
    });
    return;
  }
  const name = /^(?:run|run-script)$/.test(first) ? rest[0] : first;
  if (name === undefined || (manager === 'npm' && name === first && !OWN_NAMES.has(first))) return;
  if (hasOptions(folder, command, follow))
    follow.trace.openEnd(`the options of ${manager} change how it starts scripts`);
  const scripts = scriptsOf(imagePath('package.json', folder), follow);
  for (const one of [`pre${name}`, name, `post${name}`]) {
    const text = scripts[one];
    if (typeof text === 'string')
      follow.start({ ...inner, words: ['/bin/sh', '-c', text, 'sh', ...rest] });
  }
  if (name === 'start' && scripts.start === undefined)
    follow.start({ ...inner, words: ['node', 'server.js'] });
}

/** Options for Node.js and the shell of scripts, and other files with options. Source: npm documentation, "config". */
const OPTION = /(?:node[-_]?options|script[-_]?shell|userconfig|globalconfig)/i;
const MAX_OPTIONS = 1 << 18;

/** Whether a file or a variable sets an option that decides which code a script loads, or cannot be read. */
function hasOptions(folder: string, { environment }: StartCommand, { files }: Follow): boolean {
  const home = imagePath(environment.get('HOME') ?? '/root');
  const paths = [
    ...['.npmrc', 'pnpm-workspace.yaml', '.yarnrc', '.yarnrc.yml'].map((one) =>
      imagePath(one, folder),
    ),
    ...['.npmrc', '.yarnrc', '.config/pnpm/rc'].map((one) => `${home}/${one}`),
    ...['etc/npmrc', 'usr/etc/npmrc', 'usr/local/etc/npmrc'],
    ...['usr/lib', 'usr/local/lib'].map((one) => `${one}/node_modules/npm/npmrc`),
  ];
  const inFiles = paths.some(
    (path) =>
      files.file(path) !== undefined &&
      OPTION.test(files.wholeText(path, MAX_OPTIONS) ?? 'node-options'),
  );
  return inFiles || [...environment.keys()].some((name) => NPM_VARIABLE.test(name));
}

const NPM_VARIABLE =
  /^(?:npm|pnpm|yarn)_(?:config_)?(?:node_options|script_shell|userconfig|globalconfig)$/i;

function scriptsOf(path: string, { files }: Follow): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(files.wholeText(path, MAX_MANIFEST) ?? '');
    return isObject(manifest) ? object(manifest.scripts) : {};
  } catch {
    return {};
  }
}
