import { hasUnknownPart } from '../../dockerfile/materials/shell-values.js';
import { commandName, flagValues, hasFlag } from '../../dockerfile/shell/command-line.js';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell/model.js';
import { parseShellText } from '../../dockerfile/shell/parse.js';
import { baseName } from '../../lib/paths.js';
import { fillVariablesOrDefaults } from '../../lib/shell-variables.js';
import { siblingPath } from '../../manifests/paths.js';
import { expressionsIn } from '../../manifests/workflow/expressions.js';
import type { BuildRequest } from './build-request.js';
import { type WorkflowValues, withValues } from './workflow-values.js';

/** A command of a script that builds an image, and the folder in which it runs. */
export type BuildCommand = {
  readonly folder: string;
  /** The files that the script writes before. */
  readonly written: ReadonlySet<string>;
  /** The variables of its environment that the script sets. */
  readonly variables: ReadonlyMap<string, string>;
} & (
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
  /** The images of builders, and of programs that make SBOMs. */
  readonly images: readonly string[];
  readonly gaps: readonly string[];
}

/** The commands of a script that build images. `environment` has variables by their name in lower case. */
export function buildCommands(
  script: string,
  folder: string,
  values: WorkflowValues,
  environment: ReadonlyMap<string, string>,
): BuildCommands {
  if (!/(?:docker|podman|buildah|nerdctl)/i.test(script))
    return { commands: [], images: [], gaps: [] };
  const inScript = new Map([...values, ['github.workspace', WORKSPACE]]);
  const { text, restore } = withoutExpressions(withValues(script, inScript));
  const { commands, errors } = parseShellText(text, '');
  const isCut = errors.some(({ limit }) => limit !== undefined);
  const cut = isCut ? ['has a script that is too long or too deep to be read completely'] : [];
  const assigned = assignments(commands);
  const resolved = (word: ShellWord) =>
    restore(word.raw.startsWith("'") ? word.value : expanded(word.value, assigned, environment));
  const found: BuildCommand[] = [];
  const images: string[] = [];
  const left: string[] = [];
  const written = new Set<string>();
  const exported = new Map<string, string>();
  const isInherited = (name: string) => environment.has(name.toLowerCase());
  let current = folder;
  const pathFrom = (word: ShellWord) =>
    resolved(word).replace(CURRENT_FOLDER, '.').replaceAll(WORKSPACE, rootFrom(current));
  for (const command of commands) {
    const [first] = command.args;
    const name = commandName(command);
    if (name === 'pushd') left.push(current);
    if (/^(?:cd|pushd)$/.test(name) && first) current = inFolder(current, pathFrom(first));
    if (name === 'popd') current = left.pop() ?? current;
    for (const word of writtenBy(command)) written.add(inFolder(current, pathFrom(word)));
    const variables = environmentAfter(command, exported, isInherited, resolved);
    const program = programOf(command.name, resolved);
    if (program === undefined) continue;
    const args = command.args.map(pathFrom);
    images.push(...helperImages(args).slice(0, MAX_COMMANDS - images.length));
    const build = readCommand(args, program);
    if (!build) continue;
    if (found.length === MAX_COMMANDS)
      return {
        commands: found,
        images,
        gaps: [`has more than ${MAX_COMMANDS} build commands, the others are not read`],
      };
    found.push({ ...build, folder: current, written: new Set(written), variables });
  }
  return { commands: found, images, gaps: cut };
}

/**
 * The images of `--sbom=generator=IMAGE`, `--attest type=sbom,generator=IMAGE`, `--set TARGET.attest=…` and
 * `--driver-opt image=IMAGE`. Source: docs.docker.com/reference/cli/docker/buildx.
 */
function helperImages(args: readonly string[]): string[] {
  return args.flatMap((word, i) => {
    const own = /^(--[a-z-]+)=(.*)$/s.exec(word);
    const [flag, value] = own ? [own[1], own[2] ?? ''] : [args[i - 1], word];
    const option = HELPERS.get(flag ?? '');
    const found = option?.exec(value)?.[1];
    return found === undefined ? [] : [found];
  });
}

