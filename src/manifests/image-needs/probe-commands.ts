import type { ProbeCommand } from '../../core/runtime-needs.js';
import { lifecycleHooks } from '../compose/service-values.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Words and characters of a command that are looked at. */
const MAX_WORDS = 100;
const MAX_CHARACTERS = 4_096;
const MAX_COMMANDS = 20;

/** The healthcheck and the hooks of a service of Compose. */
export function serviceCommands(service: ManifestNode): ProbeCommand[] {
  const test = valueAt(service, 'healthcheck', 'test');
  const isOff = textOf(valueAt(service, 'healthcheck', 'disable')) === 'true';
  const [kind, ...words] = wordsOf(test);
  const check = isOff || kind === 'NONE' ? [] : kind === 'CMD' ? words : shell(words[0] ?? kind);
  const hooks = lifecycleHooks(service).map((hook): ProbeCommand => {
    const command = valueAt(hook, 'command');
    const user = valueAt(hook, 'user');
    return {
      name: 'hook',
      words: command?.kind === 'list' ? wordsOf(command) : shell(textOf(command)),
      ...(isSet(user) && { user: textOf(user) }),
    };
  });
  const isNamed = isSet(test) || isOff;
  return [...(isNamed ? [{ name: 'healthcheck', words: check }] : []), ...hooks].slice(
    0,
    MAX_COMMANDS,
  );
}

/** The commands of the probes and the hooks of a container of Kubernetes. */
export function containerCommands(container: ManifestNode): ProbeCommand[] {
  return [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => [name]),
    ...['postStart', 'preStop'].map((name) => ['lifecycle', name]),
  ].flatMap((path) => {
    const words = wordsOf(valueAt(container, ...path, 'exec', 'command'));
    const name = path.length > 1 ? `${path[1]} hook` : (path[0] ?? '');
    return words.length > 0 ? [{ name, words }] : [];
  });
}

function shell(text = ''): string[] {
  return text === '' ? [] : ['/bin/sh', '-c', text];
}

function wordsOf(node: ManifestNode | undefined): string[] {
  if (!isSet(node) || node.kind === 'map') return [];
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.slice(0, MAX_WORDS).map((item) => textOf(item).slice(0, MAX_CHARACTERS));
}
