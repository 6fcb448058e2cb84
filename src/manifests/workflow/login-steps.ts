import { shellCommands } from '../../shell/commands.js';
import { innermost } from '../../shell/wrappers.js';
import { isRemoteRegistry, registryHost } from '../engine/registry-host.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSecretLiteral } from '../secret-literal.js';
import { textOf, valueAt } from '../yaml-values.js';
import { imageHosts } from './insecure-steps.js';
import { type PlacedJob, type PlacedStep, withVariables } from './variables.js';

/** A password for a registry, the value that contains it, and the registry: empty for the default of the program. */
export interface LiteralLogin {
  readonly at: ManifestNode;
  readonly host: string;
  readonly password: string;
}

/** The logins of a step whose password is written in the workflow. Those to this machine are none, nor unknown registries. */
export function literalLogins(placed: PlacedStep): LiteralLogin[] {
  const { run, uses, with: inputs } = placed.step;
  const known = (node: ManifestNode | undefined) => withVariables(textOf(node), placed);
  if (run)
    return loginsIn(known(run)).flatMap(({ password, host }) =>
      !isExpanded(password) && isCommitted(password, host) ? [{ at: run, host, password }] : [],
    );
  const at = inputs.get('password');
  if (!uses || !at || !LOGIN_ACTION.test(uses.name)) return [];
  const host = registryHost(known(inputs.get('registry') ?? inputs.get('login-server')));
  return isCommitted(known(at), host) ? [{ at, host, password: known(at) }] : [];
}

/** The passwords for the images of the container and the services of a job. */
export function literalCredentials(placed: PlacedJob): LiteralLogin[] {
  const { node } = placed.job;
  const containers = [
    valueAt(node, 'container'),
    ...(valueAt(node, 'services')?.entries.values() ?? []),
  ];
  return containers.flatMap((container) => {
    const at = valueAt(container, 'credentials', 'password');
    const known = (value: ManifestNode | undefined) => withVariables(textOf(value), placed);
    const [host = ''] = imageHosts([known(valueAt(container, 'image'))]);
    return at && isCommitted(known(at), host) ? [{ at, host, password: known(at) }] : [];
  });
}

const LOGIN_ACTION = /login|registry|docker|podman|buildah|kaniko/;

function isCommitted(password: string, host: string): boolean {
  return isSecretLiteral(password, 'password') && (host === '' || isRemoteRegistry(host));
}

/** Whether the shell puts something else in place of a word: an argument, or a variable of cmd. */
function isExpanded(word: string): boolean {
  return /\$[\d@*#?!]|^[%!]\w+[%!]$/.test(word);
}

const PROGRAM = /(?:^|\/)(?:buildah|cosign|crane|docker|helm|nerdctl|oras|podman|regctl|skopeo)$/;

interface Login {
  readonly password: string;
  readonly host: string;
}

function loginsIn(script: string): Login[] {
  if (!/login|creds|-password/.test(script)) return [];
  return scriptsOf(withInputs(script)).flatMap((part) => {
    const commands = shellCommands(part);
    return commands.flatMap(({ words: all, input }, index) => {
      const words = innermost(all);
      if (!PROGRAM.test(words[0] ?? '')) return [];
      const at = words.indexOf('login');
      if (at < 1) return credentialsOf(words);
      const { password, host, isPiped } = optionsOf(words.slice(at + 1));
      if (!isPiped) return [{ password, host }];
      const [writer = '', ...parts] = commands[index - 1]?.words ?? [];
      const text = /^(?:echo|printf)$/.test(writer) ? (parts.at(-1) ?? '') : '';
      return [{ password: input ?? text, host }];
    });
  });
}

/** The script with a here-document of one line, which can be a password, as `<<< "line"`. */
function withInputs(script: string): string {
  return script.replace(
    /(?<!<)<<-?[ \t]*(['"]?)(\w{1,60})\1(?!<)([^\n]*)\n([^\n]*)\n[ \t]*\2[ \t]*(?=\n|$)/g,
    (...[, , , rest = '', line = '']: string[]) =>
      `<<< "${line.trim().replace(/["\\]/g, '\\$&')}" ${rest}`,
  );
}

/** Nested deeper, commands are not read. */
const MAX_DEPTH = 10;

/** A script with `$OUTPUT` in place of each `$(command)` and `` `command` ``, and these commands as scripts of their own. */
function scriptsOf(script: string, depth = 0): string[] {
  const inner: string[] = [];
  let outer = '';
  for (let at = 0; at < script.length; at++) {
    const end = endOfCommand(script, at);
    if (end === undefined) {
      const isEscape = script[at] === '\\';
      outer += script.slice(at, at + (isEscape ? 2 : 1));
      if (isEscape) at++;
    } else {
      inner.push(script.slice(at + (script[at] === '`' ? 1 : 2), end));
      outer += '$OUTPUT';
      at = end;
    }
  }
  return depth === MAX_DEPTH
    ? [outer]
    : [outer, ...inner.flatMap((one) => scriptsOf(one, depth + 1))];
}

/** Where the command ends that a script substitutes from here on: undefined if none begins here. */
function endOfCommand(script: string, at: number): number | undefined {
  if (script[at] === '`') {
    const end = script.indexOf('`', at + 1);
    return end < 0 ? undefined : end;
  }
  if (!script.startsWith('$(', at)) return undefined;
  let open = 0;
  for (let end = at + 1; end < script.length; end++) {
    if (script[end] === '(') open++;
    if (script[end] === ')' && --open === 0) return end;
  }
  return script.length;
}

/** The words behind `login`. */
function optionsOf(words: readonly string[]): Login & { readonly isPiped: boolean } {
  let [password, host, isPiped] = ['', '', false];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const [, own] = /^(?:--password=|-p=?)(.+)/s.exec(word) ?? [];
    if (own !== undefined) password = own;
    else if (word === '-p' || word === '--password') password = words[++index] ?? '';
    else if (word === '-u' || word === '--username') index++;
    else if (word === '--password-stdin') isPiped = true;
    else if (!word.startsWith('-')) host = registryHost(word);
  }
  return { password, host, isPiped };
}

const CREDENTIAL =
  /^--(?:((?:src|dest|from|to)-)?creds|((?:src|dest|from|to)-|registry-)password)(?:=(.*))?$/s;

/** The passwords that a command has for the registries of its images. */
function credentialsOf(words: readonly string[]): Login[] {
  // What follows the image is for the program in it.
  if (words.includes('run') || words.includes('exec')) return [];
  const hosts = imageHosts(words);
  return words.flatMap((word, index) => {
    const [whole, ofPair, ofPassword, own] = CREDENTIAL.exec(word) ?? [];
    if (whole === undefined) return [];
    const value = own ?? words[index + 1] ?? '';
    const side = ofPair ?? ofPassword ?? '';
    const host = /^(?:src|from)/.test(side) ? hosts[0] : hosts.at(-1);
    const password = ofPassword === undefined ? value.replace(/^[^:]*:?/, '') : value;
    // Of an unknown registry it is not known whether it is one of the job.
    return host === undefined ? [] : [{ password, host }];
  });
}