const GENERATOR = /(?:^|[,="])generator=((?:\$\{\{.{0,1000}?\}\}|[^\s"',])+)/;
const HELPERS: ReadonlyMap<string, RegExp> = new Map([
  ['--sbom', GENERATOR],
  ['--attest', GENERATOR],
  ['--set', GENERATOR],
  ['--driver-opt', /(?:^|[,"])image=((?:\$\{\{.{0,1000}?\}\}|[^\s"',])+)/],
]);

/** The builder that a command calls, also by a variable: `$DOCKER build`. */
function programOf(
  name: ShellWord | undefined,
  resolved: (word: ShellWord) => string,
): string | undefined {
  if (!name) return undefined;
  const text = resolved(name);
  const program = baseName(text);
  if (BUILDERS.test(program)) return program;
  return hasUnknownPart(text) && /docker|podman|buildah|nerdctl/i.test(text) ? 'docker' : undefined;
}

/** The files that a command may write: `> FILE`, `sed -i … FILE`, `cp OTHER FILE`, `tee FILE`. */
function writtenBy(command: ShellCommand): ShellWord[] {
  const targets = command.redirects.flatMap(({ operator, target }) =>
    target && /^\d*>/.test(operator) ? [target] : [],
  );
  const name = commandName(command);
  const edits =
    /^(?:tee|sponge|truncate|patch)$/.test(name) ||
    (/^(?:g?sed|perl|yq|ruby|gawk|awk)$/.test(name) && hasFlag(command, '-i', '--in-place'));
  if (edits) return [...targets, ...command.args];
  if (/^(?:cp|mv|install|ln)$/.test(name)) return [...targets, ...command.args.slice(-1)];
  if (!/^(?:curl|wget)$/.test(name)) return targets;
  const outputs = flagValues(command, '-o', '-O', '--output', '--output-document');
  return [...targets, ...outputs.map(({ word }) => word)];
}

const CURRENT_FOLDER = /^(?:\$\(pwd\)|`pwd`)/;

/** Stands for the root of the repository, which a script names as an absolute path. */
const WORKSPACE = '/GITHUB-WORKSPACE';

/** The root, as seen from a folder: `../..` */
function rootFrom(folder: string): string {
  return folder === '' ? '.' : folder.replace(/[^/]+/g, '..');
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
  for (const command of commands) {
    const written = command.name?.value === 'export' ? command.args : [];
    const own = command.name ? [] : command.assignments;
    for (const { name, value } of own) found.set(name, found.has(name) ? undefined : value?.value);
    for (const { value: word } of written) {
      const at = word.indexOf('=');
      const name = word.slice(0, at);
      if (at > 0) found.set(name, found.has(name) ? undefined : word.slice(at + 1));
    }
  }
  return found;
}

/** Sets what a command adds to the environment of later ones. Returns its own: `X=1 command` sets X for the command only. */
function environmentAfter(
  command: ShellCommand,
  exported: Map<string, string>,
  isInherited: (name: string) => boolean,
  resolved: (word: ShellWord) => string,
): ReadonlyMap<string, string> {
  const set = command.assignments.map(
    ({ name, value }) => [name, value ? resolved(value) : ''] as const,
  );
  if (command.name?.value === 'export')
    for (const { name, value } of exportsOf(command, resolved)) exported.set(name, value);
  else if (command.name) return new Map([...exported, ...set]);
  // Alone, it changes a variable of the environment, and other variables are not in it.
  else
    for (const [name, value] of set)
      if (exported.has(name) || isInherited(name)) exported.set(name, value);
  return new Map(exported);
}

/** `export X=1 Y="$Z"`, and `export X` for a variable that is set before. */
function exportsOf(
  { args }: ShellCommand,
  textOf: (word: ShellWord) => string,
): { readonly name: string; readonly value: string }[] {
  return args.flatMap((word) => {
    const [, name, value] = /^([A-Za-z_]\w*)(=.*)?$/s.exec(textOf(word)) ?? [];
    if (name === undefined) return [];
    if (value !== undefined) return [{ name, value: value.slice(1) }];
    const variable = `\${${name}}`;
    return [{ name, value: textOf({ ...word, value: variable, raw: variable }) }];
  });
}

function expanded(
  text: string,
  assigned: ReadonlyMap<string, string | undefined>,
  environment: ReadonlyMap<string, string>,
): string {
  return fillVariablesOrDefaults(text, (name) => {
    if (name === 'GITHUB_WORKSPACE') return WORKSPACE;
    if (assigned.has(name)) return assigned.get(name);
    return name === 'PWD' ? '.' : environment.get(name.toLowerCase());
  });
}

type WithoutFolder<T> = T extends unknown ? Omit<T, 'folder' | 'written' | 'variables'> : never;

function readCommand(
  args: readonly string[],
  program: string,
): WithoutFolder<BuildCommand> | undefined {
  const compose = composeCommand(args, program);
  if (compose) return compose;
  const { at, before } = subcommandOf(args);
  const name = args[at] ?? '';
  const isBuildx = before.includes('buildx') || program === 'docker-buildx';
  if (!/^(?:build|bud|bake|b|f)$/.test(name)) return undefined;
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
  // A builder takes one operand: others that are variables are options, or nothing.
  const known = operands.filter((word) => !OPTIONS_VARIABLE.test(word));
  return {
    kind: 'build',
    request: {
      context: known[0] ?? operands.at(-1),
      hasUnknownOptions: operands.length > 1 && known.length < operands.length,
      firstImage: all('--from').at(-1),
      file: all('-f', '--file').at(-1),
      target: all('--target').at(-1),
      args: all('--build-arg'),
      contexts: all('--build-context'),
      caches: all('--cache-from'),
      secrets: all('--secret'),
      ssh: all('--ssh'),
      platforms: all('--platform').flatMap((value) => value.split(',')),
      others: flags.flatMap(([flag, value]) => (NOT_OTHER.test(flag) ? [] : `${flag}=${value}`)),
    },
  };
}

/** Options that are read, and those that say where an image goes, how it is named, and what is shown. */
const NOT_OTHER =
  /^(?:-[fotq]|--(?:from|file|target|build-arg|build-context|cache-from|secret|ssh|platform|tag|label|annotation|progress|cache-to|iidfile|metadata-file|output|builder|push|load|quiet|pull|no-cache|rm|force-rm|provenance|sbom))$/;

/** A variable alone: `$OPTIONS`, `$@`, `"${ARGS[@]}"`. */
const OPTIONS_VARIABLE = /^(?:\$(?:\w+|[@*])|\$\{[^{}]*\}|\$\{\{[^{}]*\}\})$/;

/** Where the subcommand of docker, buildx or podman stands, and the groups of commands before it. */
function subcommandOf(args: readonly string[]): { at: number; before: readonly string[] } {
  const before: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (/^(?:buildx|image|builder)$/.test(word)) before.push(word);
    else if (!word.startsWith('-')) {
      // A variable may be options: `docker $OPTIONS build`.
      if (!OPTIONS_VARIABLE.test(word)) return { at, before };
    } else if (!GLOBAL_SWITCHES.test(word) && takesValue(word)) at++;
  }
  return { at: -1, before };
}

/** `--host VALUE` or `-H VALUE`, not `--host=VALUE` or `-HVALUE`. */
function takesValue(option: string): boolean {
  return option.startsWith('--') ? !option.includes('=') : option.length === 2;
}

/** Options before the subcommand without a value. Sources: the manuals of docker, podman and nerdctl. */
const GLOBAL_SWITCHES =
  /^(?:-[Drv]|--(?:debug|debug-full|tls|tlsverify|remote|syslog|transient-store|insecure-registry|experimental|noout|version|help))$/;

/** `docker compose build`, and the commands that build with `--build`. */
function composeCommand(
  args: readonly string[],
  program: string,
): WithoutFolder<BuildCommand> | undefined {
  const isAlone = /-compose$/.test(program);
  const { at } = subcommandOf(args);
  const start = isAlone ? 0 : at + 1;
  if (!isAlone && args[at] !== 'compose') return undefined;
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
    else if (/^-[a-zA-Z]./.test(word)) flags.push(...joined(word, switches));
    else flags.push([word, words[++i] ?? '']);
  }
  return { flags, operands };
}

/** `-tNAME` is `-t NAME`, and `-qtNAME` is `-q -t NAME`. */
function joined(word: string, switches: RegExp): [string, string][] {
  const first = word.slice(0, 2);
  if (!switches.test(first)) return [[first, word.slice(2).replace(/^=/, '')]];
  return [[first, ''], ...joined(`-${word.slice(2)}`, switches)];
}
