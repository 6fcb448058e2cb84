import { baseName } from '../lib/paths.js';
import { shellCommands } from '../shell/commands.js';
import { innermost, isShell } from '../shell/wrappers.js';

/** An option of a command that gives a container, or the build of an image, access to the host. */
export interface HostAccess {
  /** What it gets: `full privileges`, `/etc of the host`. */
  readonly what: string;
  /** It is enough to take over the host. */
  readonly isFull: boolean;
}

/** The same, and where the command is in its text. */
export interface PlacedAccess extends HostAccess {
  /** `docker run` */
  readonly command: string;
  /** It builds an image. */
  readonly isBuild: boolean;
  /** Of the program in the text. */
  readonly offset: number;
}

const FULL = { isFull: true } as const;
const PARTIAL = { isFull: false } as const;
const PRIVILEGED: HostAccess = { what: 'full privileges', ...FULL };
const NETWORK: HostAccess = { what: 'the network of the host', ...PARTIAL };

type ReadOption = (value: string) => HostAccess | undefined;

/** Options that give access to the host, with their values. Sources: the manuals of docker run, podman run and nerdctl run. */
const OPTIONS: ReadonlyMap<string, ReadOption> = new Map<string, ReadOption>([
  ['--privileged', (value) => (/^(?:|true|1|t)$/i.test(value) ? PRIVILEGED : undefined)],
  ...named('--network --net', (value) => (value === 'host' ? NETWORK : undefined)),
  ...['pid', 'ipc', 'uts', 'userns', 'cgroupns'].flatMap((name) =>
    named(`--${name}`, (value) => (value === 'host' ? namespace(name) : undefined)),
  ),
  ...named('--volume -v', (value) => mounted(/^(.*?):/s.exec(value)?.[1] ?? '')),
  [
    '--mount',
    (value) => (/(?:^|,)type=(?:bind|npipe)\b/.test(value) ? mounted(fieldOf(value)) : undefined),
  ],
  ['--cap-add', capability],
  ['--security-opt', unconfined],
  ['--device', device],
]);

function named(names: string, value: ReadOption): [string, ReadOption][] {
  return names.split(' ').map((name) => [name, value]);
}

function namespace(name: string): HostAccess {
  return { what: `the ${name} namespace of the host`, isFull: name === 'pid' };
}

const SOCKET =
  /(?:^|[/\\])(?:docker|containerd|crio|podman|buildkitd)\.sock$|[/\\]pipe[/\\]docker_engine/;
/** Folders of the host whose files are enough to take it over. */
const FOLDERS =
  /^\/(?:|boot|dev|etc|home|lib|proc|root|run|sys|usr|var|var\/run|var\/lib\/(?:docker|containerd|kubelet))\/?$/;

/** A mount of a path of the host. */
export function mounted(source: string): HostAccess | undefined {
  const path = source.replace(/\/(?:\.?\/)+/g, '/');
  if (SOCKET.test(path)) return { what: 'the socket of the container engine', ...FULL };
  return FOLDERS.test(path) ? { what: `${path} of the host`, ...FULL } : undefined;
}

function fieldOf(mount: string): string {
  return /(?:^|,)(?:source|src)=([^,]*)/.exec(mount)?.[1] ?? '';
}

/** Each of these alone is enough to escape from the container. */
const ESCAPES = /^(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|DAC_READ_SEARCH)$/;

function capability(value: string): HostAccess | undefined {
  const names = value.toUpperCase().split(',');
  const found = names.map((name) => name.replace(/^CAP_/, '')).find((name) => ESCAPES.test(name));
  return found === undefined ? undefined : { what: `capability ${found}`, ...FULL };
}

function unconfined(value: string): HostAccess | undefined {
  const [, what] = /^(seccomp|apparmor|systempaths)[=:]unconfined$/.exec(value) ?? [];
  return what === undefined ? undefined : { what: `an unconfined ${what} profile`, ...PARTIAL };
}

function device(value: string): HostAccess | undefined {
  const [, path] = /^(\/dev\/(?:mem|kmem|port|(?:sd|vd|xvd|nvme)[^:]*))(?::|$)/.exec(value) ?? [];
  return path === undefined ? undefined : { what: `the device ${path} of the host`, ...FULL };
}

/** Options without a value. */
const SWITCHES =
  /^(?:-[diqtPl]+|--(?:detach|interactive|tty|rm|rmi|init|read-only|publish-all|no-healthcheck|oom-kill-disable|quiet|sig-proxy|disable-content-trust|replace|no-hosts|env-host|rootfs|privileged|help|stdin|attach|wait|expose)(?:=.*)?)$/;

/** What the options of a container allow; what follows its image is its own command. */
export function optionAccess(words: readonly string[]): HostAccess[] {
  const found = new Map<string, HostAccess>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      // A variable may be options: docker run $OPTIONS IMAGE.
      if (/^\$/.test(word)) continue;
      break;
    }
    const [, name = word, own] = /^(--?[\w-]+?)(?:=(.*))?$/s.exec(word) ?? [];
    const isShort = /^-v./.test(word);
    const isSwitch = SWITCHES.test(word);
    const value = isShort
      ? word.slice(2).replace(/^=/, '')
      : (own ?? (isSwitch ? '' : (words[++at] ?? '')));
    const access = OPTIONS.get(isShort ? '-v' : name)?.(value);
    if (access) found.set(access.what, access);
  }
  return [...found.values()];
}

/** `security.insecure`, alone or as `--allow security.insecure`. */
export function entitlement(name: string): HostAccess | undefined {
  if (name === 'security.insecure') return PRIVILEGED;
  return name === 'network.host' ? NETWORK : undefined;
}

