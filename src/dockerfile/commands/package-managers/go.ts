import type { Dockerfile } from '../../parser/model.js';
import type { ShellWord } from '../../shell/model.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `go install`, `go get` and `go run` with their packages. The words after the package of `go run` are its arguments. */
export function goInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'go').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = goOperands(command.args);
    switch (subcommand?.value) {
      case 'install':
      case 'get':
        return [{ run, command, subcommand, packages }];
      case 'run':
        return [{ run, command, subcommand, packages: packages.slice(0, 1) }];
      default:
        return [];
    }
  });
}

/** Whether a package is local, part of Go, or at a fixed version. Source: `go help packages`. */
export function isGoPinned(argument: string): boolean {
  if (/^(?:\.|\/|[A-Za-z]:)|\.go$/.test(argument)) return true;
  if (/^(?:std|cmd|all|tool|work)(?:\/|$)/.test(argument)) return true;
  const [, version] = /@([^@]*)$/.exec(argument) ?? [];
  return version !== undefined && !/^(?:|latest|none|upgrade|patch)$/.test(version);
}

/** Options of go begin with one or two dashes and cannot be combined in one word. */
function goOperands(args: readonly ShellWord[]): ShellWord[] {
  const found: ShellWord[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) break;
    if (!word.value.startsWith('-')) found.push(word);
    else if (VALUE_OPTIONS.has(word.value.replace(/^--?/, ''))) i++;
  }
  return found;
}

/** Build options with a value. Source: `go help build`. */
const VALUE_OPTIONS = new Set([
  'C',
  'asmflags',
  'buildmode',
  'compiler',
  'covermode',
  'coverpkg',
  'exec',
  'gccgoflags',
  'gcflags',
  'installsuffix',
  'ldflags',
  'mod',
  'modfile',
  'o',
  'overlay',
  'p',
  'pgo',
  'pkgdir',
  'tags',
  'toolexec',
]);
