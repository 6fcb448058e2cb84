import { windowsProgramName } from '../lib/paths.js';
import { innermost, isShell, wrappedScript } from '../shell/wrappers.js';

/**
 * Whether a command runs its text through a shell: `sh -c`, also started by a program that starts another one, as env, tini
 * and gosu do.
 */
export function runsThroughShell(words: readonly string[] = []): boolean {
  const [program = '', ...args] = innermost(words.slice(0, MAX_WORDS));
  const name = windowsProgramName(program);
  if (isShell(name)) return wrappedScript(name, args) !== undefined;
  return OTHER_SHELLS.has(name) && hasCommandOption(name, args);
}

const MAX_WORDS = 64;

const OTHER_SHELLS = new Set(['fish', 'cmd', 'powershell', 'pwsh']);

/** `-c`, `/c`, `-Command`, before the first word that is no option. */
function hasCommandOption(name: string, args: readonly string[]): boolean {
  const isOption = (arg: string) => /^[-+]/.test(arg) || (name === 'cmd' && arg.startsWith('/'));
  const end = args.findIndex((arg) => !isOption(arg));
  return args
    .slice(0, end < 0 ? undefined : end)
    .some((arg) => COMMAND_OPTION.test(arg) || (name === 'cmd' && /^\/c$/i.test(arg)));
}

const COMMAND_OPTION = /^(?:-[a-z]*c|-command|-enc\w*)$/i;
