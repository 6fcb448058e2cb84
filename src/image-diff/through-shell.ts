/**
 * Whether a command runs its text through a shell: `sh -c`, also started by a program that starts another one, as env, tini
 * and gosu do.
 */
export function runsThroughShell(words: readonly string[] = []): boolean {
  let rest: readonly string[] = words.slice(0, MAX_WORDS);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const [program = '', ...args] = rest;
    const name = baseName(program);
    if (SHELLS.has(name)) return hasCommandOption(name, args);
    if (SWITCH_USER.has(name) && args.some((arg) => /^(?:-c|--command)/.test(arg))) return true;
    const started = WRAPPERS.has(name) ? startedBy(name, args) : undefined;
    if (!started) return false;
    rest = started;
  }
  return false;
}

const MAX_WORDS = 64;
const MAX_DEPTH = 8;

const SHELLS = new Set('sh bash dash ash ksh mksh zsh fish rbash cmd powershell pwsh'.split(' '));
/** With -c they start the user's shell. */
const SWITCH_USER = new Set(['su', 'runuser', 'script']);
/** Programs that start another one, with the number of words before it that are no options. */
const WRAPPERS = new Map([
  ...'busybox catatonit doas dumb-init env exec ionice nice nohup setpriv setsid stdbuf sudo tini tini-static toybox unshare'
    .split(' ')
    .map((name) => [name, 0] as const),
  ...'chroot gosu su-exec timeout'.split(' ').map((name) => [name, 1] as const),
]);

function baseName(program: string): string {
  return program.replace(/^.*[/\\]/s, '').replace(/\.exe$/i, '');
}

/** `-c`, `-ec`, `/c`, `-Command`, before the first word that is no option. */
function hasCommandOption(name: string, args: readonly string[]): boolean {
  for (const [i, arg] of args.entries()) {
    if (COMMAND_OPTION.test(arg) || (name === 'cmd' && /^\/c$/i.test(arg))) return true;
    const isOption = /^[-+]/.test(arg) || (name === 'cmd' && arg.startsWith('/'));
    // `-o pipefail`.
    if (!isOption && !/^[-+]o$/i.test(args[i - 1] ?? '')) return false;
  }
  return false;
}

const COMMAND_OPTION = /^(?:-[a-z]*c|-command|-enc\w*)$/i;

/** The command that a wrapper starts. */
function startedBy(name: string, args: readonly string[]): readonly string[] | undefined {
  const split = name === 'env' ? splitString(args) : undefined;
  if (split) return split;
  let left = WRAPPERS.get(name) ?? 0;
  for (const [i, arg] of args.entries()) {
    if (arg === '--') return left === 0 ? args.slice(i + 1) : undefined;
    if (arg.startsWith('-') || /^[A-Za-z_]\w*=/.test(arg)) continue;
    if (left-- > 0) continue;
    // Values of options come before it: `timeout -k 5 10 sh`.
    const hasValue = args.slice(0, i).some((one) => one.startsWith('-'));
    const known = args.slice(i, i + 3).findIndex(isKnown);
    return args.slice(hasValue && known > 0 ? i + known : i);
  }
  return undefined;
}

function isKnown(word: string): boolean {
  const name = baseName(word);
  return SHELLS.has(name) || WRAPPERS.has(name) || SWITCH_USER.has(name);
}

/** `env -S "sh -c x"`: the words of the text and those after it. Source: env(1) of GNU coreutils. */
function splitString(args: readonly string[]): readonly string[] | undefined {
  for (const [i, arg] of args.entries()) {
    const [, attached] = /^(?:-[a-zA-Z]*S|--split-string(?:=|$))(.*)$/s.exec(arg) ?? [];
    if (attached === undefined) {
      if (!arg.startsWith('-') && !arg.includes('=')) return undefined;
      continue;
    }
    const [text, next] = attached === '' ? [args[i + 1] ?? '', i + 2] : [attached, i + 1];
    const words = [...text.trim().split(/\s+/), ...args.slice(next)];
    return words.slice(words.findIndex((word) => !/^(?:-|[A-Za-z_]\w*=)/.test(word)));
  }
  return undefined;
}
