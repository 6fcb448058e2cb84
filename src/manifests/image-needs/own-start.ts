import type { OwnStart, ProbeCommand } from '../../core/runtime-needs.js';
import { shellCommands } from '../../shell/commands.js';
import type { Container } from '../kubernetes/pods.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { containerCommands, serviceCommands } from './probe-commands.js';

/** What a manifest sets in place of what the image starts with; or a clause that says why that is not known. */
export type Start = OwnStart | string;

/** Words and characters of a command that are looked at. */
const MAX_WORDS = 100;
const MAX_CHARACTERS = 4_096;

/** The start of a service of Compose. An entrypoint of its own replaces the command of the image, too. */
export function serviceStart(node: ManifestNode): Start {
  const entrypoint = commandOf(valueAt(node, 'entrypoint'), 'entrypoint');
  const command = commandOf(valueAt(node, 'command'), 'command');
  const user = settingOf(valueAt(node, 'user'), 'user');
  const folder = settingOf(valueAt(node, 'working_dir'), 'working_dir');
  return withOthers(joined(entrypoint, command, user, folder), serviceCommands(node));
}

/** The start of a container of Kubernetes. A command of its own replaces the arguments of the image, too. */
export function containerStart({ node, pod }: Pick<Container, 'node' | 'pod'>): Start {
  const ofContext = (key: string) =>
    [node, pod.spec].map((one) => valueAt(one, 'securityContext', key)).find(isSet);
  const [uid, gid] = [ofContext('runAsUser'), ofContext('runAsGroup')];
  const ids = [uid, ...(uid ? [gid] : [])].filter(isSet).map(textOf);
  const user = ids.every((id) => /^\d{1,10}$/.test(id))
    ? { value: ids.length > 0 ? ids.join(':') : undefined }
    : 'runAsUser is no number';
  const start = joined(
    commandOf(valueAt(node, 'command'), 'command'),
    commandOf(valueAt(node, 'args'), 'args'),
    user,
    settingOf(valueAt(node, 'workingDir'), 'workingDir'),
  );
  return withOthers(start, containerCommands(node));
}

function withOthers(start: Start, others: readonly ProbeCommand[]): Start {
  return typeof start === 'string' || others.length === 0 ? start : { ...start, others };
}

type Part<T> = { readonly value: T | undefined } | string;

function joined(
  entrypoint: Part<readonly string[]>,
  cmd: Part<readonly string[]>,
  user: Part<string>,
  folder: Part<string>,
): Start {
  for (const part of [entrypoint, cmd, user, folder]) if (typeof part === 'string') return part;
  const valueIn = <T>(part: Part<T>) => (typeof part === 'string' ? undefined : part.value);
  const own = valueIn(entrypoint);
  const words = valueIn(cmd) ?? (own && []);
  const [as, workingDir] = [valueIn(user), valueIn(folder)];
  return {
    ...(own && { entrypoint: own }),
    ...(words && { cmd: words }),
    ...(as !== undefined && { user: as }),
    ...(workingDir !== undefined && { workingDir }),
  };
}

/** The words of a list, or of a string that holds one command. */
function commandOf(node: ManifestNode | undefined, key: string): Part<readonly string[]> {
  if (!isSet(node)) return { value: undefined };
  const nodes = node.kind === 'list' ? node.items : [node];
  const isKnown = node.kind !== 'map' && nodes.length <= MAX_WORDS && nodes.every(isPlain);
  if (!isKnown) return unknown(key);
  if (node.kind === 'list') return { value: nodes.map(textOf) };
  const [first, ...others] = shellCommands(textOf(node));
  return others.length > 0 ? unknown(key) : { value: first?.words ?? [] };
}

function settingOf(node: ManifestNode | undefined, key: string): Part<string> {
  if (!isSet(node)) return { value: undefined };
  return isPlain(node) && textOf(node) !== '' ? { value: textOf(node) } : unknown(key);
}

function unknown(key: string): string {
  return `the value of ${key} is only known when it starts`;
}

/** Whether a scalar has no variable without a value: `$NAME` and `${NAME}` of Compose, `$(NAME)` of Kubernetes. */
function isPlain(node: ManifestNode): boolean {
  const text = textOf(node);
  const isOpen = node.hasVariable ? text.includes('$') : /\$\([A-Za-z_][\w.-]*\)/.test(text);
  return node.kind === 'scalar' && text.length <= MAX_CHARACTERS && !isOpen;
}
