import { shellCommands } from '../../lib/shell-commands.js';
import { isRemoteRegistry, registryHost } from '../engine/registry-host.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSecretLiteral } from '../secret-literal.js';
import { textOf } from '../yaml-values.js';
import { type PlacedStep, withVariables } from './variables.js';

/** The value that contains a password for a registry, and the registry: empty for the default of the program. */
export interface LiteralLogin {
  readonly at: ManifestNode;
  readonly host: string;
}

/** The logins of a step whose password is written in the workflow. Those to this machine are none, nor unknown registries. */
export function literalLogins(placed: PlacedStep): LiteralLogin[] {
  const { run, uses, with: inputs } = placed.step;
  const known = (node: ManifestNode | undefined) => withVariables(textOf(node), placed);
  if (run)
    return loginsIn(known(run)).flatMap(({ password, host }) =>
      isCommitted(password, host) ? [{ at: run, host }] : [],
    );
  const at = inputs.get('password');
  if (!uses || !at || !LOGIN_ACTION.test(uses.name)) return [];
  const host = registryHost(known(inputs.get('registry') ?? inputs.get('login-server')));
  return isCommitted(known(at), host) ? [{ at, host }] : [];
}

const LOGIN_ACTION = /login|registry|docker|podman|buildah|kaniko/;

function isCommitted(password: string, host: string): boolean {
  return isSecretLiteral(password, 'password') && (host === '' || isRemoteRegistry(host));
}

const PROGRAM = /(?:^|\/)(?:buildah|cosign|crane|docker|helm|nerdctl|oras|podman|regctl|skopeo)$/;

interface Login {
  readonly password: string;
  readonly host: string;
}

function loginsIn(script: string): Login[] {
  if (!script.includes('login')) return [];
  const commands = shellCommands(script);
  return commands.flatMap(({ words: all }, index) => {
    const words = all[0] === 'sudo' ? all.slice(1) : all;
    const at = words.indexOf('login');
    if (!PROGRAM.test(words[0] ?? '') || at < 1) return [];
    const { password, host, isPiped } = optionsOf(words.slice(at + 1));
    if (!isPiped) return [{ password, host }];
    const [writer = '', ...parts] = commands[index - 1]?.words ?? [];
    const text = /^(?:echo|printf)$/.test(writer) ? (parts.at(-1) ?? '') : '';
    return [{ password: text, host }];
  });
}

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