/** The subject of a message: `Container of "docker run"`. */
export function messageAbout({ command, isBuild }: PlacedAccess): string {
  return `${isBuild ? 'Build' : 'Container'} of "${command}"`;
}

/** A command in a text that is a script, or that has commands in it. Quoted words may contain what ends a command. */
const COMMAND =
  /(?<![\w./$-])(?:[\w./-]{0,100}\/)?(?:docker|podman|nerdctl|kubectl|buildah|buildctl)[ \t](?:\\.|"(?:\\.|[^"\\\n]){0,5000}"|'[^'\n]{0,5000}'|[^\n;|&]){0,50000}/g;
/** What shows or explains the command behind it. */
const SHOWN = /^(?:[\s@({-]|(?:then|do|else|sudo)\s)*(?:#|(?:echo|printf|usage)\b)/i;

/** What the commands of a script give to containers and builds. Variables that it sets are known. */
export function scriptAccess(script: string): PlacedAccess[] {
  if (!HAS_ACCESS.test(script)) return [];
  const text = script.replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
  const variables = variablesOf(text);
  const known = new Map<string, ReturnType<typeof commandAccess>>();
  return [...text.matchAll(COMMAND)].flatMap(({ 0: written, index }) => {
    const command = withVariables(written, variables);
    if (!HAS_ACCESS.test(command) || isShown(text, index)) return [];
    const access = known.get(command) ?? commandAccess(firstWords(command));
    known.set(command, access);
    return access.map((one) => ({ ...one, offset: index }));
  });
}

function firstWords(command: string): readonly string[] {
  return innermost(shellCommands(command)[0]?.words ?? []);
}

/** How much of the line before a command is read. */
const MAX_BEFORE = 500;

/** Whether the command is in a comment, or a word of another one that prints it. */
function isShown(text: string, index: number): boolean {
  const before = text.slice(Math.max(index - MAX_BEFORE, 0), index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  let quote = '';
  let start = 0;
  for (const { 0: character, index: at } of line.matchAll(/\\.|["';&|]|\s#/g)) {
    if (character.endsWith('#')) {
      if (quote === '') return true;
    } else if (quote !== '') quote = character === quote ? '' : quote;
    else if (/["']/.test(character)) quote = character;
    else if (!character.startsWith('\\')) start = at + 1;
  }
  return SHOWN.test(line.slice(start));
}

/** A text without one of these words has no such command. */
const HAS_ACCESS =
  /--privileged|security\.insecure|security=insecure|network\.host|\bhost\b|--cap-add|unconfined|--device|\.sock\b|docker_engine|:\/|source=\/|src=\//;

/** The values that a script gives to variables and lists, all of one name together. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', list, double, single, plain] of text.matchAll(
    /(?:^|[\s;])([A-Za-z_]\w{0,60})[ \t]{0,4}[:+?]?=[ \t]{0,4}(?:\(([^()]{0,2000})\)|"([^"\n]{0,2000})"|'([^'\n]{0,2000})'|([^\s"'();]{1,300}(?:[ \t]+--?[^\n#;|&]{1,1000})?))/g,
  ))
    found.set(name, `${found.get(name) ?? ''} ${list ?? double ?? single ?? plain ?? ''}`.trim());
  return found;
}

function withVariables(command: string, variables: ReadonlyMap<string, string>): string {
  return command.replace(
    /"?\$(?:\{([A-Za-z_]\w*)(?:\[[@*]\])?\}|\(([A-Za-z_]\w*)\)|([A-Za-z_]\w*))"?/g,
    (use: string, braced?: string, made?: string, plain?: string) => {
      const value = variables.get(braced ?? made ?? plain ?? '');
      return value?.startsWith('-') ? value.slice(0, 2000) : use;
    },
  );
}

function commandAccess([path = '', ...words]: readonly string[]): Omit<PlacedAccess, 'offset'>[] {
  const program = baseName(path);
  if (isShell(program)) return [];
  const { name, rest } = subcommandOf(words);
  const command = `${program} ${name}`;
  const of = (found: readonly HostAccess[], isBuild = false) =>
    found.map((one) => ({ ...one, command, isBuild }));
  if (/^(?:run|create|exec)$/.test(name) && /^(?:docker|podman|nerdctl)$/.test(program))
    return of(optionAccess(rest));
  if (program === 'kubectl')
    return name === 'run' && rest.some((word) => /^--privileged(?:=true)?$/.test(word))
      ? of([PRIVILEGED])
      : [];
  if (/^(?:build|bake|bud|f|b)$/.test(name)) return of(buildAccess(rest), true);
  return [];
}

/** What the options of a build allow to its steps. */
function buildAccess(words: readonly string[]): HostAccess[] {
  const found = words.flatMap((word, at) => {
    const [, option = word, own] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const value = own ?? words[at + 1] ?? '';
    if (option === '--allow') return value.split(',').flatMap((one) => entitlement(one) ?? []);
    return /^--net(?:work)?$/.test(option) && value === 'host' ? [NETWORK] : [];
  });
  return [...new Map(found.map((one) => [one.what, one])).values()];
}

/** The subcommand, behind the options of the program and the groups of commands. */
function subcommandOf(words: readonly string[]): { name: string; rest: readonly string[] } {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (
      /^(?:-[Hcln]|--(?:context|host|config|log-level|namespace|url|connection|root|storage-driver|address|kubeconfig|cluster|builder))$/.test(
        word,
      )
    )
      at++;
    else if (!word.startsWith('-') && !/^(?:container|buildx|image|builder|\$.*)$/.test(word))
      return { name: word, rest: words.slice(at + 1) };
  }
  return { name: '', rest: [] };
}
