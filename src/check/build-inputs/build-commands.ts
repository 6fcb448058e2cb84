import { commandName } from '../../dockerfile/shell/command-line.js';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell/model.js';
import { parseShellText } from '../../dockerfile/shell/parse.js';
import { siblingPath } from '../../manifests/paths.js';
import { expressionsIn } from '../../manifests/workflow/expressions.js';
import type { BuildRequest } from './build-request.js';
import { type WorkflowValues, withValues } from './workflow-values.js';

/** A command of a script that builds an image, and the folder in which it runs. */
export type BuildCommand = { readonly folder: string } & (
  | { readonly kind: 'build'; readonly request: BuildRequest }
  | {
      readonly kind: 'bake';
      readonly files: readonly string[];
      readonly overrides: readonly string[];
      readonly targets: readonly string[];
    }
  | {
      readonly kind: 'compose';
      readonly files: readonly string[];
      /** All if there are none. */
      readonly services: readonly string[];
    }
);

const BUILDERS = /^(?:docker|docker-buildx|docker-compose|podman|podman-compose|buildah|nerdctl)$/;
const MAX_COMMANDS = 100;

/** What a script builds. Each gap is a sentence without its subject. */
export interface BuildCommands {
  readonly commands: readonly BuildCommand[];
  readonly gaps: readonly string[];
}

/** The commands of a script that build images. `environment` has variables by their name in lower case. */
export function buildCommands(
  script: string,
  folder: string,
  values: WorkflowValues,
  environment: ReadonlyMap<string, string>,
): BuildCommands {
  if (!/\b(?:docker|podman|buildah|nerdctl)/.test(script)) return { commands: [], gaps: [] };
  const { text, restore } = withoutExpressions(withValues(script, values));
  const { commands } = parseShellText(text, '');
  const assigned = assignments(commands);
  const resolved = (word: ShellWord) =>
    restore(word.raw.startsWith("'") ? word.value : expanded(word.value, assigned, environment));
  const found: BuildCommand[] = [];
  let current = folder;
  for (const command of commands) {
    const [first] = command.args;
    if (commandName(command) === 'cd' && first) current = inFolder(current, resolved(first));
    if (!BUILDERS.test(commandName(command))) continue;
    const build = readCommand(command.args.map(resolved), commandName(command));
    if (!build) continue;
    if (found.length === MAX_COMMANDS)
      return {
        commands: found,
        gaps: [`has more than ${MAX_COMMANDS} build commands, the others are not read`],
      };
    found.push({ ...build, folder: current });
  }
  return { commands: found, gaps: [] };
}

/** A folder below another one: `.` for the root is the empty text. */
export function inFolder(folder: string, relative: string): string {
  return siblingPath(folder === '' ? 'file' : `${folder}/file`, relative);
}

/** Expressions that are not known are no valid words of a shell: variables stand for them while it is parsed. */
function withoutExpressions(script: string) {
  const written: string[] = [];
  let text = '';
  let end = 0;
  for (const { start } of expressionsIn(script)) {
    if (start < end) continue;
    const close = script.indexOf('}}', start) + 2;
    text += `${script.slice(end, start)}\${EXPRESSION_${written.length}}`;
    written.push(script.slice(start, close));
    end = close;
  }
  const restore = (value: string) =>
    value.replace(/\$\{EXPRESSION_(\d{1,4})\}/g, (use, index) => written[Number(index)] ?? use);
  return { text: text + script.slice(end), restore };
}

/** Variables that a script sets once. */
function assignments(commands: readonly ShellCommand[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { assignments: all, name } of commands)
    if (!name)
      for (const { name: variable, value } of all)
        found.set(variable, found.has(variable) ? undefined : value?.value);
  return found;
}

function expanded(
  text: string,
  assigned: ReadonlyMap<string, string | undefined>,
  environment: ReadonlyMap<string, string>,
): string {
  return text.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (use, braced, plain) => {
    const name = String(braced ?? plain);
    if (name === 'GITHUB_WORKSPACE') return '.';
    return (assigned.has(name) ? assigned.get(name) : environment.get(name.toLowerCase())) ?? use;
  });
}

type WithoutFolder<T> = T extends unknown ? Omit<T, 'folder'> : never;

function readCommand(
  args: readonly string[],
  program: string,
): WithoutFolder<BuildCommand> | undefined {
  const compose = composeCommand(args, program);
  if (compose) return compose;
  const at = args.findIndex((word) => /^(?:build|bud|bake|b|f)$/.test(word));
  const before = args.slice(0, Math.max(at, 0)).filter((word) => !word.startsWith('-'));
  if (at < 0 || before.some((word) => !/^(?:buildx|image|builder)$/.test(word))) return undefined;
  const name = args[at] ?? '';
  const isBuildx = before.includes('buildx') || program === 'docker-buildx';
  if (/^(?:b|bake|f)$/.test(name) && !isBuildx) return undefined;
  const { flags, operands } = readFlags(args.slice(at + 1));
  const all = (...names: readonly string[]) =>
    flags.flatMap(([flag, value]) => (names.includes(flag) ? [value] : []));
  if (name === 'bake' || name === 'f') {
    if (flags.some(([flag]) => /^--(?:print|check|list)/.test(flag))) return undefined;
    return {
      kind: 'bake',
      files: all('-f', '--file'),
      overrides: all('--set'),
      targets: operands,
    };
  }
  return {
    kind: 'build',
    request: {
      context: operands[0],
      file: all('-f', '--file').at(-1),
      target: all('--target').at(-1),
      args: all('--build-arg'),
      contexts: all('--build-context'),
      caches: all('--cache-from'),
      secrets: all('--secret'),
      ssh: all('--ssh'),
      platforms: all('--platform').flatMap((value) => value.split(',')),
    },
  };
}

/** `docker compose build`, and the commands that build with `--build`. */
function composeCommand(
  args: readonly string[],
  program: string,
): WithoutFolder<BuildCommand> | undefined {
  const isAlone = /-compose$/.test(program);
  const start = isAlone ? 0 : args.indexOf('compose') + 1;
  if (!isAlone && (start === 0 || args.slice(0, start - 1).some((word) => !word.startsWith('-'))))
    return undefined;
  const { flags, operands } = readFlags(args.slice(start), COMPOSE_SWITCHES);
  const [command, ...services] = operands;
  const isBuilding =
    command === 'build' ||
    (/^(?:up|create|run|watch)$/.test(command ?? '') && flags.some(([flag]) => flag === '--build'));
  if (!isBuilding) return undefined;
  const files = flags.flatMap(([flag, value]) => (/^(?:-f|--file)$/.test(flag) ? [value] : []));
  // Those that a service depends on are built, too, and what follows the service of `run` is its command.
  return { kind: 'compose', files, services: command === 'build' ? services : [] };
}

/** Source: docs.docker.com/reference/cli/docker/compose. */
const COMPOSE_SWITCHES =
  /^(?:-[dqVT]|--(?:all-resources|compatibility|dry-run|verbose|no-cache|pull|push|quiet|check|print|with-dependencies|build|detach|wait|remove-orphans|force-recreate|no-deps|no-build|rm|abort-on-container-exit|quiet-pull|no-start|no-color|no-log-prefix|renew-anon-volumes|always-recreate-deps|no-recreate))$/;

/** Options without a value. Sources: the manuals of docker buildx build, podman build and buildah build. */
const SWITCHES =
  /^(?:-[qD]|--(?:no-cache|pull|push|load|quiet|debug|rm|force-rm|squash|squash-all|compress|check|print|layers|tls-verify|all-platforms|disable-compression|no-hosts|no-hostname|skip-unused-stages|stdin|disable-content-trust|omit-history))$/;

function readFlags(words: readonly string[], switches = SWITCHES) {
  const flags: [string, string][] = [];
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const equals = word.indexOf('=');
    if (!word.startsWith('-') || word === '-') operands.push(word);
    else if (word.startsWith('--') && equals > 0)
      flags.push([word.slice(0, equals), word.slice(equals + 1)]);
    else if (switches.test(word)) flags.push([word, '']);
    else flags.push([word, words[++i] ?? '']);
  }
  return { flags, operands };
}
